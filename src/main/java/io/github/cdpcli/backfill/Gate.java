package io.github.cdpcli.backfill;

/**
 * Holds back what is ready to be sent while the reader is still finding out whether its input is the one of an earlier run.
 */
final class Gate {

    private volatile boolean open = true;

    synchronized void shut() {
        open = false;
    }

    /** Asked for each record, so that one that is open is left alone. */
    void open() {
        if (!open) {
            letThrough();
        }
    }

    private synchronized void letThrough() {
        open = true;
        notifyAll();
    }

    synchronized void await() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
