package io.github.cdpcli.send;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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
        FAILURES;

        /** What one waits for who waits because of an attempt; empty when it was answered, and not with trouble. */
        static Optional<Cause> of(Attempt attempt) {
            if (attempt instanceof Attempt.Answered answer && answer.status() < 500) {
                return answer.status() == 429 ? Optional.of(TOO_MANY) : Optional.empty();
            }
            return Optional.of(FAILURES);
        }
    }

    /** Somebody waited so long; what is negative, because a clock was set, counts as nothing. */
    public synchronized void add(Cause cause, Duration time) {
        if (!time.isNegative()) {
            nanos.merge(cause, time.toNanos(), Long::sum);
        }
    }

    /** Counts the waits between attempts too, while another listener is told of them. */
    public SendListener counting(SendListener next) {
        return new SendListener() {
            @Override
            public void attempted(Request request, Attempt attempt) {
                next.attempted(request, attempt);
            }

            @Override
            public void waiting(String why, Duration wait, int retry) {
                next.waiting(why, wait, retry);
            }

            @Override
            public void waited(Attempt attempt, Duration time) {
                add(Cause.of(attempt).orElse(Cause.FAILURES), time);
                next.waited(attempt, time);
            }
        };
    }

    /** How long they waited for this. */
    public synchronized Duration of(Cause cause) {
        return Duration.ofNanos(nanos.getOrDefault(cause, 0L));
    }
}
