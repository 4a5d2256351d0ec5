package io.github.cdpcli.send;

import java.time.Duration;
import java.time.Instant;

/**
 * How many requests may be under way at a time: one more for each answer until the first sign of trouble, a part of one
 * after it, and none while answers take longer than they did; trouble halves it, at most once a second.
 *
 * <p>What a series of troubles took away without an answer in between comes back as quickly as it went, up to half of what
 * was borne before; and after a while without trouble it grows by a quarter with each round.
 *
 * <p>Not safe for use by several threads.
 */
final class Concurrency {

    private static final int FIRST_LIMIT = 4;
    private static final Duration BETWEEN_HALVINGS = Duration.ofSeconds(1);
    private static final Duration CALM = Duration.ofSeconds(3);

    private final int most;
    private final Latency latency = new Latency();
    private double limit;
    private double halfOfWhatWasBorne = Double.MAX_VALUE;
    private boolean answeredSince = true;
    private Instant lastHalving = Instant.EPOCH;
    private Instant lastTrouble = Instant.EPOCH;

    /**
     * Nothing is known yet.
     *
     * @param most requests at a time
     */
    Concurrency(int most) {
        this.most = most;
        this.limit = Math.min(most, FIRST_LIMIT);
    }

    /** Requests at a time, at least 1. */
    int limit() {
        return Math.max(1, (int) limit);
    }

    /** Whether answers come about as fast as they ever did. */
    boolean isFast() {
        return latency.holds();
    }

    /** An answer came that is no sign of trouble. */
    void answered(Instant began, Instant now) {
        latency.took(Duration.between(began, now));
        answeredSince = true;
        if (latency.holds()) {
            limit = Math.min(most, limit + growth(now));
        }
    }

    private double growth(Instant now) {
        if (limit < halfOfWhatWasBorne) {
            return 1;
        }
        return now.isAfter(lastTrouble.plus(CALM)) ? Math.max(0.25, 1 / limit) : 1 / limit;
    }

    /** Too much, or something broke under it. */
    void trouble(Instant now) {
        lastTrouble = now;
        if (now.isAfter(lastHalving.plus(BETWEEN_HALVINGS))) {
            limit = Math.max(1, limit / 2);
            lastHalving = now;
            if (answeredSince) {
                halfOfWhatWasBorne = limit;
                answeredSince = false;
            }
        }
    }
}
