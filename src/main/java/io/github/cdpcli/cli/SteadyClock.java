package io.github.cdpcli.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * Begins at a time of day and then goes on evenly, whatever is done to the machine's clock: one that is set back must not
 * make anybody wait for an hour, nor one that is set forward end a patience of minutes at once.
 */
final class SteadyClock extends Clock {

    private final Instant start;
    private final LongSupplier nanoTime;
    private final long began;

    /**
     * A clock that begins now.
     *
     * @param now the time of day
     * @param nanoTime a clock that never jumps, in nanoseconds
     */
    SteadyClock(Instant now, LongSupplier nanoTime) {
        this.start = now;
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
    }

    @Override
    public Instant instant() {
        return start.plusNanos(nanoTime.getAsLong() - began);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("it is read as an instant only");
    }
}
