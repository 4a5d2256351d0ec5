package io.github.cdpcli.send;

import java.time.Duration;
import java.util.Optional;

/**
 * How long to wait before the same bytes are sent again, and when to stop. Pure: time and chance are given to it.
 *
 * <p>Waits double from {@link #FIRST_WAIT} to the longest; of each, a random half is left out so that many
 * clients do not return at once. A Retry-After is honoured up to {@link #LONGEST_RETRY_AFTER}, and made longer by up to a
 * tenth, never shorter. After a kept connection turned out to be closed the first new attempt comes at once.
 *
 * @param maxRetries attempts after the first
 * @param maxElapsed no further wait begins that would end later than this after the first attempt failed
 * @param longestWait the longest wait that is not asked for by the service
 */
public record RetryPolicy(int maxRetries, Duration maxElapsed, Duration longestWait) {

    static final Duration FIRST_WAIT = Duration.ofMillis(500);
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    /** Where a {@link Pace} keeps many from knocking at once, each may look soon whether the trouble is over. */
    static final Duration LONGEST_PACED_WAIT = Duration.ofSeconds(4);

    /** The service's word counts, but not for hours. */
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    /** As many retries as this, however long they take: for single calls. */
    public static RetryPolicy retries(int maxRetries) {
        return new RetryPolicy(maxRetries, Duration.ofDays(1), LONGEST_WAIT);
    }

    /** As many retries as fit into a time: for riding out an outage. */
    public static RetryPolicy outage(int maxRetries, Duration longest) {
        return new RetryPolicy(maxRetries, longest, LONGEST_WAIT);
    }

    /** The same for many who send through a {@link Pace}. */
    public RetryPolicy paced() {
        return new RetryPolicy(maxRetries, maxElapsed, LONGEST_PACED_WAIT);
    }

    /**
     * The wait before the next attempt; empty when there should be none.
     *
     * @param attempts attempts made so far, from 1
     * @param elapsed since the first attempt failed
     * @param retryAfter what the answer asked for
     * @param stale whether the attempt failed on a connection that an earlier request had left open
     * @param chance from 0 to 1, exclusive
     */
    Optional<Duration> next(
            int attempts, Duration elapsed, Optional<Duration> retryAfter, boolean stale, double chance) {
        if (attempts > maxRetries) {
            return Optional.empty();
        }
        Duration wait = retryAfter.isPresent() ? asked(retryAfter.get(), chance) : backoff(attempts, chance);
        if (stale && attempts == 1) {
            wait = Duration.ZERO;
        }
        return elapsed.plus(wait).compareTo(maxElapsed) > 0 ? Optional.empty() : Optional.of(wait);
    }

    /** Whether a wait that the service asks for would end later than is allowed, however many retries are left. */
    boolean isTooLong(Duration elapsed, Duration retryAfter) {
        return elapsed.plus(retryAfter).compareTo(maxElapsed) > 0;
    }

    private static Duration asked(Duration retryAfter, double chance) {
        if (retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0) {
            return LONGEST_RETRY_AFTER;
        }
        Duration longer = Duration.ofMillis((long) (retryAfter.toMillis() * (1 + chance / 10)));
        return longer.compareTo(FIRST_WAIT) < 0
                ? FIRST_WAIT
                : longer.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : longer;
    }

    private Duration backoff(int attempts, double chance) {
        long doubled = FIRST_WAIT.toMillis() << Math.min(attempts - 1, 20);
        long capped = Math.min(doubled, longestWait.toMillis());
        return Duration.ofMillis(capped / 2 + (long) (capped / 2.0 * chance));
    }
}
