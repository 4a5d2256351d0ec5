package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.BrokenInputException;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.input.RowReader;
import io.github.cdpcli.send.Waits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sends the records of files as history: the whole of {@code cdp backfill} but for words and options.
 *
 * <p>One thread reads rows, makes events of them and adds each to the lane of its partition; a thread for each lane sends.
 * Memory is bounded by the lanes: a reader that is ahead waits.
 */
public final class Backfill {

    /** How long a batch that is not full waits for more, unless a plan says otherwise. */
    public static final Duration FLUSH = Duration.ofSeconds(1);

    /** Made in advance: where memory is short there may be none left to say so. */
    private static final Summary.Stop DIED = new Summary.Stop.ByMachine("too little memory, or a bug in cdp");

    private static final Duration HURRY = Duration.ofMillis(50);
    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** Two clocks that differ by such a part of a run do not tell of the same. */
    private static final double CLOCK_WAS_SET = 0.2;

    /** A run that waits longer for memory is limited by that, and its other waits tell little. */
    private static final double FOR_ROOM = 0.1;

    private final Plan plan;
    private final RecordMaker maker;
    private final Tally tally;
    private final Halt halt;
    private final RejectSink rejects;
    private final Ledger ledger;
    private final Gate gate = new Gate();
    private final Room room;
    private final List<Lane> lanes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch lanesEnded;
    private final ReadSoFar readSoFar = new ReadSoFar();
    private final long[] recordsToSend = new long[Partitions.COUNT];
    private final LongSupplier nanoTime;
    private long began;
    private long readToTheEnd;
    private long ended;
    private long waitedForRoom;
    private volatile boolean someDied;
    private volatile Optional<Summary.Stop> brokenOff = Optional.empty();

    /**
     * How records are read, divided and let through.
     *
     * @param defaultType the type of records that name none
     * @param nowIsUsual whether records that name no time get that of the run; they are rejected otherwise
     * @param window the times that are sent
     * @param guard what is held back
     * @param ids message ids of records that have none: see {@link MessageIds#derived}
     * @param order what must stay in order
     * @param lanes how many requests may be under way at once
     * @param shard which of the partitions this run takes
     * @param tolerance when so much is rejected that the rest need not be tried
     * @param flush how long a batch that is not full waits for more
     */
    public record Plan(
            Optional<CallType> defaultType,
            boolean nowIsUsual,
            TimeWindow window,
            Guard guard,
            Identity ids,
            Order order,
            int lanes,
            Shard shard,
            Tolerance tolerance,
            Duration flush) {

        /** The part of an input that a record keeps its order in. */
        int partition(String userKey, long record) {
            return order.isByUser() ? Partitions.of(userKey) : (int) (record % Partitions.COUNT);
        }

        /** The same plan with other ids. */
        Plan withIds(Identity other) {
            return new Plan(defaultType, nowIsUsual, window, guard, other, order, lanes, shard, tolerance, flush);
        }
    }

    /** Derives the message id of a record that has none, from where it was first read and its bytes. */
    public interface Identity {
        /** Makes no ids: records without one are rejected. */
        Identity NONE = new Identity() {
            @Override
            public String messageId(Origin origin, byte[] event) {
                throw new IllegalStateException("a record without a messageId was let through");
            }

            @Override
            public boolean isNone() {
                return true;
            }
        };

        String messageId(Origin origin, byte[] event);

        /** Whether the ids are not those that records would be sent under, but stand in their place. */
        default boolean isProvisional() {
            return false;
        }

        /** Whether records must have ids of their own. */
        default boolean isNone() {
            return false;
        }
    }

    /**
     * One of several runs that share an input: takes the partitions p with p mod count = index.
     *
     * @param index from 0
     * @param count at least 1
     */
    public record Shard(int index, int count) {
        /** All of them. */
        public static final Shard ALL = new Shard(0, 1);

        boolean takes(int partition) {
            return partition % count == index;
        }
    }

    /**
     * How many rejects are too many.
     *
     * @param inARow so many with nothing accepted yet
     * @param total so many in all; empty for any number
     * @param share such a part of the records read, from 0 to 1, once there are 100; empty for any part
     */
    public record Tolerance(long inARow, Optional<Long> total, Optional<Double> share) {
        /** A thousand in a row, with nothing accepted. */
        public static final Tolerance USUAL = new Tolerance(1000, Optional.empty(), Optional.empty());
    }

    /**
     * Sets up a run.
     *
     * @param halt ends it early
     */
    public Backfill(Plan plan, EventFactory factory, BatchSink sender, RejectSink rejects, Clock clock, Halt halt) {
        this(plan, factory, sender, rejects, clock, halt, Room.USUAL);
    }

    /**
     * The same.
     *
     * @param most how much all records that wait may take of memory, in bytes; see {@link Room#of}
     */
    public Backfill(
            Plan plan, EventFactory factory, BatchSink sender, RejectSink rejects, Clock clock, Halt halt, long most) {
        this.plan = plan;
        this.room = new Room(most);
        this.nanoTime = () -> nanos(clock.instant());
        this.maker = new RecordMaker(plan, factory);
        this.halt = halt;
        this.rejects = rejects;
        this.tally = new Tally(clock);
        this.ledger = new Ledger(rejects, tally, new Patience(plan.tolerance(), tally, halt), clock);
        this.lanesEnded = new CountDownLatch(plan.lanes());
        Pieces pieces = new Pieces();
        for (int i = 0; i < plan.lanes(); i++) {
            Lane lane = new Lane(gate, sender.maxBytes(), sender.maxRecords(), plan.flush(), nanoTime, pieces, room);
            lanes.add(lane);
            LaneWorker worker = new LaneWorker(lane, gate, sender, ledger, tally, halt);
            threads.add(daemon("cdp-lane-" + i, () -> {
                try {
                    worker.run();
                } finally {
                    lanesEnded.countDown();
                }
            }));
        }
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    private Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (RuntimeException | Error e) {
                        someDied = true;
                        throw e;
                    }
                },
                name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((dead, e) -> {
            halt.stop(e instanceof OutOfMemoryError ? DIED : new Summary.Stop.ByMachine("a bug in cdp: " + e));
            abandon();
        });
        return thread;
    }

    /** Of one that died, the handler should have told; but it may have died of the same. */
    private void stopIfSomeDied() {
        if (someDied) {
            halt.stop(DIED);
        }
    }

    private void abandon() {
        lanes.forEach(Lane::abandon);
        gate.open();
        room.open();
    }

    /** How it stands now. */
    public Summary soFar() {
        return tally.summary(halt.reason());
    }

    /** How many bytes of the inputs have been read, packed as they are stored. */
    public long bytesRead() {
        return readSoFar.bytes();
    }

    /** Sends everything, or as much as it can. */
    public Summary run(List<Source> sources) {
        began = nanoTime.getAsLong();
        sources.forEach(source -> tally.became(source.became()));
        Thread reader = daemon("cdp-reader", () -> read(sources));
        threads.forEach(Thread::start);
        reader.start();
        try {
            while (reader.isAlive() && !halt.isStopped()) {
                reader.join(50);
                stopIfSomeDied();
            }
            stopIfSomeDied();
            readToTheEnd = nanoTime.getAsLong();
            for (Thread thread : threads) {
                while (thread.isAlive() && !halt.isStopped()) {
                    thread.join(50);
                    stopIfSomeDied();
                }
            }
            stopIfSomeDied();
            abandon();
            if (!lanesEnded.await(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                halt.stop(new Summary.Stop.ByMachine("requests that did not end in time"));
            }
            if (!halt.isStopped()) {
                finish(sources);
            }
            brokenOff.ifPresent(halt::stop);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            halt.stop(new Summary.Stop.ByUser());
        } catch (IOException e) {
            halt.stop(Summary.Stop.ByMachine.of(e));
        }
        closeLedger();
        ended = nanoTime.getAsLong();
        return soFar();
    }

    /**
     * What a run that is over was limited by; empty where it was too short to tell.
     *
     * @param waits what its requests waited for
     * @param took how long it took by a clock that cannot be set: where the other one was, its times tell nothing
     */
    public Optional<Bottleneck> bottleneck(Waits waits, Duration took) {
        boolean clockWasSet = Math.abs(took.toNanos() - (ended - began)) > CLOCK_WAS_SET * took.toNanos();
        if (clockWasSet || waitedForRoom > FOR_ROOM * took.toNanos()) {
            return Optional.empty();
        }
        long[] recordsOfLanes = new long[lanes.size()];
        for (int partition = 0; partition < recordsToSend.length; partition++) {
            recordsOfLanes[laneOf(partition)] += recordsToSend[partition];
        }
        return Bottleneck.of(new Bottleneck.Measured(
                ended - began,
                ended - readToTheEnd,
                lanes.stream().map(Lane::times).toList(),
                waits,
                tally.requests(),
                plan.order(),
                Arrays.stream(recordsOfLanes).max().orElse(0),
                Arrays.stream(recordsToSend).max().orElse(0),
                Arrays.stream(recordsToSend).sum()));
    }

    private void closeLedger() {
        try {
            ledger.close();
        } catch (IOException e) {
            halt.stop(Summary.Stop.ByMachine.of(e));
        }
    }

    private static void finish(List<Source> sources) throws IOException {
        for (Source source : sources) {
            if (source.journal().isPresent() && source.end().isPresent() && !source.finished()) {
                source.journal().get().finish(source.end().get());
            }
        }
    }

    private void read(List<Source> sources) {
        try {
            for (Source source : sources) {
                if (source.finished()) {
                    source.end().ifPresent(tally::finishedEarlier);
                } else {
                    read(source);
                }
            }
        } catch (IOException e) {
            // What was read before is still sent.
            brokenOff = Optional.of(
                    e instanceof BrokenInputException broken
                            ? new Summary.Stop.ByBrokenInput(String.valueOf(broken.getMessage()))
                            : Summary.Stop.ByMachine.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lanes.forEach(Lane::end);
            gate.open();
        }
    }

    private void read(Source source) throws IOException, InterruptedException {
        try {
            readAll(source);
        } catch (HashingInputStream.ChangedException e) {
            halt.stop(new Summary.Stop.ByChangedInput(source.name()));
        }
    }

    private void readAll(Source source) throws IOException, InterruptedException {
        Source.Open open = source.opener().open();
        readSoFar.begin(open.bytesRead());
        Item.Reading reading = new Item.Reading(source, open.stream());
        long records = 0;
        From from = From.nowhere(source.now());
        if (!open.stream().isKnownAgain()) {
            gate.shut();
        }
        try (RowReader rows = open.rows()) {
            for (Row row = rows.next(); row != null && !halt.isStopped(); row = rows.next()) {
                records++;
                from = from.orElse(row);
                take(reading, row, maker.make(row, from));
                makeRoom();
                gate(open.stream());
            }
            readSoFar.end();
        }
        if (!halt.isStopped()) {
            source.ended(records, open.stream().progress());
        }
    }

    /** Batches that are not full go too when memory is short: the rest of them might never come. */
    private void makeRoom() throws InterruptedException {
        if (room.isFull()) {
            gate.open();
            long since = nanoTime.getAsLong();
            do {
                lanes.forEach(Lane::hurry);
            } while (!room.await(HURRY));
            waitedForRoom += nanoTime.getAsLong() - since;
        }
    }

    /** What is sent before the input is known again may be another's. */
    private void gate(HashingInputStream stream) {
        if (stream.isKnownAgain()) {
            gate.open();
        }
    }

    private void take(Item.Reading reading, Row row, RecordMaker.Made made) throws InterruptedException {
        long record = row.position().record();
        int partition = plan.partition(made.userKey(), record);
        if (!plan.shard().takes(partition)) {
            tally.leftToOthers();
            reading.source().leftToOthers();
        } else if (made instanceof RecordMaker.Made.LeftOut) {
            tally.leftOut();
            reading.source().leftOut();
        } else if (record <= reading.source().settled(partition)) {
            tally.earlier();
            rejects.settledEarlier(reading.source().name(), record);
        } else if (made instanceof RecordMaker.Made.ToSend send) {
            Item item =
                    new Item.Sending(reading, partition, row.position(), send.recorded(), send.event(), warnings(send));
            tally.waiting();
            recordsToSend[partition]++;
            lane(partition).add(item, before(send, partition));
        } else if (made instanceof RecordMaker.Made.NotSent not) {
            tally.waiting();
            lane(partition).add(new Item.TurnedAway(reading, partition, not.reject()), Optional.empty());
        }
    }

    private Lane lane(int partition) {
        return lanes.get(laneOf(partition));
    }

    private int laneOf(int partition) {
        // A shard has every so-manieth partition: by the number alone it would fill few of the lanes.
        return partition / plan.shard().count() % lanes.size();
    }

    /** An alias goes with the new id, and must not overtake what was done under the old one. */
    private Optional<Lane.Mark> before(RecordMaker.Made.ToSend send, int partition) throws InterruptedException {
        Optional<Integer> previous = previousPartition(send);
        if (previous.isEmpty() || !plan.shard().takes(previous.get())) {
            return Optional.empty();
        }
        Lane other = lane(previous.get());
        return other == lane(partition) ? Optional.empty() : Optional.of(other.mark());
    }

    /** The partition of the id that an alias ends; empty for other calls, and where no order is kept. */
    private Optional<Integer> previousPartition(RecordMaker.Made.ToSend send) {
        return send.event().type() == CallType.ALIAS && plan.order().isByUser()
                ? Optional.ofNullable(send.event().text(Field.PREVIOUS_ID)).map(Partitions::of)
                : Optional.empty();
    }

    /** What is to be counted of it: thousands wait, so that the words are left behind. Shards do not wait for one another. */
    private List<Problem.Code> warnings(RecordMaker.Made.ToSend send) {
        List<Problem.Code> codes = new ArrayList<>();
        send.warnings().forEach(warning -> codes.add(warning.code()));
        if (previousPartition(send)
                .filter(partition -> !plan.shard().takes(partition))
                .isEmpty()) {
            return codes;
        }
        codes.add(Problem.Code.SPLIT_ALIAS);
        return codes;
    }
}
