package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FaultServer;
import io.github.cdpcli.testing.FaultServer.Fault;
import io.github.cdpcli.testing.History;
import io.github.cdpcli.testing.History.Fate;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command again: goes on, and what arrives in the end does not depend on how often it was ended. */
class ResumeTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern MESSAGE_ID = Pattern.compile("\"messageId\":\"([^\"]+)\"");

    @TempDir
    private Path folder;

    private TestWorld world;
    private FaultServer server;

    /** The requests that are answered; the others get no answer. */
    private volatile int answered = Integer.MAX_VALUE;

    @BeforeEach
    void begin() {
        server = new FaultServer(
                new FaultServer.Rules(45_000, true, true),
                request -> request <= answered ? Fault.NONE : Fault.TAKEN_THEN_CLOSED);
        world = world("first");
    }

    @AfterEach
    void end() {
        server.close();
    }

    private TestWorld world(String name) {
        return TestWorld.in(folder.resolve(name))
                .env("CDP_API_KEY", "key-1234567890")
                .env("CDP_API_URL", server.url());
    }

    private static History history(int seed, int count) {
        return new History(new Random(seed), TestWorld.NOW, 40, 2000).grow(count);
    }

    private static void run(TestWorld world, int code, String... arguments) {
        List<String> line = new ArrayList<>(List.of("backfill", "--json", "--max-errors", "100%"));
        line.addAll(List.of(arguments));
        world.expect(code, line.toArray(String[]::new));
    }

    private static int count(TestWorld world, String name) {
        return tree(world.out()).get(name).asInt();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }

    /** Takes only so many requests more, so that the run gives up. */
    private void outage(TestWorld world, int requests, String... arguments) {
        answered = server.requests() + requests;
        List<String> line = new ArrayList<>(List.of("--max-retries", "0"));
        line.addAll(List.of(arguments));
        run(world, 75, line.toArray(String[]::new));
        answered = Integer.MAX_VALUE;
        server.awaitQuiet();
    }

    private static String rejects(TestWorld world, String name) {
        Path file = world.workingDirectory().resolve(name);
        return Files.exists(file) ? TestWorld.read(file) : "";
    }

    private List<FaultServer.Exchange> since(int taken) {
        List<FaultServer.Exchange> all = server.taken();
        return all.subList(taken, all.size());
    }

    private static String event(String user, String more) {
        return "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"" + user + "\"" + more + "}\n";
    }

    private static final String OLD = ",\"timestamp\":\"2024-01-01T00:00:00.000Z\"";

    /** What comes second begins alike, and is another: nothing of it passes for what is left of the first. */
    @Test
    void aChangedStandardInputIsNoticedBeforeAnythingOfItIsSent() {
        String first = IntStream.range(0, 2000)
                .mapToObj(i -> event("u" + i, OLD + ",\"properties\":{\"pad\":\"" + "x".repeat(400) + "\"}"))
                .collect(Collectors.joining());
        String other = first.substring(0, 1000) + first.substring(1000).replace("xxxx", "yyyy");
        answered = 9;
        world.stdin(first);
        run(world, 75, "-", "--concurrency", "1", "--max-retries", "0");
        answered = Integer.MAX_VALUE;
        server.awaitQuiet();
        int before = server.taken().size();
        world.stdin(other);
        run(world, 2, "-", "--concurrency", "1");
        assertThat(world.err()).contains("standard input has changed since an earlier run began with it");
        assertThat(server.taken()).as("nothing of the other was sent").hasSize(before);
        world.stdin(first);
        run(world, 0, "-", "--concurrency", "4");
        Set<String> users = new TreeSet<>();
        server.taken()
                .forEach(exchange -> exchange.items().forEach(item -> {
                    assertThat(item).doesNotContain("yyyy");
                    users.add(item.replaceFirst(".*\"userId\":\"(u\\d+)\".*", "$1"));
                }));
        assertThat(users).as("all of the first arrived").hasSize(2000);
    }

    /** The exit code of a backfill that took several runs is that of all of them. */
    @Test
    void whatAnEarlierRunRejectedIsToldAndCounts() {
        world.file(
                "a.ndjson",
                event("", OLD)
                        + event("u", "" + OLD.replace("2024-01-01", "2024-06-01"))
                        + event("v", OLD)
                        + event("w", OLD));
        outage(world, 0, "a.ndjson", "--order", "file");
        assertThat(count(world, "rejected") + count(world, "held")).isZero();
        server.awaitQuiet();
        world.file("b.ndjson", event("", OLD) + history(3, 400).ndjson());
        outage(world, 8, "b.ndjson", "--concurrency", "2");
        assertThat(count(world, "rejected")).isPositive();
        int rejected = count(world, "rejected");
        run(world, 6, "b.ndjson");
        assertThat(count(world, "earlierRejected")).isEqualTo(rejected);
        world.expect(0, "backfill", "b.ndjson");
        assertThat(world.out())
                .contains("nothing to send: an earlier run settled all of it")
                .containsPattern(
                        "earlier +401  settled by an earlier run: rejected \\d+, held \\d+, the others accepted")
                .contains("not sent, with reasons: ")
                .contains("what was held is sent by: cdp backfill ");
    }

    @Test
    void aShardThatHasEndedDoesNotTakeOthersRecordsForItsOwn() {
        world.file(
                "a.ndjson",
                IntStream.range(0, 20).mapToObj(i -> event("u" + i, OLD)).collect(Collectors.joining()));
        run(world, 0, "a.ndjson", "--shard", "0/4");
        int accepted = count(world, "accepted");
        int filtered = count(world, "filtered");
        assertThat(accepted + filtered).isEqualTo(20);
        run(world, 0, "a.ndjson", "--shard", "0/4");
        assertThat(count(world, "earlier")).isEqualTo(accepted);
        assertThat(count(world, "filtered")).isEqualTo(filtered);
    }

    /** One run's time is not another's: an older one would pass the guard that keeps what is new from mailing people. */
    @Test
    void eachInputHasTheTimeOfTheRunThatBeganItAndSoDoesWhatIsAppended() {
        String[] now = {"--timestamp-default", "now", "--allow-triggers", "--order", "file"};
        world.file("a.ndjson", event("a", ""));
        run(world, 0, with("a.ndjson", now));
        world.now("2024-06-05T00:00:00Z").file("b.ndjson", event("b", ""));
        world.file("a.ndjson", event("a", "") + event("c", ",\"messageId\":null,\"timestamp\":null"));
        run(world, 0, with("a.ndjson", with("b.ndjson", now)));
        assertThat(server.taken().stream().flatMap(exchange -> exchange.items().stream()))
                .extracting(item -> item.replaceFirst(".*\"userId\":\"(.)\".*\"timestamp\":\"([^\"]*)\".*", "$1 $2"))
                .containsExactly(
                        "a 2024-06-01T12:00:00.000Z", "c 2024-06-05T00:00:00.000Z", "b 2024-06-05T00:00:00.000Z");
    }

    private static String[] with(String first, String... more) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void aSandboxMayHaveAJournalToo() {
        world.file("a.ndjson", event("a", OLD));
        world.env("CDP_API_URL", "").env("CDP_API_KEY", "");
        run(world, 0, "a.ndjson", "--sandbox", "--journal", "j");
        run(world, 0, "a.ndjson", "--sandbox", "--journal", "j");
        assertThat(count(world, "earlier")).isEqualTo(1);
    }

    @Test
    void aJournalThatCannotBeKeptIsFoundOutBeforeAnythingIsSent() {
        world.file("h.ndjson", history(9, 10).ndjson());
        world.file("a-file", "in the place of a folder");
        world.env("XDG_STATE_HOME", world.workingDirectory().resolve("a-file").toString());
        world.expect(2, "backfill", "h.ndjson");
        assertThat(world.err())
                .startsWith("cdp backfill: the journal of h.ndjson cannot be kept: ")
                .contains("--journal FILE")
                .contains("--no-journal");
        assertThat(server.requests()).isZero();
    }

    /** An alias cannot wait for what another machine sends, and says so. */
    @Test
    void anAliasAcrossShardsIsSentWithAWarning() {
        world.file("a.ndjson", """
                {"type":"alias","userId":"u0","previousId":"u1","timestamp":"2024-01-01T00:00:00.000Z"}
                {"type":"alias","userId":"u0","previousId":"u0 ","timestamp":"2024-01-01T00:00:00.000Z"}
                """);
        run(world, 0, "a.ndjson");
        assertThat(tree(world.out()).get("warnings")).isEmpty();
        int warned = 0;
        for (int shard = 0; shard < 256; shard++) {
            run(world, 0, "a.ndjson", "--shard", shard + "/256");
            warned += tree(world.out()).get("warnings").path("split-alias").asInt();
        }
        assertThat(warned).isEqualTo(2);
    }

    @Test
    void afterAnOutageItGoesOn() {
        History history = history(1, 600);
        world.file("h.ndjson", history.ndjson());
        outage(world, 12, "h.ndjson", "--concurrency", "5");
        assertThat(count(world, "unsettled")).isPositive();
        int settled = count(world, "accepted") + count(world, "rejected") + count(world, "held");
        assertThat(settled).isPositive();
        run(world, 6, "h.ndjson", "--concurrency", "2");
        assertThat(count(world, "earlier")).isEqualTo(settled);
        assertThat(count(world, "read")).isEqualTo(600);
        history.check(server.taken(), history.numbers(Fate.SENT));
        history.checkRejects(
                rejects(world, "h.ndjson.rejects.ndjson"), history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
    }

    @Test
    void aFinishedRunSaysSoAndSendsNothing() {
        History history = history(2, 100);
        world.file("h.ndjson", history.ndjson());
        run(world, 6, "h.ndjson");
        int requests = server.requests();
        world.expect(0, "backfill", "h.ndjson");
        assertThat(world.out()).contains("nothing to send: an earlier run settled all of it");
        assertThat(server.requests()).isEqualTo(requests);
    }

    @Test
    void whatWasAppendedIsSentAndNothingElse() {
        History history = history(3, 300);
        for (int i = 0; i < 3; i++) {
            world.file("h.ndjson", history.ndjson());
            run(world, 6, "h.ndjson");
            history.grow(100);
        }
        world.file("h.ndjson", history.ndjson());
        int before = server.taken().size();
        outage(world, 2, "h.ndjson", "--concurrency", "1");
        run(world, 6, "h.ndjson");
        history.check(server.taken(), history.numbers(Fate.SENT));
        assertThat(since(before))
                .allMatch(exchange -> exchange.items().stream().allMatch(item -> History.number(item) > 500));
        history.checkRejects(
                rejects(world, "h.ndjson.rejects.ndjson"), history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
    }

    @Test
    void aChangedFileIsRefusedBeforeAnythingIsSent() {
        History history = history(4, 300);
        world.file("h.ndjson", history.ndjson());
        outage(world, 6, "h.ndjson", "--concurrency", "1");
        int requests = server.requests();
        String changed = history.ndjson().replaceFirst("\"type\"", "\"typo\"");
        for (String other : List.of(changed, history.ndjson().substring(0, 2000), "")) {
            world.file("h.ndjson", other);
            world.expect(2, "backfill", "h.ndjson");
            assertThat(world.err()).contains("h.ndjson has changed since an earlier run began with it");
        }
        assertThat(server.requests()).isEqualTo(requests);
        world.file("h.ndjson", history.ndjson());
        run(world, 6, "h.ndjson");
        history.check(server.taken(), history.numbers(Fate.SENT));
    }

    /** What was appended to a whole file and then changed again is noticed like any other change. */
    @Test
    void aChangeBehindTheFirstEndIsNoticed() {
        History history = history(5, 200);
        world.file("h.ndjson", history.ndjson());
        run(world, 6, "h.ndjson");
        int whole = history.ndjson().length();
        history.grow(200);
        world.file("h.ndjson", history.ndjson());
        outage(world, 6, "h.ndjson", "--concurrency", "1");
        int requests = server.requests();
        StringBuilder changed = new StringBuilder(history.ndjson());
        int at = changed.indexOf("\"type\"", whole);
        changed.replace(at, at + 6, "\"typo\"");
        world.file("h.ndjson", changed.toString());
        world.expect(2, "backfill", "h.ndjson");
        assertThat(server.requests()).isEqualTo(requests);
    }

    /** It was read before its writer was done with it, and was sent like that: the rest of it must not be passed over. */
    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aLastLineThatGoesOnIsAChangeEvenIfTheRunWasEnded() {
        String start = "userId,event,timestamp,note\nu1,A,2024-01-01T00:00:00Z,1\n";
        CountDownLatch other = new CountDownLatch(1);
        try (FakeServer strict = FakeServer.handling(request -> {
            if (request.text().contains("\"u1\"")) {
                await(other);
                return answer(503, "");
            }
            other.countDown();
            return accepted();
        })) {
            world.env("CDP_API_URL", strict.url());
            world.file("h.csv", start + "a,B,2024-01-01T00:00:00Z,12");
            run(world, 75, "h.csv", "--type", "track", "--max-retries", "0", "--concurrency", "2");
            assertThat(count(world, "accepted")).isEqualTo(1);
            world.file("h.csv", start + "a,B,2024-01-01T00:00:00Z,129\n");
            world.expect(2, "backfill", "h.csv", "--type", "track", "--max-retries", "0", "--concurrency", "2");
        }
    }

    @Test
    void shardsTogetherSendEverythingOnce() {
        History history = history(6, 500);
        world.file("h.ndjson", history.ndjson());
        int read = 0;
        StringBuilder rejects = new StringBuilder();
        for (String shard : List.of("0/3", "1/3", "2/3")) {
            String name = "rejects-" + shard.charAt(0) + ".ndjson";
            run(world, 6, "h.ndjson", "--shard", shard, "--rejects", name);
            read += count(world, "read") - count(world, "filtered");
            rejects.append(rejects(world, name));
        }
        assertThat(read).isEqualTo(500);
        List<FaultServer.Exchange> taken = server.taken();
        Set<Integer> numbers = new TreeSet<>();
        taken.forEach(exchange -> exchange.items()
                .forEach(item -> assertThat(numbers.add(History.number(item))).isTrue()));
        assertThat(numbers).isEqualTo(history.numbers(Fate.SENT));
        history.checkRejects(rejects.toString(), history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
    }

    @Test
    void theSameBytesArriveWhateverTheConcurrencyAndHoweverOftenItIsEnded() {
        History history = history(7, 500);
        Set<Integer> wanted = history.numbers(Fate.SENT);
        List<Map<Integer, String>> arrived = new ArrayList<>();
        for (String lanes : List.of("1", "8", "3")) {
            TestWorld own = world("lanes-" + lanes);
            own.file("h.ndjson", history.ndjson());
            int before = server.taken().size();
            if (lanes.equals("3")) {
                outage(own, 5, "h.ndjson", "--concurrency", "5");
                outage(own, 3, "h.ndjson", "--concurrency", "2");
            }
            run(own, 6, "h.ndjson", "--concurrency", lanes);
            arrived.add(new TreeMap<>(history.check(since(before), wanted)));
        }
        assertThat(arrived.get(1)).isEqualTo(arrived.get(0));
        assertThat(arrived.get(2)).isEqualTo(arrived.get(0));
    }

    /** What was held back is sent later under the ids it would have had at first. */
    @Test
    void rejectsKeepTheirMessageIds() {
        History history = history(8, 400);
        world.file("h.ndjson", history.ndjson());
        run(world, 6, "h.ndjson");
        int before = server.taken().size();
        run(world, 6, "h.ndjson.rejects.ndjson", "--allow-triggers", "--allow-destructive");
        Map<Integer, String> replayed = byNumber(since(before));
        assertThat(replayed.keySet()).isEqualTo(history.numbers(Fate.HELD));

        TestWorld other = world("allowed");
        other.file("h.ndjson", history.ndjson());
        int then = server.taken().size();
        run(other, 6, "h.ndjson", "--allow-triggers", "--allow-destructive");
        Map<Integer, String> direct = byNumber(since(then));
        direct.keySet().retainAll(replayed.keySet());
        assertThat(replayed).isEqualTo(direct);
        history.checkRejects(rejects(other, "h.ndjson.rejects.ndjson"), history.numbers(Fate.INVALID, Fate.REFUSED));
    }

    private static Map<Integer, String> byNumber(List<FaultServer.Exchange> exchanges) {
        Map<Integer, String> items = new TreeMap<>();
        exchanges.forEach(exchange -> exchange.items().forEach(item -> items.put(History.number(item), item)));
        return items;
    }

    @Test
    void rejectsOfATableKeepTheirMessageIdsToo() {
        String table = """
                type,userId,event,timestamp,total
                track,u1,A,2024-01-01T00:00:00Z,1
                track,u2,B,2024-06-01T11:00:00Z,2
                track,u3,C,2024-01-01T00:00:00Z,3
                track,u4,User Deleted,2024-01-01T00:00:00Z,4
                """;
        world.file("t.csv", table);
        run(world, 6, "t.csv");
        run(world, 0, "t.csv.rejects.ndjson", "--allow-triggers", "--allow-destructive");
        Set<String> together = ids();
        assertThat(together).hasSize(4);

        TestWorld other = world("allowed");
        other.file("t.csv", table);
        run(other, 0, "t.csv", "--allow-triggers", "--allow-destructive");
        assertThat(ids()).isEqualTo(together);
    }

    private Set<String> ids() {
        Set<String> ids = new TreeSet<>();
        server.taken()
                .forEach(exchange -> exchange.items().forEach(item -> {
                    Matcher matcher = MESSAGE_ID.matcher(item);
                    assertThat(matcher.find()).isTrue();
                    ids.add(matcher.group(1));
                }));
        return ids;
    }
}
