package io.github.cdpcli.backfill;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Records in order, between the reader that adds them and the one thread that sends them: a batch being filled and at
 * most one that waits. A reader that is ahead blocks here; that bounds the memory of a run.
 */
final class Lane {

    /** What a lane takes of the room at a time, in bytes: to ask for each record would cost more than to read it. */
    private static final int CLAIM = 1 << 15;

    private final Gate gate;
    private final IntSupplier maxBytes;
    private final int maxItems;
    private final long flushMillis;
    private final Pieces pieces;
    private final Room room;
    private Batch filling;
    private long unclaimed;
    private final LongSupplier nanoTime;
    private Optional<Batch> waiting = Optional.empty();
    private long closedBatches;
    private long settledBatches;
    private boolean ended;
    private boolean abandoned;
    private OptionalLong takenAt = OptionalLong.empty();
    private long busy;
    private long readerWaited;

    /**
     * An empty lane.
     *
     * @param gate is opened when the reader would have to wait for what it holds back
     * @param maxBytes the size no batch exceeds, which may sink during a run
     * @param maxItems how many records a batch holds at most
     * @param flush how long a batch that is not full waits for more
     */
    Lane(Gate gate, IntSupplier maxBytes, int maxItems, Duration flush) {
        this(gate, maxBytes, maxItems, flush, () -> 0, new Pieces(), new Room(Room.USUAL));
    }

    /**
     * One of many that share memory, of which it is known later what its time went into.
     *
     * @param nanoTime a clock, in nanoseconds; looked at a few times for each batch
     * @param pieces what it keeps records in
     * @param room how much all of them may hold
     */
    Lane(
            Gate gate,
            IntSupplier maxBytes,
            int maxItems,
            Duration flush,
            LongSupplier nanoTime,
            Pieces pieces,
            Room room) {
        this.pieces = pieces;
        this.room = room;
        this.filling = new Batch(pieces);
        this.gate = gate;
        this.nanoTime = nanoTime;
        this.maxBytes = maxBytes;
        this.maxItems = maxItems;
        this.flushMillis = flush.toMillis();
    }

    /**
     * Where the time of a lane went, in nanoseconds.
     *
     * @param busy with batches, from when one was taken to when it was settled
     * @param readerWaited the reader for room in it
     */
    record Times(long busy, long readerWaited) {}

    /** A point in a lane: everything added before it. */
    record Mark(Lane lane, long batches) {
        /** Waits until all before it is settled; false when that will not happen any more. */
        boolean await() throws InterruptedException {
            return lane.awaitSettled(batches);
        }
    }

    /** Adds a record; blocks while the lane is full. False when nothing more is sent. */
    synchronized boolean add(Item item, Optional<Mark> after) throws InterruptedException {
        if (after.isPresent() || !filling.fits(item, maxBytes.getAsInt(), maxItems)) {
            close();
        }
        after.ifPresent(filling::waitFor);
        boolean first = filling.isEmpty();
        unclaimed -= filling.held();
        filling.add(item);
        unclaimed += filling.held();
        if (unclaimed > CLAIM) {
            claim();
        }
        if (first) {
            // Not for the others: a batch leaves a while after its first record, however many follow.
            notifyAll();
        }
        return !abandoned;
    }

    /** The end of what was added so far; the batch being filled is closed, so that it will be sent. */
    synchronized Mark mark() throws InterruptedException {
        close();
        return new Mark(this, closedBatches);
    }

    /** What was added so far is to be sent soon, if nothing waits for that already. Never blocks. */
    synchronized void hurry() {
        if (waiting.isEmpty()) {
            closeFilling();
        }
    }

    /** Nothing more will be added. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Nothing more will be taken. */
    synchronized void abandon() {
        abandoned = true;
        notifyAll();
    }

    private void claim() {
        room.take(unclaimed);
        unclaimed = 0;
    }

    private void close() throws InterruptedException {
        if (waiting.isPresent() && !abandoned) {
            awaitTaken();
        }
        closeFilling();
    }

    private void closeFilling() {
        if (!filling.isEmpty() && !abandoned) {
            claim();
            waiting = Optional.of(filling);
            filling = new Batch(pieces);
            closedBatches++;
            notifyAll();
        }
    }

    private void awaitTaken() throws InterruptedException {
        long began = nanoTime.getAsLong();
        try {
            while (waiting.isPresent() && !abandoned) {
                gate.open();
                wait();
            }
        } finally {
            readerWaited += Math.max(0, nanoTime.getAsLong() - began);
        }
    }

    /** The next batch, when it is full, or has waited long enough, or nothing follows; empty at the end. */
    synchronized Optional<Batch> take() throws InterruptedException {
        boolean waited = false;
        while (waiting.isEmpty() && !abandoned) {
            if (!filling.isEmpty() && (ended || waited)) {
                close();
            } else if (ended) {
                return Optional.empty();
            } else if (filling.isEmpty()) {
                wait();
            } else {
                wait(flushMillis);
                waited = true;
            }
        }
        Optional<Batch> taken = abandoned ? Optional.empty() : waiting;
        waiting = Optional.empty();
        takenAt = taken.isPresent() ? OptionalLong.of(nanoTime.getAsLong()) : OptionalLong.empty();
        notifyAll();
        return taken;
    }

    /** The batch taken last is settled, and nobody reads its records any more. */
    void settled(Batch batch) {
        room.give(batch.held());
        batch.release();
        settled();
    }

    /** The batch taken last is settled. */
    synchronized void settled() {
        settledBatches++;
        busy += sinceTaken();
        takenAt = OptionalLong.empty();
        notifyAll();
    }

    private long sinceTaken() {
        return takenAt.isPresent() ? Math.max(0, nanoTime.getAsLong() - takenAt.getAsLong()) : 0;
    }

    /** What its time went into, so far. */
    synchronized Times times() {
        return new Times(busy + sinceTaken(), readerWaited);
    }

    private synchronized boolean awaitSettled(long batches) throws InterruptedException {
        while (settledBatches < batches && !abandoned) {
            wait();
        }
        return settledBatches >= batches;
    }
}
