package io.github.cdpcli.backfill;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;

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
    private Optional<Batch> waiting = Optional.empty();
    private long closedBatches;
    private long settledBatches;
    private boolean ended;
    private boolean abandoned;

    /**
     * An empty lane.
     *
     * @param gate is opened when the reader would have to wait for what it holds back
     * @param maxBytes the size no batch exceeds, which may sink during a run
     * @param maxItems how many records a batch holds at most
     * @param flush how long a batch that is not full waits for more
     */
    Lane(Gate gate, IntSupplier maxBytes, int maxItems, Duration flush) {
        this(gate, maxBytes, maxItems, flush, new Pieces(), new Room(Room.USUAL));
    }

    /**
     * One of many that share memory.
     *
     * @param pieces what it keeps records in
     * @param room how much all of them may hold
     */
    Lane(Gate gate, IntSupplier maxBytes, int maxItems, Duration flush, Pieces pieces, Room room) {
        this.pieces = pieces;
        this.room = room;
        this.filling = new Batch(pieces);
        this.gate = gate;
        this.maxBytes = maxBytes;
        this.maxItems = maxItems;
        this.flushMillis = flush.toMillis();
    }

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
        filling.add(item);
        unclaimed += item.held();
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
        while (waiting.isPresent() && !abandoned) {
            gate.open();
            wait();
        }
        if (!filling.isEmpty() && !abandoned) {
            claim();
            waiting = Optional.of(filling);
            filling = new Batch(pieces);
            closedBatches++;
            notifyAll();
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
        notifyAll();
    }

    private synchronized boolean awaitSettled(long batches) throws InterruptedException {
        while (settledBatches < batches && !abandoned) {
            wait();
        }
        return settledBatches >= batches;
    }
}
