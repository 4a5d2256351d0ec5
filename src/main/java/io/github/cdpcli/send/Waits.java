package io.github.cdpcli.send;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** How long those who send through a {@link Pace} waited, all of them together, and what for. Safe for use by several threads. */
public final class Waits {

    private final Map<Cause, Long> nanos = new EnumMap<>(Cause.class);

    /** What is waited for. */
    public enum Cause {
        /** An answer: the way there, the service, and the way back. */
        ANSWER,
        /** For others to be answered, because answers take longer than they did when fewer were under way. */
        SLOWER_ANSWERS,
        /** So many records a second, as asked for. */
        WEIGHT,
        /** So many requests a second, as asked for or by default. */
        REQUESTS,
        /** The service said that requests are too many: pauses, retries, and the pace it taught. */
        TOO_MANY,
        /** Errors of the service, time-outs and connections that failed: what they took, and the pauses and retries after them. */
        FAILURES
    }

    synchronized void add(Cause cause, Duration time) {
        if (!time.isNegative()) {
            nanos.merge(cause, time.toNanos(), Long::sum);
        }
    }

    /** How long they waited for this. */
    public synchronized Duration of(Cause cause) {
        return Duration.ofNanos(nanos.getOrDefault(cause, 0L));
    }
}
