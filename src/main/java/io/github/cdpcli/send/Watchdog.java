package io.github.cdpcli.send;

import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends what takes too long by closing its socket. Nothing else does: the time-out of a socket bounds one read, so that a
 * server which trickles a byte now and then holds a client for ever, and a blocked write has no time-out at all.
 */
final class Watchdog implements AutoCloseable {

    private final ScheduledThreadPoolExecutor timer;

    Watchdog() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "cdp-watchdog");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /** One thing being watched; closing it calls the dog off. */
    static final class Watch implements AutoCloseable {
        private final AtomicBoolean bit;
        private final ScheduledFuture<?> bite;

        private Watch(AtomicBoolean bit, ScheduledFuture<?> bite) {
            this.bit = bit;
            this.bite = bite;
        }

        /** Whether the time ran out and the socket was closed. */
        boolean bit() {
            return bit.get();
        }

        @Override
        public void close() {
            bite.cancel(false);
        }
    }

    /** Closes a socket after a time, unless the watch is closed before. */
    Watch watch(Socket socket, Duration time) {
        AtomicBoolean bit = new AtomicBoolean();
        ScheduledFuture<?> bite = timer.schedule(
                () -> {
                    bit.set(true);
                    Connection.closeQuietly(socket);
                },
                time.toMillis(),
                TimeUnit.MILLISECONDS);
        return new Watch(bit, bite);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
