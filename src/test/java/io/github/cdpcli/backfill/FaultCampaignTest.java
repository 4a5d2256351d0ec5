package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FaultServer;
import io.github.cdpcli.testing.FaultServer.Fault;
import io.github.cdpcli.testing.History;
import io.github.cdpcli.testing.History.Fate;
import io.github.cdpcli.testing.Seeds;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * History sent to a service that fails in every way there is, on seeded schedules: nothing is lost, nothing is altered,
 * each person's records arrive in order, and the numbers tell the truth. {@code -Pcampaign} tries many seeds.
 */
class FaultCampaignTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of these there is one in a while only: each costs a real wait. */
    private static final Set<Fault> SLOW = Set.of(Fault.STALL, Fault.TAKEN_THEN_STALLED);

    private static final List<Fault> ALL = List.of(Fault.values());
    private static final int MOST_STALLS = 3;

    @TempDir
    private Path folder;

    /** Which request goes wrong how: a share of them, each in some way, and now and then many in a row. */
    private static final class Weather implements FaultServer.Schedule {
        private final Random random;
        private final int share;
        private int burst;
        private int stalls;

        Weather(Random random) {
            this.random = new Random(random.nextLong());
            this.share = random.nextInt(60);
        }

        @Override
        public synchronized Fault fault(int request) {
            if (burst > 0) {
                burst--;
                return Fault.UNAVAILABLE;
            } else if (random.nextInt(100) >= share) {
                return Fault.NONE;
            } else if (random.nextInt(20) == 0) {
                burst = random.nextInt(12);
                return Fault.BROKEN_GATEWAY;
            }
            Fault fault = ALL.get(random.nextInt(ALL.size()));
            if (SLOW.contains(fault) && ++stalls > MOST_STALLS) {
                return Fault.TAKEN_THEN_CLOSED;
            }
            return fault;
        }
    }

    @Test
    void whateverGoesWrongEverythingArrivesAndTheNumbersAreTrue() {
        Seeds.each(Integer.getInteger("cdp.campaign", 6), this::campaign);
    }

    private void campaign(Random random) throws Exception {
        TestWorld world = TestWorld.in(Files.createDirectories(folder.resolve(Long.toHexString(random.nextLong()))));
        History history = new History(random, TestWorld.NOW, 1 + random.nextInt(60), random.nextInt(3000))
                .grow(random.nextInt(700));
        world.file("h.ndjson", history.ndjson());
        FaultServer.Rules rules =
                new FaultServer.Rules(40_000 + random.nextInt(500_000), random.nextBoolean(), random.nextInt(4) > 0);
        int lanes = 1 + random.nextInt(9);
        List<FaultServer.Exchange> taken;
        int code;
        try (FaultServer server = new FaultServer(rules, new Weather(random))) {
            world.env("CDP_API_KEY", "key-1234567890").env("CDP_API_URL", server.url());
            code = world.run(
                    "backfill",
                    "h.ndjson",
                    "--concurrency",
                    String.valueOf(lanes),
                    "--json",
                    "--timeout",
                    "700ms",
                    "--max-outage",
                    "99999h",
                    "--max-errors",
                    "100%");
            taken = server.taken();
        }
        Set<Integer> sent = history.numbers(Fate.SENT);
        Set<Integer> left = history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED);
        assertThat(code).as(world.err()).isEqualTo(left.isEmpty() ? 0 : 6);
        history.check(taken, sent);
        checkRepeats(taken);
        checkNumbers(JSON.readTree(world.out()), history);
        Path rejects = world.workingDirectory().resolve("h.ndjson.rejects.ndjson");
        history.checkRejects(Files.exists(rejects) ? TestWorld.read(rejects) : "", left);
        runAgainSendsNothing(world, history);
    }

    /** A record comes twice only when the client could not know what became of it the first time. */
    private static void checkRepeats(List<FaultServer.Exchange> taken) {
        Map<Integer, FaultServer.Exchange> before = new HashMap<>();
        for (FaultServer.Exchange exchange : taken) {
            for (String item : exchange.items()) {
                FaultServer.Exchange earlier = before.put(History.number(item), exchange);
                assertThat(earlier == null || !earlier.isKnown())
                        .as("sent again after its answer was read: " + item)
                        .isTrue();
            }
        }
    }

    private static void checkNumbers(JsonNode summary, History history) {
        assertThat(summary.get("read").asInt()).isEqualTo(history.entries().size());
        assertThat(summary.get("accepted").asInt())
                .isEqualTo(history.numbers(Fate.SENT).size());
        assertThat(summary.get("rejected").asInt())
                .isEqualTo(history.numbers(Fate.INVALID, Fate.REFUSED).size());
        assertThat(summary.get("held").asInt())
                .isEqualTo(history.numbers(Fate.HELD).size());
        for (String none : List.of("filtered", "earlier", "unsettled")) {
            assertThat(summary.get(none).asInt()).as(none).isZero();
        }
    }

    private static void runAgainSendsNothing(TestWorld world, History history) throws Exception {
        world.expect(0, "backfill", "h.ndjson", "--json");
        assertThat(JSON.readTree(world.out()).get("earlier").asInt())
                .isEqualTo(history.entries().size());
    }
}
