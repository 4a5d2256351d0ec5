package io.github.cdpcli.cli;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Begins at the time of day when it is first read and then goes on evenly, whatever is done to the machine's clock: one that is set back must not
 * make anybody wait for an hour, nor one that is set forward end a patience of minutes at once.
 */
final class SteadyClock extends Clock {

    private final Clock timeOfDay;
    private final LongSupplier nanoTime;
    private Optional<Instant> start = Optional.empty();
    private long began;

    /**
     * A clock that begins later.
     *
     * @param nanoTime a clock that never jumps, in nanoseconds
     */
    SteadyClock(Clock timeOfDay, LongSupplier nanoTime) {
        this.timeOfDay = timeOfDay;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Instant instant() {
        long now = nanoTime.getAsLong();
        if (start.isEmpty()) {
            start = Optional.of(timeOfDay.instant());
            began = now;
        }
        return start.get().plusNanos(now - began);
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
