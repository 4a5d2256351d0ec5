package io.github.cdpcli.backfill;

import io.github.cdpcli.send.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Lets at most so many records a second go, for all lanes together. A batch that goes makes the next one wait as long as
 * its records take at that rate. What is sent again after a failure is not counted a second time.
 */
public final class RecordRate {

    private final Clock clock;
    private final Sleeper sleeper;
    private final int perSecond;
    private Instant next = Instant.EPOCH;

    /**
     * A rate for one run.
     *
     * @param perSecond records a second, at least 1
     * @param sleeper must end when the run does
     */
    public RecordRate(Clock clock, Sleeper sleeper, int perSecond) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.perSecond = perSecond;
    }

    /** No batch should hold more than a second's worth, or it could not leave evenly. */
    int perSecond() {
        return perSecond;
    }

    /** Waits until a batch of so many records may go. */
    void await(int records) throws InterruptedException {
        Duration wait = book(records);
        if (!wait.isZero()) {
            sleeper.sleep(wait);
        }
    }

    private synchronized Duration book(int records) {
        Instant now = clock.instant();
        Instant start = next.isAfter(now) ? next : now;
        next = start.plusNanos(records * 1_000_000_000L / perSecond);
        return Duration.between(now, start);
    }
}
