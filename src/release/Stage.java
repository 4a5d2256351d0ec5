import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Lays out what the archives and the Debian package contain beside an image. Started from its source by the build:
 * {@code java src/release/Stage.java JAR LISTS STAGE VERSION TIME}, in the folder of the project; LISTS is the prefix of the
 * lists of classes beside the jar. Makes these folders in STAGE:
 *
 * <ul>
 *   <li>{@code portable}: launchers, jar and lists of classes, for a Java that is installed
 *   <li>{@code common}: what every archive has: documents, licences, completions, man pages
 *   <li>{@code debian}: the same where Debian wants it, from its root
 * </ul>
 */
final class Stage {

    private static final Path LICENCES = Path.of("licences");

    private final Path stage;

    private Stage(Path stage) {
        this.stage = stage;
    }

    public static void main(String[] arguments) throws Exception {
        Stage stage = new Stage(Path.of(arguments[2]));
        stage.clear();
        Path jar = Path.of(arguments[0]);
        stage.portable(jar, Path.of(arguments[1]));
        stage.common(jar);
        stage.debian(arguments[3], ZonedDateTime.parse(arguments[4]));
    }

    private void clear() throws IOException {
        if (Files.exists(stage)) {
            try (Stream<Path> files = Files.walk(stage)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void portable(Path jar, Path lists) throws Exception {
        Path folder = stage.resolve("portable");
        launcher("portable", folder.resolve("bin/cdp"));
        launcher("windows", folder.resolve("bin/cdp.cmd"));
        launcher("prepare", folder.resolve("lib/prepare"));
        copy(jar, folder.resolve("lib/cdp.jar"));
        int prefix = lists.getFileName().toString().length();
        List<Path> learned = files(lists.toAbsolutePath().getParent(), lists.getFileName() + "-*.classes");
        if (learned.isEmpty()) {
            throw new IOException("there are no lists of classes: " + lists);
        }
        for (Path list : learned) {
            // What follows an @cp are numbers that only the Java which wrote them understands.
            List<String> lines = new ArrayList<>(Files.readAllLines(list));
            lines.removeIf(line -> line.startsWith("@cp "));
            Files.write(folder.resolve("lib/cdp" + list.getFileName().toString().substring(prefix)), lines);
        }
    }

    private static void launcher(String kind, Path file) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "src/launcher/Launcher.java", kind, file.toString())
                .inheritIO()
                .start();
        if (process.waitFor() != 0) {
            throw new IOException("no launcher was made: " + kind);
        }
    }

    private void common(Path jar) throws IOException {
        Path folder = stage.resolve("common");
        for (String document : List.of("LICENSE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")) {
            copy(Path.of(document), folder.resolve(document));
        }
        for (Path completion : completions()) {
            copy(completion, folder.resolve("completions").resolve(completion.getFileName()));
        }
        for (Path page : manPages()) {
            copy(page, folder.resolve("man/man1").resolve(page.getFileName()));
        }
        samples(folder.resolve("samples"));
        licences(jar, folder.resolve(LICENCES));
    }

    private static void samples(Path folder) throws IOException {
        Path samples = Path.of("samples");
        try (Stream<Path> files = Files.walk(samples)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                copy(file, folder.resolve(samples.relativize(file).toString()));
            }
        }
    }

    private static List<Path> completions() throws IOException {
        return files(Path.of("completions"), "*");
    }

    private static List<Path> manPages() throws IOException {
        return files(Path.of("src/man"), "*.1");
    }

    /** Those of the libraries are in the jar, where their authors have put them. */
    private static void licences(Path jar, Path folder) throws IOException {
        copy(Path.of("src/release/THIRD-PARTY.md"), folder.resolve("THIRD-PARTY.md"));
        try (FileSystem packed = FileSystems.newFileSystem(jar)) {
            for (Path file : files(packed.getPath("META-INF"), "{*LICENSE,NOTICE}")) {
                copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
    }

    private void debian(String version, ZonedDateTime time) throws IOException {
        Path share = stage.resolve("debian/usr/share");
        for (Path completion : completions()) {
            String name = completion.getFileName().toString();
            copy(completion, share.resolve(completionPlace(name)));
        }
        for (Path page : manPages()) {
            pack(Files.readAllBytes(page), share.resolve("man/man1/" + page.getFileName() + ".gz"));
        }
        Path documents = share.resolve("doc/cdp");
        copy(Path.of("src/release/deb/copyright"), documents.resolve("copyright"));
        copy(Path.of("src/release/deb/lintian-overrides"), share.resolve("lintian/overrides/cdp"));
        for (String document : List.of("README.md", "CONTRIBUTING.md", "SECURITY.md")) {
            copy(Path.of(document), documents.resolve(document));
        }
        samples(documents.resolve("samples"));
        pack(Files.readAllBytes(Path.of("CHANGELOG.md")), documents.resolve("changelog.gz"));
        String changes = """
                cdp (%s) unstable; urgency=medium

                  * A release; changelog.gz says what is new.

                 -- The cdp authors <cdpcli@users.noreply.github.com>  %s
                """;
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(time).replaceFirst("GMT$", "+0000");
        pack(String.format(changes, version, date).getBytes(StandardCharsets.UTF_8), documents.resolve("changelog.Debian.gz"));
        for (Path file : files(stage.resolve("common").resolve(LICENCES), "*")) {
            // Debian has this one, and wants it to be there once.
            if (!file.endsWith("LICENSE")) {
                copy(file, documents.resolve(LICENCES).resolve(file.getFileName()));
            }
        }
    }

    private static String completionPlace(String name) {
        return switch (name) {
            case "cdp.bash" -> "bash-completion/completions/cdp";
            case "_cdp" -> "zsh/vendor-completions/_cdp";
            case "cdp.fish" -> "fish/vendor_completions.d/cdp.fish";
            default -> throw new IllegalStateException("where does Debian keep this: " + name);
        };
    }

    /** In order, so that the same files are packed in the same way everywhere. */
    private static List<Path> files(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
            found.forEach(files::add);
        }
        files.removeIf(Files::isDirectory);
        files.sort(Comparator.comparing(Path::toString));
        return files;
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        Files.write(to, Files.readAllBytes(from));
    }

    /** As {@code gzip -9n} does, which Debian asks for: it looks at two bytes of the header. */
    private static void pack(byte[] content, Path to) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed) {
            {
                def.setLevel(Deflater.BEST_COMPRESSION);
            }
        }) {
            out.write(content);
        }
        byte[] bytes = packed.toByteArray();
        bytes[8] = 2;
        bytes[9] = 3;
        Files.createDirectories(to.getParent());
        Files.write(to, bytes);
    }
}
