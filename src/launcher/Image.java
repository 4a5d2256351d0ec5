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
 * source by the build: {@code java src/launcher/Image.java JAR IMAGE TIME [LISTS]}, in the folder of the project, by the
 * Java that goes into it or by an older one that finds it: in the variable {@code JAVA_HOME_25_X64} or
 * {@code JAVA_HOME_25_ARM64}, or below /usr/lib/jvm. With LISTS, what another image was taught (its lib/cdp) is taken
 * over, which makes the same image byte for byte.
 */
final class Image {

    private static final int RELEASE = 25;

    /** What the program uses: charsets for --encoding, the server of the sandbox, signals. TLS is in java.base. */
    private static final String MODULES = "java.base,jdk.charsets,jdk.httpserver,jdk.unsupported";

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
        // Modules bring their tools; who puts bin into a path is not to find these there.
        Files.delete(image.resolve("bin/jwebserver"));
        Files.delete(image.resolve("bin/keytool"));
        replaceLinks(image.resolve("legal"));
        Path program = Files.copy(jar, image.resolve("lib/cdp.jar"));
        // The archive remembers it, and packing gives every file this time.
        Files.setLastModifiedTime(program, FileTime.from(Instant.parse(arguments[2])));
        String java = jdk.resolve("bin/java").toString();
        run(java, "src/launcher/Launcher.java", "image", image.resolve("bin/cdp").toString());
        run(
                java,
                "src/launcher/Archive.java",
                program.toString(),
                image.resolve("lib/cdp").toString(),
                image.toString(),
                arguments.length > 3 ? arguments[3] : "");
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
                folders.sorted().forEach(found::add);
            }
        }
        return found.stream()
                .filter(Image::isJdk)
                .findFirst()
                .orElseThrow(() -> new IOException("there is no JDK " + RELEASE + "; name one in JAVA_HOME_25_X64"));
    }

    /** Its name may be any: what it is stands in it. */
    private static boolean isJdk(Path folder) {
        try {
            return Files.isExecutable(folder.resolve("bin/jlink"))
                    && Files.readString(folder.resolve("release")).contains("JAVA_VERSION=\"" + RELEASE);
        } catch (IOException e) {
            return false;
        }
    }

    /** By what they lead to: not everything that packs, unpacks and copies keeps links. */
    private static void replaceLinks(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                byte[] content = Files.readAllBytes(link);
                Files.delete(link);
                Files.write(link, content);
            }
        }
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
