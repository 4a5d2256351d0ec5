package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestWorld;
import io.github.cdpcli.testing.VirtualTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of waits and of patience when somebody sets the machine's clock. */
class SteadyClockTest {

    private static final String RECORD =
            "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"timestamp\":\"2024-01-01T00:00:00Z\"}\n";

    @TempDir
    private Path folder;

    @Test
    void beginsAtATimeOfDayAndGoesOnByTheOtherClock() {
        AtomicLong nanoTime = new AtomicLong(-5);
        VirtualTime timeOfDay = new VirtualTime(Instant.parse("2024-06-01T12:00:00Z"));
        SteadyClock clock = new SteadyClock(timeOfDay, nanoTime::get);
        assertThat(clock.instant()).isEqualTo("2024-06-01T12:00:00Z");
        timeOfDay.set(Duration.ofDays(-1));
        nanoTime.addAndGet(1_500_000_000);
        assertThat(clock.instant()).isEqualTo("2024-06-01T12:00:01.500Z");
    }

    private static Function<FakeServerRequest, FakeServerReply> busyTwice(TestWorld world, Duration jump, int status) {
        AtomicInteger requests = new AtomicInteger();
        return request -> {
            world.time().set(jump);
            return requests.incrementAndGet() > 2
                    ? accepted()
                    : answer(status, "").header("Retry-After", "7");
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT-1H", "PT0S", "PT1H", "P3D"})
    void neitherMakesABackfillSleepForAnHourNorGiveUpEarly(String jump) {
        for (int status : new int[] {429, 503}) {
            TestWorld world = TestWorld.in(folder.resolve("status-" + status)).env("CDP_API_KEY", "key-of-this-test");
            world.file("a.ndjson", RECORD);
            try (FakeServer server = FakeServer.handling(busyTwice(world, Duration.parse(jump), status))) {
                world.env("CDP_API_URL", server.url()).expect(0, "backfill", "a.ndjson", "--max-outage", "1m");
                assertThat(server.requests()).hasSize(3);
            }
            assertThat(world.waits().stream().reduce(Duration.ZERO, Duration::plus))
                    .isBetween(Duration.ofSeconds(14), Duration.ofSeconds(17));
        }
    }

    @Test
    void aSingleCallIsAsPatientAsEver() {
        TestWorld world = TestWorld.in(folder).env("CDP_API_KEY", "key-of-this-test");
        try (FakeServer server = FakeServer.handling(busyTwice(world, Duration.ofDays(3), 503))) {
            world.env("CDP_API_URL", server.url()).expect(0, "track", "E", "--user-id", "1");
        }
    }
}
