package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the summary says a run was limited by. */
class LimitedByTest {

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", "key-1234567890").beforeSleep(LimitedByTest::awaitReader);
    }

    private void records(int count, int size, IntFunction<String> user) {
        String pad = "x".repeat(size);
        world.file(
                "a.ndjson",
                IntStream.range(0, count)
                        .mapToObj(i -> "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"" + user.apply(i)
                                + "\",\"timestamp\":\"2024-01-01T00:00:00.000Z\",\"properties\":{\"p\":\"" + pad
                                + "\"}}\n")
                        .collect(Collectors.joining()));
    }

    private void run(Function<FakeServerRequest, FakeServerReply> answers, String... more) {
        try (FakeServer server = FakeServer.handling(answers)) {
            List<String> line = new ArrayList<>(List.of("backfill", "a.ndjson", "--progress", "none"));
            line.addAll(List.of(more));
            world.env("CDP_API_URL", server.url()).expect(0, line.toArray(String[]::new));
        }
    }

    /** Time that passes while the reader is still at work would be no wait for the service. */
    private static void awaitReader() {
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals("cdp-reader")
                        && thread.isAlive()
                        && thread.getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }

    private List<String> told() {
        return world.out()
                .lines()
                .dropWhile(line -> !line.startsWith("  limited by"))
                .toList();
    }

    private FakeServerReply slowly(int millis) {
        awaitReader();
        world.time().sleep(Duration.ofMillis(millis));
        return accepted();
    }

    @Test
    void aRateThatWasAskedForIsNamed() {
        records(400, 10, i -> "u" + i);
        run(request -> slowly(1), "--rate", "20/s", "--concurrency", "1");
        assertThat(told()).hasSize(1);
        assertThat(told().get(0)).matches("  limited by  --rate 20, which held requests back \\d+ % of the time");
    }

    @Test
    void aRateOfRequestsIsNamedWithItsOption() {
        records(600, 12_000, i -> "u" + i);
        run(request -> slowly(1), "--max-rps", "2", "--concurrency", "1");
        assertThat(told().get(0)).matches("  limited by  --max-rps 2, which held requests back \\d+ % of the time");
    }

    @Test
    void refusalsForTooManyRequestsAreNamedAndCounted() {
        records(600, 12_000, i -> "u" + i);
        AtomicInteger requests = new AtomicInteger();
        run(
                request -> {
                    slowly(1);
                    return requests.incrementAndGet() % 2 == 0
                            ? answer(429, "").header("Retry-After", "5")
                            : accepted();
                },
                "--concurrency",
                "1",
                "--report",
                "r.json");
        assertThat(told().get(0))
                .matches("  limited by  the service's rate limit, which held requests back \\d+ % of the time");
        assertThat(told().get(1)).matches(" {14}\\d+ answers with status 429");
        assertThat(json(world.read("r.json")).at("/limitedBy/cause").asText()).isEqualTo("too-many-requests");
    }

    @Test
    void theUserWhoseRecordsAllWaitForIsNoticed() {
        records(600, 12_000, i -> i % 10 == 0 ? "u" + i : "bot");
        run(request -> slowly(300), "--concurrency", "8", "--report", "r.html");
        assertThat(told())
                .containsExactly(
                        "  limited by  one user, or a few: 90 % of the records wait for one another",
                        "              --order none sends them side by side, if order does not matter");
        assertThat(world.read("r.html"))
                .contains("<dt>Limited by</dt>")
                .contains("one user, or a few: 90 % of the records wait for one another; --order none");
    }

    @Test
    void oneRequestAtATimeIsSlowAndWhyIsTold() {
        records(600, 12_000, i -> "u" + i);
        run(request -> slowly(300), "--order", "file");
        assertThat(told().get(0))
                .matches("  limited by  the network: answers are waited for one by one, \\d+ % of the time");
        assertThat(told().get(1)).endsWith("--order user keeps in order only what is of the same user");
    }

    @Test
    void jsonHasItToo() {
        records(600, 12_000, i -> "u" + i);
        run(request -> slowly(300), "--concurrency", "1", "--json");
        JsonNode limitedBy = json(world.out()).get("limitedBy");
        assertThat(limitedBy.get("cause").asText()).isEqualTo("answers");
        assertThat(limitedBy.get("text").asText())
                .matches("the network: 1 lane was waiting for answers \\d+ % of the time; try --concurrency 2");
        assertThat(limitedBy.get("answers").asInt()).isBetween(90, 100);
        assertThat(limitedBy.get("readerWaited").asInt()).isBetween(80, 100);
    }

    @Test
    void aShortRunIsNotJudged() {
        records(600, 12_000, i -> "u" + i);
        run(request -> slowly(1), "--concurrency", "1", "--json");
        assertThat(json(world.out()).get("requests").asInt()).isGreaterThan(10);
        assertThat(json(world.out()).has("limitedBy")).isFalse();
    }

    /** By a clock that was set nothing can be told. */
    @Test
    void aClockThatIsSetMeanwhileMakesNoBottleneck() {
        records(600, 12_000, i -> "u" + i);
        AtomicInteger requests = new AtomicInteger();
        run(
                request -> {
                    world.time().set(Duration.ofHours(requests.incrementAndGet() == 5 ? 1 : 0));
                    return slowly(300);
                },
                "--concurrency",
                "1",
                "--json");
        assertThat(json(world.out()).has("limitedBy")).isFalse();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
