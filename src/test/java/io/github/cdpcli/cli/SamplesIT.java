package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cdpcli.testing.FakeServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The samples that are to be copied: their commands are taken out of the files and run, by a shell and with the real jar. */
class SamplesIT {

    private static final Path SAMPLES = Path.of(System.getProperty("basedir", ""), "samples");
    private static final Path JAR = Path.of(System.getProperty("cdp.jar", "target/cdp.jar"));
    private static final Pattern USER = Pattern.compile("\"userId\":\"([^\"]*)\"");

    @TempDir
    private Path folder;

    private FakeServer server;

    /** Whose records arrived. */
    private final List<String> users = new CopyOnWriteArrayList<>();

    private final Map<String, String> environment = new TreeMap<>();

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(Stream.of("/bin/bash", "/bin/sh").map(Path::of).allMatch(Files::isExecutable), "needs a shell");
        server = FakeServer.handling(request -> {
            USER.matcher(request.text()).results().map(found -> found.group(1)).forEach(users::add);
            return accepted();
        });
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path cdp = Files.createDirectories(folder.resolve("bin")).resolve("cdp");
        Files.writeString(
                cdp,
                "#!/bin/sh\nexec '" + java + "' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -jar '" + JAR.toAbsolutePath()
                        + "' \"$@\"\n");
        assertThat(cdp.toFile().setExecutable(true)).isTrue();
        environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("CDP_API_URL", server.url());
        environment.put("CDP_API_KEY", "key-1234567890");
    }

    @AfterEach
    void end() {
        server.close();
    }

    /** What a shell did. */
    record Ended(int code, String output) {}

    private Ended run(String... command) throws Exception {
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output));
    }

    private static String read(String sample) throws IOException {
        return Files.readString(SAMPLES.resolve(sample));
    }

    /** The lines of a YAML block that begins behind a line, without their indentation. */
    private static String block(String yaml, String before) {
        List<String> lines = yaml.lines().toList();
        int start = IntStream.range(0, lines.size())
                        .filter(i -> lines.get(i).strip().equals(before))
                        .findFirst()
                        .orElseThrow()
                + 1;
        int indent = lines.get(start).indexOf(lines.get(start).strip());
        return lines.stream()
                .skip(start)
                .takeWhile(line -> line.isBlank() || line.startsWith(" ".repeat(indent)))
                .collect(Collectors.joining("\n"))
                .indent(-indent);
    }

    private static String record(String user, String time) {
        return "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"" + user + "\",\"timestamp\":\"" + time + "\"}\n";
    }

    private static String records(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> record(prefix + i, "2024-01-01T00:00:00Z"))
                .collect(Collectors.joining());
    }

    static Stream<String> yamlFiles() {
        return Stream.of("kubernetes/volume.yaml", "kubernetes/job.yaml", "github-actions/backfill.yml");
    }

    @ParameterizedTest
    @MethodSource("yamlFiles")
    void yamlIsIndentedByTwoAndSpaces(String file) throws IOException {
        String yaml = read(file);
        assertThat(yaml).doesNotContain("\t").endsWith("\n");
        assertThat(yaml.lines().filter(line -> !line.isBlank()))
                .allMatch(line -> line.indexOf(line.strip()) % 2 == 0, "is indented by twos")
                .allMatch(line -> line.equals(line.stripTrailing()), "ends where it ends");
    }

    @Test
    void everyCommandInThemIsRunBelow() throws IOException {
        Pattern command = Pattern.compile("(?m)^\\s*(?:exec |said=\\$\\()?(cdp (?!help|backfill\\)).*)$");
        List<String> found = Stream.of(
                        "kubernetes/README.md",
                        "kubernetes/job.yaml",
                        "github-actions/backfill.yml",
                        "cron/nightly.sh",
                        "cron/crontab")
                .flatMap(file -> {
                    try {
                        return command.matcher(read(file)).results();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .map(MatchResult::group)
                .map(String::strip)
                .toList();
        assertThat(found)
                .containsExactly(
                        "cdp backfill rejects.ndjson",
                        "exec cdp backfill /data/events.ndjson \\",
                        "cdp backfill \"$FILE\" --since \"$SINCE\" --rejects rejects.ndjson --report report.json | tee -a \"$GITHUB_STEP_SUMMARY\"",
                        "said=$(cdp backfill --progress none \"$@\" 2>&1)");
    }

    @Nested
    class Kubernetes {

        private Ended pod(int index) throws Exception {
            environment.put("JOB_COMPLETION_INDEX", Integer.toString(index));
            environment.put("XDG_STATE_HOME", folder.resolve("state").toString());
            return run(
                    "/bin/sh", "-c", block(read("kubernetes/job.yaml"), "- |").replace("/data/", folder + "/"));
        }

        @Test
        void fourPodsSendEverythingOnceAndAgainNothing() throws Exception {
            Files.writeString(folder.resolve("events.ndjson"), records("u", 100) + record("", "2024-01-01Z"));
            TreeMap<Integer, Integer> codes = new TreeMap<>();
            for (int index = 0; index < 4; index++) {
                codes.merge(pod(index).code(), 1, Integer::sum);
                assertThat(folder.resolve("report-" + index + ".json")).exists();
            }
            assertThat(codes).isEqualTo(Map.of(0, 3, 6, 1));
            assertThat(users).hasSize(100).doesNotHaveDuplicates();

            try (Stream<Path> files = Files.list(folder)) {
                Path rejects = files.filter(file -> file.toString().endsWith(".rejects.ndjson"))
                        .findFirst()
                        .orElseThrow();
                assertThat(rejects.getFileName().toString())
                        .matches("events\\.ndjson\\.shard-\\d-of-4\\.rejects\\.ndjson");
                Files.copy(rejects, folder.resolve("rejects.ndjson"));
            }
            assertThat(run("/bin/sh", "-c", "cdp backfill rejects.ndjson").code())
                    .isEqualTo(6);

            for (int index = 0; index < 4; index++) {
                Ended again = pod(index);
                assertThat(again.code()).isZero();
                assertThat(again.output()).contains("nothing to send: an earlier run settled all of it");
            }
            assertThat(users).hasSize(100);
        }

        @Test
        void theNumbersInTheJobBelongTogether() throws IOException {
            String job = read("kubernetes/job.yaml");
            assertThat(job).contains("completions: 4 ", "--shard \"$JOB_COMPLETION_INDEX/4\"", "name: cdp\n");
            assertThat(read("kubernetes/README.md")).contains("create secret generic cdp --from-file=api-key=");
            assertThat(job).contains("values: [2, 3, 4, 5]", "values: [6, 7]");
            assertThat(List.of(ExitCode.USAGE, ExitCode.KEY_REFUSED, ExitCode.FORBIDDEN, ExitCode.REFUSED))
                    .extracting(ExitCode::number)
                    .containsExactly(2, 3, 4, 5);
            assertThat(List.of(ExitCode.PARTIAL, ExitCode.STOPPED))
                    .extracting(ExitCode::number)
                    .containsExactly(6, 7);
        }
    }

    @Nested
    class GithubActions {

        @Test
        void theStepTellsItsCodeAndLeavesWhatIsKept() throws Exception {
            String workflow = read("github-actions/backfill.yml");
            Files.writeString(
                    folder.resolve("e v.ndjson"),
                    records("u", 10) + record("old", "1999-12-31T00:00:00Z") + record("", "2024-01-01Z"));
            environment.put("FILE", "e v.ndjson");
            environment.put("SINCE", "2000-01-01");
            environment.put("GITHUB_STEP_SUMMARY", folder.resolve("summary.md").toString());
            String step = block(workflow.substring(workflow.indexOf("name: Backfill\n")), "run: |");

            Ended first = run("/bin/bash", "-eo", "pipefail", "-c", step);
            assertThat(first.code()).as(first.output()).isEqualTo(6);
            assertThat(users).hasSize(10).doesNotContain("old");
            assertThat(folder.resolve("summary.md")).content().contains("filtered   1  outside --since and --until");
            for (String kept : block(workflow.substring(workflow.indexOf("upload-artifact")), "path: |")
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList()) {
                assertThat(folder.resolve(kept)).isNotEmptyFile();
            }

            Files.delete(folder.resolve("rejects.ndjson"));
            assertThat(run("/bin/bash", "-eo", "pipefail", "-c", step).code())
                    .as("on another machine, with the journal of the cache")
                    .isZero();
            assertThat(users).hasSize(10);
        }
    }

    @Nested
    class Cron {

        private Path exports;

        @BeforeEach
        void exports() throws IOException {
            exports = Files.createDirectories(folder.resolve("the exports"));
        }

        private Ended night(String... more) throws Exception {
            Stream<String> command = Stream.concat(
                    Stream.of(
                            "/bin/sh",
                            SAMPLES.resolve("cron/nightly.sh").toAbsolutePath().toString(),
                            exports.toString()),
                    Stream.of(more));
            return run(command.toArray(String[]::new));
        }

        private void export(LocalDate day, String records) throws IOException {
            Files.writeString(exports.resolve("events-" + day + ".ndjson"), records);
        }

        @Test
        void sendsEachDayOnceAndSaysNothingWhenAllIsWell() throws Exception {
            assertThat(night()).isEqualTo(new Ended(0, ""));
            LocalDate today = LocalDate.now(ZoneOffset.UTC);
            export(LocalDate.of(2024, 1, 1), records("a", 5));
            export(today.minusDays(1), records("new", 5));
            assertThat(night()).isEqualTo(new Ended(0, ""));
            assertThat(users).containsExactly("a0", "a1", "a2", "a3", "a4");

            export(LocalDate.of(2024, 1, 2), records("b", 2));
            assertThat(night()).isEqualTo(new Ended(0, ""));
            assertThat(users).hasSize(7).endsWith("b0", "b1");
            assertThat(night()).isEqualTo(new Ended(0, ""));
            assertThat(users).hasSize(7);
        }

        @Test
        void rejectsAreMailedOnce() throws Exception {
            export(LocalDate.of(2024, 1, 1), records("a", 5) + "{oops\n");
            Ended night = night();
            assertThat(night.code()).isEqualTo(6);
            assertThat(night.output())
                    .startsWith("Some records were not sent.")
                    .contains("accepted  5", "not-json, first in ", "events-2024-01-01.ndjson.rejects.ndjson");
            assertThat(night()).isEqualTo(new Ended(0, ""));
        }

        @Test
        void whatWentWrongIsTheExitCode() throws Exception {
            export(LocalDate.of(2024, 1, 1), records("a", 5));
            assertThat(night("--nope").code()).isEqualTo(2);
            environment.put("CDP_API_URL", "http://127.0.0.1:1");
            Ended outage = night("--max-retries", "0");
            assertThat(outage.code()).isEqualTo(75);
            assertThat(outage.output()).startsWith("The service could not be reached for long.");
        }

        @Test
        void twoAtATimeAreOneTooMany() throws Exception {
            export(LocalDate.of(2024, 1, 1), records("a", 5));
            assertThat(night().code()).isZero();
            Path used;
            try (Stream<Path> files = Files.list(folder.resolve(".local/state/cdp"))) {
                used = files.filter(file -> file.toString().endsWith(".lock"))
                        .findFirst()
                        .orElseThrow();
            }
            try (FileChannel channel = FileChannel.open(used, StandardOpenOption.WRITE);
                    FileLock lock = channel.lock()) {
                assertThat(lock.isValid()).isTrue();
                Ended second = night();
                assertThat(second.code()).isEqualTo(2);
                assertThat(second.output()).contains("is in use by another run");
            }
        }

        @Test
        void theScriptIsOneThatCanBeRun() throws IOException {
            assertThat(Files.isExecutable(SAMPLES.resolve("cron/nightly.sh"))).isTrue();
            assertThat(read("cron/crontab")).contains("/usr/local/bin/nightly.sh /srv/exports");
        }
    }
}
