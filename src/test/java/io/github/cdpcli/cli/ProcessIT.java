package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestCertificates;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The jar and the launcher as processes: what no test within one JVM can know. */
class ProcessIT {

    private static final Path PROJECT = Path.of(System.getProperty("basedir", ""));
    private static final Path JAR = Path.of(System.getProperty("cdp.jar", "target/cdp.jar"));
    private static final String JAVA_HOME = System.getProperty("java.home");

    /** The two ways to start: {@code $JAR} in a shell is the jar, {@code $CDP} the launcher beside it. */
    private static final String BY_JAVA = "\"$JAVA_HOME/bin/java\" -jar \"$JAR\"";

    private static final String BY_LAUNCHER = "\"$CDP\"";

    @TempDir
    private Path folder;

    private Path launcher;

    /** The launcher finds its jar in the folder {@code target} beside it, and builds nothing where there are no sources. */
    @BeforeEach
    void install() throws IOException {
        Path home = Files.createDirectories(folder.resolve("a clone/target"));
        Files.copy(JAR, home.resolve("cdp.jar"));
        launcher = folder.resolve("a clone/cdp");
        Files.copy(PROJECT.resolve("cdp"), launcher);
        assertThat(launcher.toFile().setExecutable(true)).isTrue();
    }

    /** What a shell made of some commands. */
    private record Ended(int exitCode, String out, String err) {}

    private ProcessBuilder builder(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        Map<String, String> environment = builder.environment();
        environment
                .keySet()
                .removeIf(name -> name.matches("(?i)(CDP|CIO|XDG|JAVA|JDK|LC)_.*|LANG|.*_PROXY|SSL_CERT_FILE"));
        environment.put("JAVA_HOME", JAVA_HOME);
        environment.put("JAR", JAR.toAbsolutePath().toString());
        environment.put("CDP", launcher.toString());
        environment.put("HOME", folder.toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        environment.put("CDP_API_KEY", "a-key-for-this-test");
        environment.put("LC_ALL", "C");
        return builder;
    }

    /** Runs a script of a shell in a world without UTF-8. */
    private Ended shell(String script) throws IOException, InterruptedException {
        Path file = Files.writeString(folder.resolve("script.sh"), script);
        Path out = folder.resolve("out.txt");
        Path err = folder.resolve("err.txt");
        Process process = builder("bash", file.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("has ended: %s", script)
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static String url(FakeServer server) {
        return " --api-url " + server.url() + " ";
    }

    @ParameterizedTest
    @ValueSource(strings = {BY_JAVA, BY_LAUNCHER})
    void argumentsArriveAsTypedInALocaleThatKnowsNoneOfTheirLetters(String cdp) throws Exception {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            Ended ended = shell(cdp + " screen '設定 ⚙️' --user-id usr_ü" + url(server));
            assertThat(ended.err()).isEmpty();
            assertThat(ended.out()).contains("accepted  screen \"設定 ⚙️\"  user usr_ü");
            assertThat(server.request().text()).startsWith("{\"name\":\"設定 ⚙️\",\"userId\":\"usr_ü\"");
        }
    }

    @Test
    void theLauncherFindsFilesWithSuchNamesToo() throws Exception {
        Files.writeString(folder.resolve("größe ⚙.ndjson"), record(0) + "{oops\n");
        Ended ended = shell(BY_LAUNCHER + " backfill 'größe ⚙.ndjson' --sandbox");
        assertThat(ended.exitCode()).isEqualTo(6);
        assertThat(ended.out()).startsWith("backfill of größe ⚙.ndjson to ");
        assertThat(folder.resolve("größe ⚙.ndjson.rejects.ndjson")).exists();
    }

    @Test
    void theLauncherIsFoundThroughLinksAndThePath() throws Exception {
        Ended ended = shell("""
                mkdir bin && ln -s "$CDP" bin/one && ln -s one bin/two
                PATH=$PWD/bin:$PATH
                two --version && bin/two --version && cd bin && ./one --version && sh two --version
                """);
        assertThat(ended.err()).isEmpty();
        assertThat(ended.out()).isEqualTo(("cdp " + Version.number() + "\n").repeat(4));
    }

    @ParameterizedTest
    @ValueSource(strings = {"help exit-codes", "track --help", "identify - --sandbox", "backfill - --sandbox", "nope"})
    void anOutputThatNobodyReadsIsNoCrash(String command) throws Exception {
        Files.writeString(folder.resolve("in.ndjson"), record(1).repeat(1000));
        for (String reader : List.of("| head -0", "2>&1 | head -1", "> /dev/full")) {
            Ended ended = shell(BY_JAVA + " " + command + " < in.ndjson " + reader);
            assertThat(ended.out() + ended.err()).doesNotContain("Exception", "\tat ");
        }
    }

    @ParameterizedTest
    @CsvSource({"200,0", "400,5", "401,3", "403,4", "404,5", "503,75"})
    void theShellGetsTheExitCode(int status, int exitCode) throws Exception {
        try (FakeServer server = FakeServer.handling(request -> reply(status))) {
            assertThat(shell(BY_LAUNCHER + " identify --user-id 1 --max-retries 0" + url(server))
                            .exitCode())
                    .isEqualTo(exitCode);
        }
    }

    private static FakeServerReply reply(int status) {
        return status == 200 ? accepted() : answer(status, "");
    }

    @Test
    void aClosedStreamIsAnEmptyOneAndNoFileOfJava() throws Exception {
        Ended ended = shell(BY_LAUNCHER + " identify - --sandbox <&-");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).startsWith("cdp identify: there is no JSON document on standard input");
        assertThat(shell(BY_LAUNCHER + " identify --user-id 1 --sandbox >&-").exitCode())
                .isZero();
        assertThat(shell(BY_LAUNCHER + " identify --user-id '' --sandbox 2>&-").exitCode())
                .isEqualTo(2);
    }

    @Test
    void aResultThatIsLostIsNoSuccess() throws Exception {
        Ended ended = shell(BY_JAVA + " identify --user-id 1 --sandbox > /dev/full");
        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains("standard output cannot be written");
    }

    @Test
    void anArgumentThatIsNoTextIsRefused() throws Exception {
        Ended ended = shell(BY_LAUNCHER + " identify --user-id $'\\xff' -n");
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("an argument is not UTF-8 text");
    }

    @Test
    void aPipeIsReadOnceAndWhole() throws Exception {
        Files.writeString(folder.resolve("a.ndjson"), record(1) + record(2));
        Ended ended = shell(BY_LAUNCHER + " backfill <(cat a.ndjson) --sandbox --rejects r.ndjson");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("  accepted  2");
    }

    @Test
    void soDoesItForMistakesAndPartialRuns() throws Exception {
        Files.writeString(folder.resolve("a.ndjson"), record(0) + "{oops\n");
        assertThat(shell(BY_LAUNCHER + " nope").exitCode()).isEqualTo(2);
        assertThat(shell(BY_LAUNCHER + " backfill a.ndjson --sandbox").exitCode())
                .isEqualTo(6);
        assertThat(shell(BY_LAUNCHER + " identify --user-id 1 --sandbox").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theProcessEndsAlthoughTheServerKeepsTheConnection(boolean tls) throws Exception {
        try (FakeServer server = tls ? FakeServer.scripted(TestCertificates.LOCALHOST) : FakeServer.scripted()) {
            server.next(accepted());
            Ended ended = shell(
                    BY_JAVA + " identify --user-id 1 --cacert '" + TestCertificates.authority() + "'" + url(server));
            assertThat(ended.exitCode()).as(ended.err()).isZero();
            assertThat(server.requests()).extracting(FakeServerRequest::path).containsExactly("/v1/identify");
        }
    }

    @ParameterizedTest
    @CsvSource({"INT,130", "TERM,143"})
    void aSignalEndsTheSandboxAtOnce(String signal, int exitCode) throws Exception {
        assumeTrue(!isIgnored(signal.equals("INT") ? 2 : 15), "a process in the background may ignore " + signal);
        Process sandbox = builder(launcher.toString(), "sandbox", "--port", "0").start();
        try (BufferedReader err = sandbox.errorReader(UTF_8)) {
            assertThat(err.readLine()).startsWith("sandbox at http://127.0.0.1:");
            assertThat(shell("kill -" + signal + " " + sandbox.pid()).exitCode())
                    .isZero();
            assertThat(sandbox.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(sandbox.exitValue()).isEqualTo(exitCode);
            assertThat(err.lines()).noneMatch(line -> line.contains("Exception"));
        } finally {
            sandbox.destroyForcibly();
        }
    }

    @ParameterizedTest
    @CsvSource({"C,#", "C.UTF-8,█"})
    void aPageIsDrawnAsTheLocaleOfTheUserAllows(String locale, String bar) throws Exception {
        Files.writeString(folder.resolve("a.ndjson"), record(0));
        Ended ended = shell("LC_ALL=" + locale + " " + BY_LAUNCHER + " backfill a.ndjson --check");
        assertThat(ended.exitCode()).isZero();
        assertThat(ended.out()).contains("\nCalls\n  1  " + bar.repeat(24) + "  identify\n");
        assertThat(ended.err()).isEmpty();
    }

    @Test
    void aSignalEndsADryRunThatWaitsForInputAndTakesItsHalfFileAway() throws Exception {
        assumeTrue(!isIgnored(15), "a process in the background may ignore TERM");
        Process check = builder(launcher.toString(), "backfill", "-", "--dry-run", "-o", "out.ndjson")
                .start();
        try (OutputStream in = check.getOutputStream()) {
            in.write((record(0) + record(1)).getBytes(UTF_8));
            in.flush();
            Path part = folder.resolve("out.ndjson.part");
            while (check.isAlive() && !Files.exists(part)) {
                Thread.onSpinWait();
            }
            // Not the process itself: that would close its input as well.
            check.toHandle().destroy();
            assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(check.exitValue()).isEqualTo(143);
            assertThat(part).doesNotExist();
            assertThat(folder.resolve("out.ndjson")).doesNotExist();
        } finally {
            check.destroyForcibly();
        }
    }

    /** A terminal that is closed ends what runs in it, unless it was started so as to go on. */
    @ParameterizedTest
    @CsvSource({"'',129", "nohup,0"})
    void aTerminalThatIsClosedEndsABackfillUnlessNohupStartedIt(String before, int exitCode) throws Exception {
        assumeTrue(!isIgnored(1), "a process in the background may ignore HUP");
        List<String> command = new ArrayList<>(before.isEmpty() ? List.of() : List.of(before));
        command.addAll(List.of(launcher.toString(), "backfill", "-", "--check"));
        Process check = builder(command.toArray(String[]::new)).start();
        try (OutputStream in = check.getOutputStream()) {
            // More than a pipe holds: when it is taken, it is being read.
            in.write(record(0).repeat(5000).getBytes(UTF_8));
            in.flush();
            assertThat(shell("kill -HUP " + check.pid()).exitCode()).isZero();
            // The other one goes on until its input ends.
            assertThat(exitCode == 0 || check.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            assertThat(check.waitFor(30, TimeUnit.SECONDS)).isTrue();
            check.destroyForcibly();
        }
        assertThat(check.exitValue()).isEqualTo(exitCode);
    }

    /** A JVM leaves a signal alone that it was started without. */
    private static boolean isIgnored(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        return Files.exists(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> (signal - 1) & 1) == 1);
    }

    private static String record(int number) {
        return "{\"type\":\"identify\",\"userId\":\"u" + number
                + "\",\"traits\":{\"plan\":\"pro\",\"balance\":1.10},\"timestamp\":\"2024-01-01T00:00:00.000Z\"}\n";
    }

    @Test
    void hundredsOfFilesGoThroughTheMemoryThatTheLauncherGives() throws Exception {
        Path files = Files.createDirectory(folder.resolve("many"));
        for (int i = 1; i <= 400; i++) {
            Files.writeString(files.resolve(i + ".ndjson"), record(i));
        }
        Process process = builder(
                        Path.of(JAVA_HOME, "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        JAR.toAbsolutePath().toString(),
                        "backfill",
                        files.toString(),
                        "--sandbox")
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        try (InputStream printed = process.getInputStream()) {
            assertThat(new String(printed.readAllBytes(), UTF_8)).contains("  accepted  400  in ");
        }
        assertThat(process.waitFor()).isZero();
    }

    @Test
    @Tag("slow")
    void hundredsOfMegabytesGoThroughALittleMemory() throws Exception {
        AtomicLong bytes = new AtomicLong();
        HttpServer server = draining(bytes);
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            Process process = builder(
                            Path.of(JAVA_HOME, "bin", "java").toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-jar",
                            JAR.toAbsolutePath().toString(),
                            "backfill",
                            "-",
                            "--api-url",
                            url)
                    .redirectErrorStream(true)
                    .start();
            long records = write(300_000_000, process.getOutputStream());
            try (InputStream printed = process.getInputStream()) {
                assertThat(new String(printed.readAllBytes(), UTF_8))
                        .contains("  accepted  " + Words.grouped(records) + "  in ");
            }
            assertThat(process.waitFor()).isZero();
            assertThat(bytes.get()).isGreaterThan(300_000_000);
        } finally {
            server.stop(0);
        }
    }

    /** Records of ever other users until there are so many bytes; returns how many records that makes. */
    private static int write(long bytes, OutputStream out) throws IOException {
        String tail = record(0).substring(record(0).indexOf('0') + 1).replace("\"pro\"", "\"" + "x".repeat(500) + "\"");
        int records = 0;
        try (BufferedWriter writer = new BufferedWriter(new java.io.OutputStreamWriter(out, UTF_8), 1 << 16)) {
            for (long written = 0; written < bytes; records++) {
                String record = "{\"type\":\"identify\",\"userId\":\"u" + records + tail;
                writer.write(record);
                written += record.length();
            }
        }
        return records;
    }

    private static HttpServer draining(AtomicLong bytes) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                bytes.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
                exchange.sendResponseHeaders(200, -1);
            }
        });
        server.start();
        return server;
    }
}
