package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cdpcli.sandbox.Sandbox;
import io.github.cdpcli.sandbox.SandboxOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command that the README, the samples, the pages of help and the man pages show does what they say: in a copy of the
 * documents, with the real jar, and with a sandbox where an account is meant.
 */
class DocumentsIT {

    private static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
    private static final Path JAR = Path.of(System.getProperty("cdp.jar", "target/cdp.jar"));
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\\n(.*?)^```$");
    private static final Pattern EXPECTED = Pattern.compile("^(.*?)\\s+# exit (\\d+)$");
    private static final Pattern EXAMPLES = Pattern.compile("(?ms)^\\.EX\\n(.*?)^\\.EE$");
    private static final List<String> PROGRAMS = List.of("bash", "jq", "curl", "gzip", "timeout");
    private static final String KEY = "0123456789abcdef0123";

    @TempDir
    private Path folder;

    /**
     * One block of commands.
     *
     * @param number in its document, from 1
     */
    record Block(String document, int number, String commands) {
        /** What stands in a page of help is for those who have one. */
        boolean needsAccount() {
            return !document.endsWith("README.md");
        }

        @Override
        public String toString() {
            return document + " block " + number + ": "
                    + commands.lines().findFirst().orElse("");
        }
    }

    static Stream<Block> blocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (String document : List.of("README.md", "samples/README.md")) {
            blocks.addAll(blocks(document, BLOCK, PROJECT.resolve(document)));
        }
        try (Stream<Path> pages = Files.list(PROJECT.resolve("src/man/source"))) {
            for (Path page : pages.sorted().toList()) {
                blocks.addAll(blocks("man page " + page.getFileName(), EXAMPLES, page));
            }
        }
        for (Commands command : Commands.ALL) {
            if (!command.examples().isEmpty()) {
                blocks.add(new Block("help of " + command.name(), 1, String.join("\n", command.examples()) + "\n"));
            }
        }
        for (String topic : HelpTopics.NAMES) {
            String commands = HelpTopics.named(topic)
                    .orElseThrow()
                    .lines()
                    .filter(line -> line.startsWith("  cdp "))
                    .map(line -> line.strip() + "\n")
                    .collect(Collectors.joining());
            if (!commands.isEmpty()) {
                blocks.add(new Block("help of the topic " + topic, 1, commands));
            }
        }
        return blocks.stream();
    }

    private static List<Block> blocks(String document, Pattern pattern, Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = pattern.matcher(Files.readString(file));
        while (matcher.find()) {
            blocks.add(new Block(document, blocks.size() + 1, matcher.group(1).replaceAll("\\\\(?=-)", "")));
        }
        return blocks;
    }

    @Test
    void thereAreBlocksOfAllKinds() throws IOException {
        assertThat(blocks().map(block -> block.document().replaceFirst(" .*", ""))
                        .distinct())
                .containsExactly("README.md", "samples/README.md", "man", "help");
    }

    @ParameterizedTest
    @MethodSource("blocks")
    void works(Block block) throws Exception {
        assumeTrue(PROGRAMS.stream().allMatch(DocumentsIT::isInstalled), () -> "needs " + PROGRAMS);
        prepare();
        if (block.needsAccount()) {
            SandboxOptions options = SandboxOptions.strict(KEY);
            try (Sandbox sandbox = Sandbox.start(options, Clock.systemUTC(), () -> 0.5, request -> {})) {
                run(block, Map.of("CDP_API_URL", sandbox.url().toString(), "CDP_API_KEY", KEY));
            }
        } else {
            run(block, Map.of());
        }
    }

    private void run(Block block, Map<String, String> account) throws Exception {
        Path script = Files.writeString(folder.resolve("block.sh"), script(block.commands()));
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-o", "pipefail", script.toString())
                .directory(folder.resolve("copy").toFile())
                .redirectInput(ProcessBuilder.Redirect.from(
                        Files.createFile(folder.resolve("empty")).toFile()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        setUp(builder.environment());
        builder.environment().putAll(account);
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
        filesOfExamples(copy);
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

    /** What the examples name. */
    private void filesOfExamples(Path copy) throws IOException {
        Path samples = PROJECT.resolve("samples");
        for (String name : List.of("events.ndjson", "orders.csv")) {
            Files.copy(samples.resolve(name), copy.resolve(name));
        }
        Files.writeString(
                copy.resolve("users.json"), "{\"id\":\"1\",\"plan\":\"pro\"}\n{\"id\":\"2\",\"plan\":\"free\"}\n");
        Files.writeString(
                copy.resolve("sheet.csv"),
                "Customer ID,Order Date,Total\n1,2024-03-14T10:22:00Z,9.50\n2,2024-03-15T08:00:00Z,7\n");
        Files.writeString(
                copy.resolve("export.ndjson"),
                "{\"event_type\":\"Seen\",\"user_id\":\"1\",\"event_time\":\"2023-05-05 20:19:51.921000\",\"city\":\"Rome\"}\n");
        Files.copy(samples.resolve("events.ndjson.gz"), copy.resolve("archive.ndjson.gz"));
        Path exports = Files.createDirectories(copy.resolve("exports/2024"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(exports.resolve("orders.csv.gz")))) {
            out.write(Files.readAllBytes(samples.resolve("orders.csv")));
        }
        for (String name : List.of(".local/share/bash-completion/completions", ".zfunc", ".config/fish/completions")) {
            Files.createDirectories(folder.resolve(name));
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
            } else if (line.startsWith("cdp sandbox ") && !line.endsWith("&")) {
                script.append("code=0; timeout 2 ").append(line).append(" || code=$?\n[ $code = 124 ]\n");
            } else if (line.startsWith("cdp profile add ")) {
                script.append("printf '%s' ")
                        .append(KEY)
                        .append(" | ")
                        .append(line)
                        .append('\n');
            } else if (line.startsWith("cdp test-connection ")) {
                // Nothing here leaves this machine.
                script.append(line.replace(" --region eu", "")).append('\n');
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
