package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.backfill.Histogram;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.backfill.Throughput;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a long run says while it goes on. */
class ProgressTest {

    private static final String TAKEN_AWAY = "\r\u001b[K";

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", "key-1234567890");
        world.file(
                "a.ndjson",
                "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":\"2024-01-01T00:00:00.000Z\"}\n");
    }

    /** Runs against a server that does not answer before something was said; nothing for not to wait. */
    private void run(String awaited, String... more) {
        try (FakeServer server = FakeServer.handling(request -> {
            while (!world.err().contains(awaited)) {
                Thread.onSpinWait();
            }
            return accepted();
        })) {
            String[] line = new String[more.length + 4];
            line[0] = "backfill";
            line[1] = "a.ndjson";
            line[2] = "--api-url";
            line[3] = server.url();
            System.arraycopy(more, 0, line, 4, more.length);
            world.expect(0, line);
        }
    }

    private static Summary so(long accepted, long rejected, long held, long earlier) {
        return new Summary(
                accepted + rejected + held + earlier,
                accepted,
                rejected,
                held,
                new Summary.Filtered(0, 0),
                new Summary.Earlier(earlier, 0, 0),
                0,
                1,
                1,
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                new Summary.Course(
                        new Histogram.Bars(Histogram.Step.HOUR, List.of()),
                        new Throughput.Spans(List.of(), Duration.ofMillis(100), Duration.ZERO)));
    }

    private static String line(Summary summary, int lanes, long retries, long bytes, long total, int seconds) {
        return Progress.line(
                summary,
                new Progress.Traffic(lanes, retries),
                bytes,
                total < 0 ? OptionalLong.empty() : OptionalLong.of(total),
                Duration.ofSeconds(seconds));
    }

    @Test
    void saysShareCountsSpeedAndTimeLeft() {
        assertThat(line(so(1_200_000, 12, 3, 5), 16, 2, 700_000_000, 1_000_000_000, 60))
                .isEqualTo("70%  accepted 1,200,000  rejected 12  held 3  earlier 5  20,000/s  11.6 MB/s"
                        + "  25.7 s left  16 lanes  2 retries");
    }

    @Test
    void leavesOutWhatIsNotKnownOrNotThere() {
        assertThat(line(so(0, 0, 0, 0), 1, 0, 0, -1, 0)).isEqualTo("accepted 0  0/s  0 B/s  1 lane");
        assertThat(line(so(10, 0, 0, 0), 4, 1, 100, 100, 1))
                .isEqualTo("100%  accepted 10  10/s  100 B/s  4 lanes  1 retry");
    }

    @Test
    void onATerminalOneLineIsWrittenOverAndTakenAwayAtTheEnd() {
        world.terminal(false, true, true);
        run("100%  accepted 0");
        assertThat(world.err()).startsWith(TAKEN_AWAY + "100%  accepted 0").endsWith(TAKEN_AWAY);
        assertThat(world.err().split(TAKEN_AWAY.replace("[", "\\["), -1)).allMatch(line -> line.length() < 80);
        assertThat(world.out()).startsWith("backfill of a.ndjson").doesNotContain("\u001b");
    }

    @Test
    void elsewhereNothingIsWrittenOver() {
        run("");
        assertThat(world.err()).isEmpty();
        world.terminal(false, true, true).env("TERM", "dumb");
        run("", "--restart");
        assertThat(world.err()).isEmpty();
    }

    @Test
    void quietAndNoneSayNothing() {
        world.terminal(false, true, true);
        run("", "--quiet");
        run("", "--progress", "none", "--restart");
        assertThat(world.err()).isEmpty();
    }

    @Test
    void asJsonEachLineIsOne() throws Exception {
        run("{\"progress\":", "--progress", "json");
        for (String line : world.err().lines().toList()) {
            JsonNode progress = new ObjectMapper().readTree(line).get("progress");
            assertThat(progress.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "read",
                            "accepted",
                            "rejected",
                            "held",
                            "filtered",
                            "earlier",
                            "bytes",
                            "lanes",
                            "retries",
                            "milliseconds");
            assertThat(progress.get("bytes").asLong())
                    .isEqualTo(world.read("a.ndjson").length());
        }
    }
}
