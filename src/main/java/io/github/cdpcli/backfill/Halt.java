package io.github.cdpcli.backfill;

import io.github.cdpcli.send.Sleeper;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Ends a run before its input does: the first reason counts. Who sleeps is woken; who writes is not disturbed.
 */
public final class Halt implements Sleeper {

    private final Sleeper sleeper;
    private final Set<Thread> sleeping = new HashSet<>();
    private volatile Optional<Summary.Stop> reason = Optional.empty();

    /**
     * Nothing has happened yet.
     *
     * @param sleeper lets time pass; must end when its thread is interrupted
     */
    public Halt(Sleeper sleeper) {
        this.sleeper = sleeper;
    }

    /** Ends the run, unless it is ending already. */
    public synchronized void stop(Summary.Stop why) {
        if (reason.isEmpty()) {
            reason = Optional.of(why);
            sleeping.forEach(Thread::interrupt);
        }
    }

    Optional<Summary.Stop> reason() {
        return reason;
    }

    /** Whether the run is ending. */
    public boolean isStopped() {
        return reason.isPresent();
    }

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        synchronized (this) {
            if (reason.isPresent()) {
                throw new InterruptedException("the run is ending");
            }
            sleeping.add(Thread.currentThread());
        }
        try {
            sleeper.sleep(duration);
        } finally {
            synchronized (this) {
                sleeping.remove(Thread.currentThread());
            }
        }
    }
}
