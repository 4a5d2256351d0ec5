package io.github.cdpcli.testing;

import io.github.cdpcli.send.Sleeper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Time that passes only when somebody sleeps, and a record of what happened when. */
public final class VirtualTime extends Clock implements Sleeper {

    private final Instant start;
    private Instant now;
    private Duration set = Duration.ZERO;
    private final List<String> events = new ArrayList<>();

    public VirtualTime(Instant start) {
        this.start = start;
        this.now = start;
    }

    /** Records that something happens now: {@code 0.750 what}. */
    public synchronized void record(String what) {
        double seconds = Duration.between(start, now).toMillis() / 1000.0;
        events.add(String.format(Locale.ROOT, "%.3f %s", seconds, what));
    }

    /** How much of it has passed. */
    public synchronized Duration elapsed() {
        return Duration.between(start, now);
    }

    /** What was recorded, in order. */
    public synchronized List<String> events() {
        return List.copyOf(events);
    }

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
    }

    /** Sets the clock forward, or back, without time passing. */
    public synchronized void set(Duration by) {
        set = set.plus(by);
    }

    @Override
    public synchronized Instant instant() {
        return now.plus(set);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("nothing here knows zones");
    }
}
