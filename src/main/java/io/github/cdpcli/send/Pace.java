package io.github.cdpcli.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * Keeps many senders from being too many: at most so many requests a second and records in them, as many at a time as the service bears, and
 * a pause for all when one of them is told to slow down.
 *
 * <p>How many go at a time grows by one for each success until the first sign of trouble (429, 5xx, a time-out), by a
 * part of one after it, and not at all while answers take longer than they did; trouble halves it, at most once a second.
 */
public final class Pace implements Transport {

    /**
     * Requests a second unless said otherwise: half of the documented 3000 in 3 seconds, which are shared with the
     * account's live traffic.
     */
    public static final int USUAL_REQUESTS_PER_SECOND = 500;

    private static final long SECOND = 1_000_000_000;
    private static final int FIRST_LIMIT = 4;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final Duration BETWEEN_HALVINGS = Duration.ofSeconds(1);

    private final Transport transport;
    private final Clock clock;
    private final Sleeper sleeper;
    private final BooleanSupplier stopped;
    private final int most;
    private final long spacingNanos;
    private final OptionalInt weightPerSecond;
    private final Latency latency = new Latency();
    private double limit;
    private boolean troubled;
    private int active;
    private Instant nextSlot = Instant.EPOCH;
    private Instant nextWeight = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private Instant lastHalving = Instant.EPOCH;
    /**
     * A pace for all who send through it.
     *
     * @param stopped whether nothing more is to be sent
     * @param most requests at a time
     * @param requestsPerSecond at least 1
     */
    public Pace(
            Transport transport,
            Clock clock,
            Sleeper sleeper,
            BooleanSupplier stopped,
            int most,
            int requestsPerSecond) {
        this(transport, clock, sleeper, stopped, most, requestsPerSecond, OptionalInt.empty());
    }

    /**
     * The same, and what goes in a second has a weight of at most so much: a request makes the next one wait as long as
     * its weight takes at that rate. What is sent again counts again.
     *
     * @param weightPerSecond at least 1; no request should weigh more than a second's worth, or they cannot leave evenly
     */
    public Pace(
            Transport transport,
            Clock clock,
            Sleeper sleeper,
            BooleanSupplier stopped,
            int most,
            int requestsPerSecond,
            OptionalInt weightPerSecond) {
        this.transport = transport;
        this.clock = clock;
        this.sleeper = sleeper;
        this.stopped = stopped;
        this.most = most;
        this.limit = Math.min(most, FIRST_LIMIT);
        this.spacingNanos = SECOND / requestsPerSecond;
        this.weightPerSecond = weightPerSecond;
    }

    @Override
    public Attempt attempt(Request request) {
        try {
            enter(request.weight());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Attempt.Failed(Attempt.Cause.CONNECT, "interrupted before it was sent");
        }
        Attempt attempt = new Attempt.Failed(Attempt.Cause.BROKEN, "not sent");
        Instant began = clock.instant();
        try {
            attempt = transport.attempt(request);
            return attempt;
        } finally {
            leave(attempt, began);
        }
    }

    private void enter(int weight) throws InterruptedException {
        Duration wait = tryEnter(weight, false);
        while (!wait.isZero()) {
            sleeper.sleep(wait);
            wait = tryEnter(weight, true);
        }
    }

    /** Zero when the caller may send now; else how long to wait before asking again. */
    private synchronized Duration tryEnter(int weight, boolean waited) throws InterruptedException {
        while (active >= Math.max(1, (int) limit)) {
            wait();
        }
        if (stopped.getAsBoolean()) {
            throw new InterruptedException("nothing more is to be sent");
        }
        Instant now = clock.instant();
        Instant free = later(later(nextSlot, nextWeight), pausedUntil);
        if (free.isAfter(now)) {
            Duration wait = Duration.between(now, free);
            return wait.toNanos() < 1_000_000 ? Duration.ofMillis(1) : wait;
        }
        // A slot that was missed may be made up for, but only for a tenth of a second: no bursts.
        Instant earliest = now.minusMillis(100);
        nextSlot = later(nextSlot, earliest).plusNanos(spacingNanos);
        if (weightPerSecond.isPresent()) {
            // Who waited for the slot and woke late has not given that time away.
            nextWeight = (waited ? later(free, earliest) : now).plusNanos(weight * SECOND / weightPerSecond.getAsInt());
        }
        active++;
        return Duration.ZERO;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private synchronized void leave(Attempt attempt, Instant began) {
        active--;
        if (isTrouble(attempt)) {
            slowDown(attempt);
        } else if (attempt instanceof Attempt.Answered) {
            latency.took(Duration.between(began, clock.instant()));
            limit = latency.holds() ? Math.min(most, limit + (troubled ? 1 / limit : 1)) : limit;
        }
        notifyAll();
    }

    private static boolean isTrouble(Attempt attempt) {
        return attempt instanceof Attempt.Answered answer
                ? answer.status() == 429 || answer.status() >= 500
                : ((Attempt.Failed) attempt).cause() == Attempt.Cause.TIMEOUT;
    }

    private void slowDown(Attempt attempt) {
        Instant now = clock.instant();
        troubled = true;
        if (now.isAfter(lastHalving.plus(BETWEEN_HALVINGS))) {
            limit = Math.max(1, limit / 2);
            lastHalving = now;
        }
        if (attempt instanceof Attempt.Answered answer && (answer.status() == 429 || answer.status() == 503)) {
            Duration asked = RetryAfter.parse(answer.retryAfter(), now).orElse(SHORTEST_PAUSE);
            Duration pause =
                    asked.compareTo(RetryPolicy.LONGEST_RETRY_AFTER) > 0 ? RetryPolicy.LONGEST_RETRY_AFTER : asked;
            pausedUntil = later(pausedUntil, now.plus(pause));
        }
    }

    /** How many requests may be under way at the moment. */
    public synchronized int limit() {
        return Math.max(1, (int) limit);
    }

    @Override
    public String withoutKey(String text) {
        return transport.withoutKey(text);
    }

    @Override
    public void close() {
        transport.close();
    }
}
