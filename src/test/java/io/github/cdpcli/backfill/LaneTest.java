package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.testing.Seeds;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Records between the one who reads and the one who sends: in order, few at a time, and none left behind. */
class LaneTest {

    private static final int BATCH = 1000;
    private static final Duration LONG = Duration.ofHours(1);
    private static final Item.Reading READING = new Item.Reading(
            new Source("a", Optional.empty(), false, Instant.EPOCH, () -> {
                throw new AssertionError("not read here");
            }),
            new HashingInputStream(InputStream.nullInputStream(), Optional.empty(), false));

    /** A record of so many bytes. */
    static Item item(long record, int bytes) {
        Reject reject = new Reject(
                new Position("a", record, record, 0),
                false,
                "missing",
                "",
                "",
                0,
                null,
                new Reject.Recorded(
                        new Origin("0123456789abcdef", record),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "x".repeat(bytes),
                        Optional.empty()));
        return new Item.TurnedAway(READING, 0, reject);
    }

    private static <T> CompletableFuture<T> elsewhere(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(task.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    private static List<Long> records(Optional<Batch> batch) {
        return batch.orElseThrow().items().stream().map(Item::record).toList();
    }

    @Test
    void givesEverythingInOrderInBatchesThatFit() {
        Seeds.each(20, random -> {
            Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
            int count = random.nextInt(500);
            CompletableFuture<List<Long>> taken = elsewhere(() -> takeAll(lane));
            for (int i = 1; i <= count; i++) {
                assertThat(lane.add(item(i, random.nextInt(400)), Optional.empty()))
                        .isTrue();
                if (random.nextInt(50) == 0) {
                    lane.mark();
                }
            }
            lane.end();
            assertThat(get(taken))
                    .isEqualTo(LongStream.rangeClosed(1, count).boxed().toList());
        });
    }

    private static List<Long> takeAll(Lane lane) throws InterruptedException {
        List<Long> all = new ArrayList<>();
        for (Optional<Batch> batch = lane.take(); batch.isPresent(); batch = lane.take()) {
            int bytes = batch.get().items().stream().mapToInt(Item::bytes).sum();
            assertThat(bytes).isBetween(0, BATCH);
            all.addAll(records(batch));
            lane.settled();
        }
        return all;
    }

    /** A row may be far longer than the call made of it, and is kept in case that is refused. */
    @Test
    void whatIsHeldBesideTheCallsBoundsABatchToo() {
        Batch batch = new Batch();
        int records = 0;
        while (batch.fits(sending(900_000), 1_000_000, 100_000)) {
            batch.add(sending(900_000));
            records++;
        }
        assertThat(records).as("of 900 KB each, held for a request of 1 MB").isEqualTo(4);
    }

    /** A small event that was made of a long row. */
    private static Item sending(int raw) {
        Json.Obj call = (Json.Obj)
                ((JsonText.Document) JsonReader.read("{\"type\":\"identify\",\"userId\":\"u\",\"messageId\":\"m\"}"))
                        .value();
        EventFactory factory = new EventFactory(new CallRules(Clock.systemUTC(), TimestampReader.forFiles(null)));
        EventFactory.Result made = factory.historical(CallType.IDENTIFY, call, null, bytes -> "m");
        return new Item.Sending(
                READING,
                0,
                new Position("a", 1, 1, 0),
                ((Item.TurnedAway) item(1, raw)).reject().recorded(),
                ((EventFactory.Result.Made) made).event(),
                List.of());
    }

    @Test
    void whoIsAheadWaits() throws Exception {
        Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
        lane.add(item(1, 900), Optional.empty());
        lane.add(item(2, 900), Optional.empty());
        Thread[] reader = new Thread[1];
        CompletableFuture<Boolean> third = elsewhere(() -> {
            reader[0] = Thread.currentThread();
            return lane.add(item(3, 900), Optional.empty());
        });
        awaitWaiting(reader);
        assertThat(third).isNotDone();
        assertThat(records(lane.take())).containsExactly(1L);
        assertThat(get(third)).isTrue();
        assertThat(records(lane.take())).containsExactly(2L);
        lane.end();
        assertThat(records(lane.take())).containsExactly(3L);
        assertThat(lane.take()).isEmpty();
    }

    private static void awaitWaiting(Thread[] thread) {
        while (thread[0] == null || thread[0].getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aBatchThatIsNotFullLeavesAfterAWhileAndWithoutWaitingForMore() throws Exception {
        Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, Duration.ofMillis(1));
        lane.add(item(1, 10), Optional.empty());
        assertThat(records(get(elsewhere(lane::take)))).containsExactly(1L);
    }

    /** The first record of a batch says when it leaves, not the last. */
    @Test
    void recordsThatTrickleInDoNotKeepOneBack() throws Exception {
        Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, Duration.ofMillis(100));
        CompletableFuture<Optional<Batch>> taken = elsewhere(lane::take);
        long record = 0;
        while (!taken.isDone()) {
            lane.add(item(++record, 0), Optional.empty());
            Thread.sleep(1);
        }
        assertThat(records(get(taken))).startsWith(1L);
    }

    /** What the reader would wait for must not wait for the reader. */
    @Test
    void aGateIsOpenedWhenTheLaneIsFull() throws Exception {
        Gate gate = new Gate();
        gate.shut();
        Lane lane = new Lane(gate, () -> BATCH, Integer.MAX_VALUE, LONG);
        CompletableFuture<List<Long>> taken = elsewhere(() -> {
            gate.await();
            return records(lane.take());
        });
        lane.add(item(1, 900), Optional.empty());
        lane.add(item(2, 900), Optional.empty());
        assertThat(taken).isNotDone();
        assertThat(lane.add(item(3, 900), Optional.empty())).isTrue();
        assertThat(get(taken)).containsExactly(1L);
    }

    @Test
    void aMarkIsReachedWhenAllBeforeItIsSettled() throws Exception {
        Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
        assertThat(lane.mark().await()).isTrue();
        lane.add(item(1, 10), Optional.empty());
        Lane.Mark mark = lane.mark();
        lane.add(item(2, 10), Optional.empty());
        Thread[] waiter = new Thread[1];
        CompletableFuture<Boolean> reached = elsewhere(() -> {
            waiter[0] = Thread.currentThread();
            return mark.await();
        });
        assertThat(records(lane.take())).containsExactly(1L);
        awaitWaiting(waiter);
        assertThat(reached).isNotDone();
        lane.settled();
        assertThat(get(reached)).isTrue();
    }

    @Test
    void whatWaitsForAnotherLaneBeginsABatchOfItsOwn() throws Exception {
        Lane other = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
        other.add(item(1, 10), Optional.empty());
        Lane.Mark mark = other.mark();
        Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
        lane.add(item(2, 10), Optional.empty());
        lane.add(item(3, 10), Optional.of(mark));
        lane.end();
        Optional<Batch> first = lane.take();
        assertThat(records(first)).containsExactly(2L);
        assertThat(first.orElseThrow().after()).isEmpty();
        Optional<Batch> second = lane.take();
        assertThat(records(second)).containsExactly(3L);
        assertThat(second.orElseThrow().after()).containsExactly(mark);
    }

    @Test
    void anAbandonedLaneLetsEverybodyGo() throws Exception {
        Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
        Lane empty = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
        lane.add(item(1, 900), Optional.empty());
        lane.add(item(2, 900), Optional.empty());
        Lane.Mark mark = new Lane.Mark(lane, 1);
        CompletableFuture<Boolean> adding = elsewhere(() -> lane.add(item(3, 900), Optional.empty()));
        CompletableFuture<Boolean> waiting = elsewhere(mark::await);
        CompletableFuture<Optional<Batch>> taking = elsewhere(empty::take);
        lane.abandon();
        empty.abandon();
        assertThat(get(adding)).isFalse();
        assertThat(get(waiting)).isFalse();
        assertThat(get(taking)).isEmpty();
        assertThat(lane.take()).isEmpty();
    }

    /** Many lanes that wait for each other's marks, as aliases make them: nobody waits for ever, and nothing overtakes. */
    @Test
    void lanesThatWaitForOneAnotherAllEnd() {
        Seeds.each(30, LaneTest::waitingLanes);
    }

    private static void waitingLanes(Random random) throws Exception {
        int count = 1 + random.nextInt(6);
        List<Lane> lanes = new ArrayList<>();
        List<CompletableFuture<Boolean>> senders = new ArrayList<>();
        List<Long> settled = Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < count; i++) {
            Lane lane = new Lane(new Gate(), () -> BATCH, Integer.MAX_VALUE, LONG);
            lanes.add(lane);
            senders.add(elsewhere(() -> sendAll(lane, settled)));
        }
        List<List<Long>> added = new ArrayList<>();
        lanes.forEach(lane -> added.add(new ArrayList<>()));
        List<List<Long>> before = new ArrayList<>();
        for (long record = 1; record <= 300; record++) {
            int to = random.nextInt(count);
            int other = random.nextInt(count);
            boolean waits = random.nextInt(3) == 0 && other != to;
            Optional<Lane.Mark> mark = waits ? Optional.of(lanes.get(other).mark()) : Optional.empty();
            before.add(waits ? List.copyOf(added.get(other)) : List.of());
            added.get(to).add(record);
            lanes.get(to).add(item(record, random.nextInt(400)), mark);
        }
        lanes.forEach(Lane::end);
        for (CompletableFuture<Boolean> sender : senders) {
            assertThat(get(sender)).isTrue();
        }
        assertThat(settled).hasSize(300);
        for (long record = 1; record <= 300; record++) {
            int when = settled.indexOf(record);
            assertThat(settled.subList(0, when)).containsAll(before.get((int) record - 1));
        }
    }

    private static boolean sendAll(Lane lane, List<Long> settled) throws InterruptedException {
        for (Optional<Batch> batch = lane.take(); batch.isPresent(); batch = lane.take()) {
            for (Lane.Mark mark : batch.get().after()) {
                assertThat(mark.await()).isTrue();
            }
            settled.addAll(records(batch));
            lane.settled();
        }
        return true;
    }
}
