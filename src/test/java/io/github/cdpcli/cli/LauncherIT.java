package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a single call start fast: the archive of classes, and a launcher that starts nothing but Java. */
class LauncherIT {

    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path JAR = Path.of(System.getProperty("cdp.jar", "target/cdp.jar"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String JAVA_VERSION = System.getProperty("java.version");
    private static final String VERSION = "cdp " + Version.number() + "\n";

    /** A clone with archives of its own, made once: an archive is for one jar in one place. */
    @TempDir
    private static Path clone;

    private static final List<String> KINDS = List.of("help", "call", "run");
    private static final Map<String, byte[]> WHOLE = new HashMap<>();
    private static FileTime jarTime = FileTime.fromMillis(0);

    @TempDir
    private Path folder;

    private static Path jar() {
        return clone.resolve("target/cdp.jar");
    }

    private static String archives() {
        return clone.resolve("target/cdp-" + JAVA_VERSION).toString();
    }

    private static Path archive(String kind) {
        return Path.of(archives() + "-" + kind + ".jsa");
    }

    private static Path launcher() {
        return clone.resolve("cdp");
    }

    private record Ended(int exitCode, String out, String err) {}

    private static Ended run(Path folder, Map<String, String> more, String... command) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(PROJECT.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("(?i)(CDP|CIO|XDG|JAVA|JDK|LC|_JAVA)_.*|LANG|.*_PROXY"));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("HOME", folder.toString());
        environment.putAll(more);
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("has ended").isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @BeforeAll
    static void make(@TempDir Path home) throws Exception {
        Files.createDirectories(clone.resolve("target"));
        Files.copy(JAR, jar());
        Files.copy(PROJECT.resolve("cdp"), launcher());
        assertThat(launcher().toFile().setExecutable(true)).isTrue();
        Ended made = run(home, Map.of(), JAVA.toString(), "src/launcher/Archive.java", jar().toString(), archives());
        assertThat(made).isEqualTo(new Ended(0, "", ""));
        for (String kind : KINDS) {
            WHOLE.put(kind, Files.readAllBytes(archive(kind)));
        }
        jarTime = Files.getLastModifiedTime(jar());
    }

    @BeforeEach
    void restore() throws IOException {
        replaceArchives(whole -> whole);
        Files.setLastModifiedTime(jar(), jarTime);
    }

    private static void replaceArchives(UnaryOperator<byte[]> change) throws IOException {
        for (String kind : KINDS) {
            Files.deleteIfExists(archive(kind));
            Files.write(archive(kind), change.apply(WHOLE.get(kind).clone()));
        }
    }

    private Ended cdp(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return run(folder, Map.of(), command.toArray(String[]::new));
    }

    /** Where classes of the program and of picocli came from, as Java notes it down. */
    private List<String> sources(String... command) throws Exception {
        Path log = folder.resolve("classes.log");
        Ended ended = run(folder, Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log), command);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(" io.github.cdpcli.") || line.contains(" picocli."))
                .map(line -> line.replaceFirst(".* source: ", ""))
                .toList();
    }

    @Test
    void theBuildMakesAnArchiveForItsJar() throws Exception {
        Path archive = JAR.resolveSibling("cdp-" + JAVA_VERSION + "-help.jsa");
        assertThat(sources(
                        JAVA.toString(),
                        "-XX:+UseSerialGC",
                        "-XX:SharedArchiveFile=" + archive,
                        "-Dpicocli.disable.closures=true",
                        "-Dpicocli.converters.excludes=java.*",
                        "-cp",
                        JAR.toString(),
                        "io.github.cdpcli.cli.Main",
                        "--version"))
                .hasSizeGreaterThan(50)
                .allMatch(source -> source.startsWith("shared objects file"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "track Seen --user-id 42 -p n:=1 --dry-run", "backfill --help"})
    void theLauncherTakesOurClassesAndPicoclisFromIt(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments.split(" ", -1)));
        List<String> sources = sources(command.toArray(String[]::new));
        assertThat(sources).hasSizeGreaterThan(50);
        // What is not learned is still loaded; what a call needs has been.
        assertThat(sources.stream().filter(source -> source.startsWith("shared objects file")))
                .hasSizeGreaterThan(arguments.startsWith("backfill") ? sources.size() / 2 : sources.size() - 5);
    }

    /** Pages of help, completion and guesses at what was meant are for those who ask for them. */
    @Test
    void aCallLoadsNothingOfTheHelp() throws Exception {
        Path log = folder.resolve("names.log");
        Ended ended = run(
                folder,
                Map.of("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log),
                launcher().toString(),
                "track",
                "Seen",
                "--user-id",
                "42",
                "--dry-run");
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(Files.readString(log))
                .contains("io.github.cdpcli.cli.CallCommand")
                .doesNotContain("cli.HelpPage", "cli.HelpTopics", "cli.HelpCommand", "cli.Nearest", "cli.Completion");
    }

    /** What Java is given as a class path is taken apart at colons. */
    @Test
    void aFolderWithAColonInItsNameIsRefusedBeforeAnythingIsBuilt() throws Exception {
        Path here = Files.createDirectories(folder.resolve("a:b"));
        Files.copy(launcher(), here.resolve("cdp"), StandardCopyOption.COPY_ATTRIBUTES);
        assertThat(run(folder, Map.of(), here.resolve("cdp").toString(), "--version"))
                .isEqualTo(new Ended(
                        1, "", "cdp: Java runs nothing in a folder that has a colon in its name: " + here + "\n"));
    }

    private void itIsRightAndSilent() throws Exception {
        assertThat(cdp("--version")).isEqualTo(new Ended(0, VERSION, ""));
        Ended refused = cdp("track", "Seen", "--dry-run");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).startsWith("cdp track: this is not a valid track call");
    }

    @Test
    void itIsRightAndSilentWithAnArchive() throws Exception {
        itIsRightAndSilent();
    }

    @ParameterizedTest
    @ValueSource(longs = {-60_000, 60_000_000})
    void soItIsWithAJarOfAnotherTime(long millis) throws Exception {
        Files.setLastModifiedTime(jar(), FileTime.fromMillis(jarTime.toMillis() + millis));
        itIsRightAndSilent();
    }

    @Test
    void soItIsWithAnArchiveOfAnotherJava() throws Exception {
        String vm = System.getProperty("java.vm.version");
        replaceArchives(archive -> {
            int at = new String(archive, StandardCharsets.ISO_8859_1).indexOf(vm);
            assertThat(at).as("the archive names its Java: " + vm).isPositive();
            archive[at] = '9';
            return archive;
        });
        itIsRightAndSilent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 100_000})
    void soItIsWithAnArchiveThatWasCutOff(int bytes) throws Exception {
        replaceArchives(archive -> Arrays.copyOf(archive, bytes));
        itIsRightAndSilent();
    }

    @Test
    void soItIsWithoutOne() throws Exception {
        for (String kind : KINDS) {
            Files.delete(archive(kind));
        }
        itIsRightAndSilent();
    }

    /** Stands in for Java and prints what the kernel knows of the process; it starts none itself. */
    private Path inPlaceOfJava() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("java/bin"));
        Path java = Files.writeString(bin.resolve("java"), """
                #!/bin/sh
                case $1 in -version) echo 'openjdk version "17.0.1"' >&2; exit ;; esac
                read -r stat </proc/self/stat
                printf '%s\\n' "$stat"
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return bin.getParent();
    }

    /** The page faults of the children that a process has waited for: none without children. Survives an exec. */
    private long faultsOfChildren(Path home, String... command) throws Exception {
        Ended ended = run(folder, Map.of("JAVA_HOME", home.toString()), command);
        assertThat(ended.err()).isEmpty();
        String afterName = ended.out().substring(ended.out().lastIndexOf(')') + 2);
        return Long.parseLong(afterName.split(" ", -1)[8]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "dash", "bash"})
    void theLauncherStartsNoProcessButJava(String shell) throws Exception {
        assumeTrue(Files.isReadable(Path.of("/proc/self/stat")), "the kernel tells of children");
        assumeTrue(Files.isExecutable(Path.of("/bin", shell)), "there is a " + shell);
        Path home = inPlaceOfJava();
        String[] call = {"/bin/" + shell, launcher().toString(), "track", "Seen", "--user-id", "42"};
        assertThat(faultsOfChildren(home, call))
                .as("the first time it asks Java for its version, which this test can see")
                .isPositive();
        assertThat(faultsOfChildren(home, call)).isZero();
    }

    /** Made by {@code -Pimage} only. */
    @Test
    void anImageRunsInAnotherPlaceWithoutJavaAndWithItsOwnArchive() throws Exception {
        Path image = JAR.resolveSibling("image");
        assumeTrue(Files.isExecutable(image.resolve("bin/cdp")), "there is an image");
        Path moved = folder.resolve("an image elsewhere");
        assertThat(run(folder, Map.of(), "cp", "-a", image.toString(), moved.toString())
                        .exitCode())
                .isZero();
        String cdp = moved.resolve("bin/cdp").toString();
        Map<String, String> misled = Map.of("JAVA_HOME", "/nowhere", "PATH", "/nowhere", "_JAVA_OPTIONS", "-Xnonsense");
        assertThat(run(folder, misled, "/bin/sh", cdp, "--version")).isEqualTo(new Ended(0, VERSION, ""));
        assertThat(run(folder, misled, "/bin/sh", cdp, "track", "A", "--user-id", "1", "--sandbox")
                        .out())
                .startsWith("accepted  track \"A\"  user 1");
        Path log = folder.resolve("image.log");
        Path java = moved.resolve("bin/java");
        assertThat(run(
                                folder,
                                Map.of(),
                                java.toString(),
                                "-XX:+UseSerialGC",
                                "-XX:SharedArchiveFile=" + moved.resolve("lib/cdp-help.jsa"),
                                "-Xlog:class+load:file=" + log,
                                "-cp",
                                moved.resolve("lib/cdp.jar").toString(),
                                "io.github.cdpcli.cli.Main",
                                "--version")
                        .exitCode())
                .isZero();
        assertThat(Files.readAllLines(log).stream().filter(line -> line.contains(" io.github.cdpcli.cli.Main ")))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
    }
}
