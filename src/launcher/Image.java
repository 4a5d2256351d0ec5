import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes an image: a folder with the program and a Java of its own, that runs where no Java is installed. Started from its
 * source by the build: {@code java src/launcher/Image.java JAR IMAGE TIME}, in the folder of the project, by the Java that
 * goes into it or by an older one that finds it: in the variable {@code JAVA_HOME_25_X64} or {@code JAVA_HOME_25_ARM64},
 * or below /usr/lib/jvm.
 */
final class Image {

    private static final int RELEASE = 25;

    /** What the program uses: charsets for --encoding, the server of the sandbox, signals. TLS is in java.base. */
    private static final String MODULES = "java.base,jdk.charsets,jdk.httpserver,jdk.unsupported";

    /** The launcher of the clone between these: an image knows its Java, and has nothing to build. */
    private static final String BEGIN = "# --- which Java ";

    private static final String END = "# --- run ";

    private Image() {}

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        Path image = Path.of(arguments[1]).toAbsolutePath();
        Path jdk = jdk();
        delete(image);
        run(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules",
                MODULES,
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--output",
                image.toString());
        Path program = Files.copy(jar, image.resolve("lib/cdp.jar"));
        // The archive remembers it, and packing gives every file this time.
        Files.setLastModifiedTime(program, FileTime.from(Instant.parse(arguments[2])));
        Path launcher = Files.writeString(image.resolve("bin/cdp"), launcher());
        if (!launcher.toFile().setExecutable(true, false)) {
            throw new IOException("cannot make executable: " + launcher);
        }
        run(
                jdk.resolve("bin/java").toString(),
                "src/launcher/Archive.java",
                program.toString(),
                image.resolve("lib/cdp").toString(),
                image.toString());
    }

    private static Path jdk() throws IOException {
        List<Path> found = new ArrayList<>();
        if (Runtime.version().feature() == RELEASE) {
            found.add(Path.of(System.getProperty("java.home")));
        }
        for (String variable : List.of("JAVA_HOME_25_X64", "JAVA_HOME_25_ARM64")) {
            if (System.getenv(variable) != null) {
                found.add(Path.of(System.getenv(variable)));
            }
        }
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> folders = Files.list(installed)) {
                folders.filter(folder -> folder.getFileName().toString().contains("" + RELEASE)).forEach(found::add);
            }
        }
        return found.stream()
                .filter(folder -> Files.isExecutable(folder.resolve("bin/jlink")))
                .findFirst()
                .orElseThrow(() -> new IOException("there is no JDK " + RELEASE + "; name one in JAVA_HOME_25_X64"));
    }

    private static String launcher() throws IOException {
        String clone = Files.readString(Path.of("cdp"));
        String own = """
                # --- this image ------------------------------------------------------------------------------
                # It has its own Java, and is not to be told how to run it by what is meant for another.
                unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS CLASSPATH
                java=$here/java
                here=${here%/bin}
                jar=$here/lib/cdp.jar
                archives=$here/lib/cdp

                """;
        String head = clone.substring(0, clone.indexOf(BEGIN))
                .replaceFirst("(?s)# Runs cdp from a clone;.*?\\n\\n", "# Runs cdp with the Java beside it, and starts no other process.\n\n")
                .replaceFirst("target=.*\\njar=.*\\nlock=.*\\n", "");
        return head + own + clone.substring(clone.indexOf(END));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).inheritIO().start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException("it failed: " + String.join(" ", command));
        }
    }
}
