package io.github.cdpcli.backfill;

/**
 * How much all records that wait in the lanes of a run may take of memory. It is needed where lanes are many or records
 * are long: then the reader waits before the lanes are full.
 */
final class Room {

    /** In bytes; with what requests and answers take, it goes into a heap of 48 MB. */
    static final long USUAL = 20_000_000;

    private final long most;
    private volatile long held;
    private volatile boolean open;

    Room(long most) {
        this.most = most;
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

    /** Waits until there is room again for some more than the next record. */
    synchronized void await() throws InterruptedException {
        while (held > most / 2 && !open) {
            wait();
        }
    }

    /** Nobody is to wait any more. */
    synchronized void open() {
        open = true;
        notifyAll();
    }
}
