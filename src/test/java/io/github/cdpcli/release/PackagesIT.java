package io.github.cdpcli.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is published, as users meet it: unpacked, installed, upgraded and removed. Made and tested by {@code -Prelease}; a
 * build without it leaves these out.
 */
@EnabledIfSystemProperty(named = "cdp.release", matches = ".+", disabledReason = "made by -Prelease")
class PackagesIT {

    private static final Path PROJECT =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path RELEASE =
            Path.of(System.getProperty("cdp.release", "target/release")).toAbsolutePath();
    private static final String VERSION = System.getProperty("cdp.version", "");
    private static final String JAVA_HOME = System.getProperty("java.home");
    private static final String SAYS = "cdp " + VERSION + "\n";
    private static final List<String> TRACK = List.of("track", "Seen", "--user-id", "42", "-p", "word=ü", "--sandbox");

    @TempDir
    private Path folder;

    private record Ended(int exitCode, String out, String err) {
        Ended isFine() {
            assertThat(exitCode).as(err + out).isZero();
            return this;
        }
    }

    private Ended run(Path directory, Map<String, String> environment, List<String> command) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES))
                .as("has ended: %s", command)
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** With what an administrator's shell has, and what a new account has. */
    private Ended shell(String... command) throws Exception {
        Map<String, String> environment =
                Map.of("PATH", System.getenv("PATH"), "HOME", folder.toString(), "LC_ALL", "C.UTF-8");
        return run(folder, environment, List.of(command));
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !Files.isDirectory(file)).sorted().toList();
        }
    }

    private static String sum(Path file) throws IOException, GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    /** The one file whose name ends so. */
    private static Path released(String end) throws IOException {
        return files(RELEASE).stream()
                .filter(file -> file.toString().endsWith(end))
                .reduce((one, other) -> {
                    throw new AssertionError(one + " and " + other);
                })
                .orElseThrow(() -> new AssertionError("there is no " + end));
    }

    private Path portable() throws Exception {
        shell("tar", "xzf", RELEASE.resolve("cdp-" + VERSION + ".tar.gz").toString())
                .isFine();
        return folder.resolve("cdp-" + VERSION);
    }

    private Path image() throws Exception {
        Path packed = files(RELEASE).stream()
                .filter(file -> file.getFileName().toString().matches("cdp-.*-(linux|osx)-[^-]+\\.tar\\.gz"))
                .findFirst()
                .orElseThrow();
        shell("tar", "xzf", packed.toString()).isFine();
        return folder.resolve(packed.getFileName().toString().replace(".tar.gz", ""));
    }

    /** Nothing in its environment but what is given. */
    private Ended cdp(Path launcher, Map<String, String> environment, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
        command.addAll(arguments);
        return run(folder, environment, command);
    }

    private void itWorks(Path launcher, Map<String, String> environment) throws Exception {
        assertThat(cdp(launcher, environment, List.of("--version"))).isEqualTo(new Ended(0, SAYS, ""));
        assertThat(cdp(launcher, environment, TRACK).isFine().out()).startsWith("accepted  track \"Seen\"  user 42");
        Path input = PROJECT.resolve("samples/events.ndjson");
        assertThat(cdp(launcher, environment, List.of("backfill", input.toString(), "--sandbox"))
                        .exitCode())
                .isZero();
    }

    private static void hasWhatEveryArchiveHas(Path unpacked) throws IOException {
        for (String name : List.of(
                "LICENSE",
                "README.md",
                "CHANGELOG.md",
                "SECURITY.md",
                "samples/events.ndjson",
                "samples/kubernetes/README.md",
                "licences/THIRD-PARTY.md",
                "licences/NOTICE",
                "completions/cdp.bash",
                "completions/_cdp",
                "completions/cdp.fish",
                "man/man1/cdp.1")) {
            assertThat(unpacked.resolve(name)).isNotEmptyFile();
        }
    }

    @Test
    void theChecksumsAreThoseOfTheFiles() throws Exception {
        Map<String, String> expected = new TreeMap<>();
        for (Path file : files(RELEASE)) {
            if (!file.endsWith("SHA256SUMS")) {
                expected.put(file.getFileName().toString(), sum(file));
            }
        }
        Map<String, String> stated = new TreeMap<>();
        for (String line : Files.readAllLines(RELEASE.resolve("SHA256SUMS"))) {
            stated.put(line.substring(66), line.substring(0, 64));
        }
        assertThat(stated).hasSizeGreaterThanOrEqualTo(5).isEqualTo(expected);
    }

    @Test
    void theArchiveForAnyJavaRunsWithTheJavaOfJavaHomeAndNeedsNoOtherProgram() throws Exception {
        Path unpacked = portable();
        hasWhatEveryArchiveHas(unpacked);
        itWorks(unpacked.resolve("bin/cdp"), Map.of("JAVA_HOME", JAVA_HOME, "PATH", "/nowhere", "HOME", "" + folder));
    }

    @Test
    void itRunsWithTheJavaInThePathAndThroughALinkFromAPathWithSpaces() throws Exception {
        Path unpacked = Files.move(portable(), folder.resolve("a place"));
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("cdp"), Path.of("../a place/bin/cdp"));
        Files.createSymbolicLink(bin.resolve("java"), Path.of(JAVA_HOME, "bin", "java"));
        itWorks(bin.resolve("cdp"), Map.of("PATH", bin + ":/usr/bin:/bin", "HOME", "" + folder));
        assertThat(files(unpacked.resolve("lib")))
                .noneMatch(file -> file.toString().endsWith(".jsa"));
    }

    @Test
    void itRefusesAnOlderJavaAndOneThatIsNotThere() throws Exception {
        Path launcher = portable().resolve("bin/cdp");
        Path home = Files.createDirectories(folder.resolve("old/bin")).getParent();
        assertThat(Files.createFile(home.resolve("bin/java")).toFile().setExecutable(true))
                .isTrue();
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"A\"\nJAVA_VERSION=\"1.8.0_302\"\n");
        Ended old = cdp(launcher, Map.of("JAVA_HOME", home.toString()), List.of("--version"));
        assertThat(old)
                .isEqualTo(
                        new Ended(1, "", "cdp: " + home + "/bin/java is Java 1.8.0_302; cdp needs Java 17 or newer\n"));
        Ended none = cdp(launcher, Map.of("PATH", "/nowhere"), List.of("--version"));
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).startsWith("cdp: there is no java in the PATH");
    }

    @Test
    void preparedItTakesItsClassesFromAnArchive() throws Exception {
        Path unpacked = portable();
        Map<String, String> environment = Map.of("JAVA_HOME", JAVA_HOME, "PATH", "/usr/bin:/bin", "HOME", "" + folder);
        assertThat(cdp(unpacked.resolve("lib/prepare"), environment, List.of())).isEqualTo(new Ended(0, "", ""));
        itWorks(unpacked.resolve("bin/cdp"), environment);
        Path log = folder.resolve("classes.log");
        Map<String, String> logging = new TreeMap<>(environment);
        logging.put("_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
        cdp(unpacked.resolve("bin/cdp"), logging, List.of("--version")).isFine();
        assertThat(Files.readAllLines(log).stream().filter(line -> line.contains(" io.github.cdpcli.cli.Main ")))
                .singleElement()
                .asString()
                .contains("source: shared objects file");
    }

    @Test
    void itRunsThroughALinkToItsFolder() throws Exception {
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.createSymbolicLink(elsewhere.resolve("bin"), portable().resolve("bin"));
        itWorks(elsewhere.resolve("bin/cdp"), Map.of("JAVA_HOME", JAVA_HOME, "HOME", "" + folder));
        Path image = Files.createDirectories(folder.resolve("image"));
        Files.createSymbolicLink(image.resolve("bin"), image().resolve("bin"));
        itWorks(image.resolve("bin/cdp"), Map.of("PATH", "/nowhere", "HOME", "" + folder));
    }

    @Test
    void inAFolderWithAColonItSaysWhyItDoesNotRun() throws Exception {
        Path unpacked = Files.move(portable(), folder.resolve("a:b"));
        for (String launcher : List.of("bin/cdp", "lib/prepare")) {
            Ended ended = cdp(unpacked.resolve(launcher), Map.of("JAVA_HOME", JAVA_HOME), List.of("--version"));
            assertThat(ended.exitCode()).isEqualTo(1);
            assertThat(ended.err()).startsWith("cdp: Java runs nothing in a folder that has a colon in its name: ");
        }
    }

    @Test
    void theZipHasTheSameFilesAndModes() throws Exception {
        assumeTrue(isInstalled("unzip"), "there is an unzip");
        Path fromTar = Files.move(portable(), folder.resolve("tar"));
        shell("unzip", "-q", RELEASE.resolve("cdp-" + VERSION + ".zip").toString())
                .isFine();
        Path fromZip = folder.resolve("cdp-" + VERSION);
        List<String> names = files(fromTar).stream()
                .map(file -> fromTar.relativize(file).toString())
                .toList();
        assertThat(files(fromZip)).hasSameSizeAs(names);
        for (String name : names) {
            assertThat(fromZip.resolve(name)).hasSameBinaryContentAs(fromTar.resolve(name));
            assertThat(Files.isExecutable(fromZip.resolve(name)))
                    .as(name)
                    .isEqualTo(Files.isExecutable(fromTar.resolve(name)));
        }
        itWorks(fromZip.resolve("bin/cdp"), Map.of("JAVA_HOME", JAVA_HOME, "HOME", "" + folder));
    }

    /** Windows is not here to run it: that it starts Java as the others do, and ends its lines as Windows wants. */
    @Test
    void theLauncherForWindowsHasTheFlagsOfTheOther() throws Exception {
        Path bin = portable().resolve("bin");
        String windows = Files.readString(bin.resolve("cdp.cmd"));
        String unix = Files.readString(bin.resolve("cdp"));
        assertThat(windows).doesNotContain("@FLAGS@").contains("\r\n").doesNotContainPattern("[^\r]\n");
        List<String> flags = Stream.of(
                        unix.substring(unix.indexOf("exec \"$java\"")).split("[\\s\"]+", -1))
                .filter(word -> word.startsWith("-"))
                .toList();
        assertThat(flags)
                .hasSizeGreaterThan(5)
                .allSatisfy(flag -> assertThat(windows).contains(flag));
    }

    @Test
    void theImageRunsWhereNothingIsInstalledAndHasAuthoritiesOfItsOwn() throws Exception {
        Path image = image();
        hasWhatEveryArchiveHas(image);
        itWorks(image.resolve("bin/cdp"), Map.of("PATH", "/nowhere", "HOME", "" + folder));
        assertThat(image.resolve("lib/security/cacerts")).isRegularFile();
        assertThat(Files.size(image.resolve("lib/security/cacerts"))).isGreaterThan(50_000);
        assertThat(image.resolve("legal/java.base/LICENSE")).isRegularFile();
        assertThat(files(image)).noneMatch(Files::isSymbolicLink);
    }

    private Path debian() throws IOException {
        assumeTrue(isInstalled("dpkg") && isInstalled("dpkg-deb"), "there is a dpkg");
        return released(".deb");
    }

    private Ended dpkg(Path root, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("dpkg", "--root=" + root, "--force-not-root,depends,bad-path", "--log=/dev/null"));
        command.addAll(List.of(arguments));
        return shell(command.toArray(String[]::new));
    }

    private Path emptyRoot() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("var/lib/dpkg/updates"));
        Files.createDirectories(root.resolve("var/lib/dpkg/info"));
        Files.createFile(root.resolve("var/lib/dpkg/status"));
        Files.createFile(root.resolve("var/lib/dpkg/available"));
        return root;
    }

    /** The same with a higher version; one file is new in it and one is gone. */
    private Path next(Path debian) throws Exception {
        Path unpacked = folder.resolve("next");
        shell("dpkg-deb", "-R", debian.toString(), unpacked.toString()).isFine();
        Path control = unpacked.resolve("DEBIAN/control");
        Files.writeString(control, Files.readString(control).replaceFirst("(?m)^Version: .*$", "Version: 999.0-1"));
        Files.delete(unpacked.resolve("usr/share/doc/cdp/changelog.gz"));
        Files.writeString(unpacked.resolve("usr/share/doc/cdp/NEWS"), "new\n");
        Path packed = folder.resolve("next.deb");
        shell("dpkg-deb", "-Znone", "--root-owner-group", "-b", unpacked.toString(), packed.toString())
                .isFine();
        return packed;
    }

    @Test
    void theDebianPackageInstallsUpgradesAndRemovesCleanly() throws Exception {
        Path debian = debian();
        Path root = emptyRoot();
        dpkg(root, "-i", debian.toString()).isFine();
        assertThat(dpkg(root, "-s", "cdp").isFine().out())
                .contains("Status: install ok installed", "Version: " + VERSION);
        Path share = root.resolve("usr/share");
        for (String name : List.of(
                "bash-completion/completions/cdp",
                "zsh/vendor-completions/_cdp",
                "fish/vendor_completions.d/cdp.fish",
                "man/man1/cdp.1.gz",
                "doc/cdp/copyright",
                "doc/cdp/changelog.Debian.gz")) {
            assertThat(share.resolve(name)).isNotEmptyFile();
        }
        itWorks(root.resolve("usr/bin/cdp"), Map.of("PATH", "/usr/bin:/bin", "HOME", "" + folder));

        dpkg(root, "-i", next(debian).toString()).isFine();
        assertThat(dpkg(root, "-s", "cdp").isFine().out()).contains("Version: 999.0-1");
        assertThat(share.resolve("doc/cdp/NEWS")).exists();
        assertThat(share.resolve("doc/cdp/changelog.gz")).doesNotExist();
        itWorks(root.resolve("usr/bin/cdp"), Map.of("PATH", "/usr/bin:/bin", "HOME", "" + folder));

        Ended removed = dpkg(root, "-P", "cdp").isFine();
        assertThat(removed.err()).isEmpty();
        assertThat(root.resolve("usr")).doesNotExist();
    }

    @Test
    void theDebianPackageStatesTheSumsOfItsFilesAndBelongsToRoot() throws Exception {
        Path debian = debian();
        Path unpacked = folder.resolve("unpacked");
        shell("dpkg-deb", "-R", debian.toString(), unpacked.toString()).isFine();
        long packed;
        try (Stream<Path> all = Files.walk(unpacked.resolve("usr"))) {
            packed = all.filter(file -> Files.isRegularFile(file) && !Files.isSymbolicLink(file))
                    .count();
        }
        Path sums = unpacked.resolve("DEBIAN/md5sums");
        assertThat(Files.readAllLines(sums)).hasSize((int) packed);
        assertThat(run(unpacked, Map.of("PATH", System.getenv("PATH")), List.of("md5sum", "--quiet", "-c", "" + sums)))
                .isEqualTo(new Ended(0, "", ""));
        assertThat(shell("dpkg-deb", "-c", debian.toString()).isFine().out().lines())
                .allMatch(line -> line.contains(" root/root "));
    }

    @Test
    void lintianFindsNoFault() throws Exception {
        Path debian = debian();
        assumeTrue(isInstalled("lintian"), "there is a lintian");
        Ended ended = shell("lintian", "--fail-on", "error,warning", "--allow-root", debian.toString());
        assertThat(ended.out()).isEmpty();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
    }

    @Test
    void theBillOfMaterialsNamesEachLibraryWithItsVersion() throws Exception {
        JsonNode bill = new ObjectMapper().readTree(released(".cdx.json").toFile());
        assertThat(bill.path("bomFormat").textValue()).isEqualTo("CycloneDX");
        assertThat(bill.at("/metadata/component/version").textValue()).isEqualTo(VERSION);
        Map<String, String> versions = new TreeMap<>();
        bill.path("components")
                .forEach(library -> versions.put(
                        library.path("group").textValue() + ":"
                                + library.path("name").textValue(),
                        library.path("version").textValue()));
        String jackson = System.getProperty("jackson.version");
        assertThat(versions)
                .containsEntry("info.picocli:picocli", System.getProperty("picocli.version"))
                .containsEntry("io.airlift:aircompressor", System.getProperty("aircompressor.version"))
                .containsEntry("com.fasterxml.jackson.core:jackson-core", jackson)
                .containsEntry("com.fasterxml.jackson.core:jackson-databind", jackson)
                .containsEntry("com.fasterxml.jackson.dataformat:jackson-dataformat-csv", jackson);
        String thirdParty = Files.readString(portable().resolve("licences/THIRD-PARTY.md"));
        // Annotations for the compiler, which are in no jar.
        versions.remove("org.jspecify:jspecify");
        assertThat(versions.keySet())
                .allSatisfy(name -> assertThat(thirdParty)
                        .contains(name.substring(0, name.indexOf(':')))
                        .contains(name.substring(name.indexOf(':') + 1)));
    }

    /** JReleaser wants a repository; this is one that has nothing but what it reads. It writes what others then read. */
    private Path rendered() throws Exception {
        assumeTrue(isInstalled("git"), "there is a git");
        Path project = Files.createDirectories(folder.resolve("project"));
        for (String name :
                List.of("pom.xml", "jreleaser.yml", "LICENSE", "CHANGELOG.md", "mvnw", ".mvn", "src/jreleaser")) {
            Files.createDirectories(project.resolve(name).getParent());
            shell(
                            "cp",
                            "-R",
                            PROJECT.resolve(name).toString(),
                            project.resolve(name).toString())
                    .isFine();
        }
        Files.createDirectories(project.resolve("target"));
        Files.createSymbolicLink(project.resolve("target/release"), RELEASE);
        Map<String, String> environment = new TreeMap<>(System.getenv());
        environment.put("JAVA_HOME", JAVA_HOME);
        for (String secret : List.of("GITHUB_TOKEN", "SDKMAN_CONSUMER_KEY", "SDKMAN_CONSUMER_TOKEN")) {
            environment.put("JRELEASER_" + secret, "none");
        }
        String start = "git init -q -b main . && git add pom.xml && "
                + "git -c user.name=cdp -c user.email=cdp@example.com commit -q -m start && "
                + "git remote add origin https://github.com/cdpcli/cdp.git";
        run(project, environment, List.of("sh", "-c", start)).isFine();
        for (String goal : List.of("config", "prepare")) {
            run(project, environment, List.of("./mvnw", "-B", "-q", "-Prelease", "jreleaser:" + goal))
                    .isFine();
        }
        // All that a release needs is asked for before it begins; nobody answers here.
        Path configuration = project.resolve("jreleaser.yml");
        Files.writeString(
                configuration,
                Files.readString(configuration)
                        .replace("  github:\n", "  github:\n    apiEndpoint: http://127.0.0.1:1/\n"));
        List<String> publish = List.of(
                "./mvnw",
                "-B",
                "-Prelease",
                "-Djreleaser.dry.run=true",
                "-Djreleaser.excluded.packagers=sdkman,docker",
                "jreleaser:publish");
        Ended published = run(project, environment, publish);
        assertThat(published.out())
                .contains("dry-run set to true", "packager sdkman was excluded")
                .doesNotContain("must not be blank");
        return project.resolve("target/jreleaser/prepare/cdp");
    }

    private void isYaml(Path file) throws Exception {
        shell("ruby", "-ryaml", "-rdate", "-e", "YAML.load_file(ARGV[0], permitted_classes: [Date])", "" + file)
                .isFine();
    }

    @Test
    void whatPackageManagersReadIsWellFormedAndHasTheSumsOfTheFiles() throws Exception {
        String sum = sum(RELEASE.resolve("cdp-" + VERSION + ".zip"));
        String release = "https://github.com/cdpcli/cdp/releases/download/v" + VERSION + "/";
        Path rendered = rendered();
        ObjectMapper json = new ObjectMapper();

        JsonNode scoop = json.readTree(rendered.resolve("scoop/bucket/cdp.json").toFile());
        assertThat(scoop.path("version").textValue()).isEqualTo(VERSION);
        assertThat(scoop.path("hash").textValue()).isEqualTo("sha256:" + sum);
        assertThat(scoop.path("url").textValue()).isEqualTo(release + "cdp-" + VERSION + ".zip");
        assertThat(scoop.path("bin").textValue()).isEqualTo("bin\\cdp.cmd");

        JsonNode jbang =
                json.readTree(rendered.resolve("jbang/jbang-catalog.json").toFile());
        assertThat(jbang.at("/aliases/cdp/script-ref").textValue())
                .isEqualTo(release + released(".jar").getFileName());

        Path formula = rendered.resolve("brew/Formula/cdp.rb");
        assertThat(formula)
                .content()
                .contains("sha256 \"" + sum + "\"", "cdp.bash", "_cdp", "cdp.fish", "man1")
                .contains("url \"" + release + "cdp-" + VERSION + ".zip\"");
        assertThat(rendered.resolve("docker/Dockerfile"))
                .content()
                .contains("FROM eclipse-temurin:25-jre", "jar xf cdp-" + VERSION + ".zip", "ENTRYPOINT [\"cdp\"]")
                .doesNotContain("{{");
        List<Path> winget = files(rendered.resolve("winget/manifests"));
        assertThat(winget).hasSize(3);
        assertThat(winget.stream().filter(file -> file.toString().endsWith("installer.yaml")))
                .singleElement()
                .satisfies(file -> assertThat(file).content().contains("InstallerSha256: " + sum));

        assumeTrue(isInstalled("ruby"), "there is a ruby");
        shell("ruby", "-c", formula.toString()).isFine();
        for (Path manifest : winget) {
            isYaml(manifest);
        }
        isYaml(PROJECT.resolve("jreleaser.yml"));
        isYaml(PROJECT.resolve(".github/workflows/release.yml"));
    }
}
