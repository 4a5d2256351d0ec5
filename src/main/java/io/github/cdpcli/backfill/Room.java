package io.github.cdpcli.backfill;

import java.time.Duration;

/**
 * How much all records that wait in the lanes of a run may take of memory. It is needed where lanes are many or records
 * are long: then the reader waits before the lanes are full.
 */
public final class Room {

    /** In bytes; with what buffers and answers take, it goes into a heap of 48 MB. */
    static final long USUAL = 24_000_000;

    /** The rest is for the records being read, buffers, answers and all else. */
    private static final double SHARE_OF_HEAP = 0.5;

    private final long most;
    private volatile long held;
    private volatile boolean open;

    Room(long most) {
        this.most = most;
    }

    /** What may be held in a heap of some bytes. */
    public static long of(long heap) {
        return Math.max(USUAL, (long) (heap * SHARE_OF_HEAP));
    }

    synchronized void take(long bytes) {
        held += bytes;
    }

    synchronized void give(long bytes) {
        held -= bytes;
        notifyAll();
    }

    /** Whether the reader must wait for records to be settled, before it adds more. */
    boolean isFull() {
        return held > most && !open;
    }

    /** Waits a little for room for some more than the next record; whether it is there. */
    // Who is told that it is not there asks again.
    @SuppressWarnings("WaitNotInLoop")
    synchronized boolean await(Duration atMost) throws InterruptedException {
        if (!hasRoom()) {
            wait(atMost.toMillis());
        }
        return hasRoom();
    }

    private boolean hasRoom() {
        return held <= this.most / 2 || open;
    }

    /** Nobody is to wait any more. */
    synchronized void open() {
        open = true;
        notifyAll();
    }
}
