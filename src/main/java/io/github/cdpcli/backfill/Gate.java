package io.github.cdpcli.backfill;

/**
 * Holds back what is ready to be sent while the reader is still finding out whether its input is the one of an earlier run.
 */
final class Gate {

    private boolean open = true;

    synchronized void shut() {
        open = false;
    }

    synchronized void open() {
        open = true;
        notifyAll();
    }

    synchronized void await() throws InterruptedException {
        while (!open) {
            wait();
        }
    }
}
