package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command that the README and the samples show does what they say, in a copy of them and with the real jar. */
class ReadmeIT {

    private static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
    private static final Path JAR = Path.of(System.getProperty("cdp.jar", "target/cdp.jar"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern EXPECTED = Pattern.compile("^(.*?)\\s+# exit (\\d+)$");
    private static final List<String> PROGRAMS = List.of("bash", "jq", "curl", "gzip");

    @TempDir
    private Path folder;

    /**
     * One block of commands.
     *
     * @param number in its document, from 1
     */
    record Block(String document, int number, String commands) {
        @Override
        public String toString() {
            return document + " block " + number + ": "
                    + commands.lines().findFirst().orElse("");
        }
    }

    static Stream<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (String document : List.of("README.md", "samples/README.md")) {
            Matcher matcher = BLOCK.matcher(Files.readString(PROJECT.resolve(document)));
            for (int number = 1; matcher.find(); number++) {
                blocks.add(new Block(document, number, matcher.group(1)));
            }
        }
        return blocks.stream();
    }

    @Test
    void thereAreBlocksInBoth() throws IOException {
        assertThat(blocks().map(Block::document).distinct()).containsExactly("README.md", "samples/README.md");
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void works(Block block) throws Exception {
        assumeTrue(PROGRAMS.stream().allMatch(ReadmeIT::isInstalled), () -> "needs " + PROGRAMS);
        prepare();
        Path script = Files.writeString(folder.resolve("block.sh"), script(block.commands()));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", script.toString())
                .directory(folder.resolve("copy").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createFile(folder.resolve("empty")).toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        setUp(builder.environment());
        Process process = builder.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES))
                .as("%s has ended", block)
                .isTrue();
        assertThat(process.exitValue())
                .as("exit code of %s\n%s\n%s", block, script(block.commands()), Files.readString(output))
                .isZero();
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }

    /** A copy of the documents and the samples, and the tool, as {@code ./cdp} and in the path. */
    private void prepare() throws IOException {
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy.resolve("samples"));
        Files.copy(PROJECT.resolve("README.md"), copy.resolve("README.md"));
        try (Stream<Path> samples = Files.list(PROJECT.resolve("samples"))) {
            for (Path sample : samples.filter(Files::isRegularFile).toList()) {
                Files.copy(sample, copy.resolve("samples").resolve(sample.getFileName()));
            }
        }
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        String wrapper = "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '"
                + JAR.toAbsolutePath() + "' \"$@\"\n";
        for (Path place : List.of(
                copy.resolve("cdp"),
                Files.createDirectories(folder.resolve("bin")).resolve("cdp"))) {
            assertThat(Files.writeString(place, wrapper).toFile().setExecutable(true))
                    .isTrue();
        }
    }

    private void setUp(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.matches("(?i)(CDP|CIO|XDG|JAVA|JDK)_.*|.*_PROXY|SSL_CERT_FILE"));
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
    }

    /** The commands as they stand, on a port that is free; each line that is to fail must fail as it says. */
    private static String script(String commands) throws IOException {
        StringBuilder script = new StringBuilder("trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n");
        for (String line :
                commands.replace("8787", Integer.toString(freePort())).lines().toList()) {
            Matcher expected = EXPECTED.matcher(line);
            if (line.startsWith("./mvnw verify")) {
                script.append(": the build itself, in which this test runs\n");
            } else if (expected.matches()) {
                script.append("code=0; ").append(expected.group(1)).append(" || code=$?\n");
                script.append("[ $code = ").append(expected.group(2)).append(" ]\n");
            } else {
                script.append(line).append('\n');
            }
        }
        return script.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
