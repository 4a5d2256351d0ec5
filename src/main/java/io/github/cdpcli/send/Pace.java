package io.github.cdpcli.send;

import io.github.cdpcli.send.Waits.Cause;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * Keeps many senders from being too many: at most so many requests a second and records in them, as many at a time as the
 * service bears, and a pause for all when one of them is told to slow down.
 *
 * <p>How many go at a time is the matter of {@link Concurrency}, how many in a second that of {@link Tempo}. A refusal
 * for too many requests teaches the tempo; only those that come one after another, with no answer in between, count as a
 * sign of trouble, as 5xx and time-outs do, and make the pauses longer.
 */
public final class Pace implements Transport {

    /**
     * Requests a second unless said otherwise: half of the documented 3000 in 3 seconds, which are shared with the
     * account's live traffic.
     */
    public static final int USUAL_REQUESTS_PER_SECOND = 500;

    private static final long SECOND = 1_000_000_000;
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
    private static final int MOST_DOUBLINGS = 2;

    private final Transport transport;
    private final Clock clock;
    private final Sleeper sleeper;
    private final BooleanSupplier stopped;
    private final OptionalInt weightPerSecond;
    private final Concurrency concurrency;
    private final Tempo tempo;
    private final Waits waits = new Waits();
    private int active;
    private int refusalsInARow;
    private Cause lastTrouble = Cause.SLOWER_ANSWERS;
    private Cause pausedFor = Cause.TOO_MANY;
    private Instant lastRefusal = Instant.EPOCH;
    private Instant nextSlot = Instant.EPOCH;
    private Instant nextWeight = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;

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
        this.concurrency = new Concurrency(most);
        this.tempo = new Tempo(requestsPerSecond);
        this.weightPerSecond = weightPerSecond;
    }

    /** When one may ask again and what it waits for until then, as told at some time; no wait when it may go. */
    private record Turn(Duration time, Cause cause, Instant told) {}

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
        Turn turn = tryEnter(weight, Optional.empty());
        while (!turn.time.isZero()) {
            sleeper.sleep(turn.time);
            turn = tryEnter(weight, Optional.of(turn));
        }
    }

    private synchronized Turn tryEnter(int weight, Optional<Turn> before) throws InterruptedException {
        Duration forPlace = active < concurrency.limit() ? Duration.ZERO : awaitPlace();
        if (stopped.getAsBoolean()) {
            throw new InterruptedException("nothing more is to be sent");
        }
        Instant now = clock.instant();
        before.ifPresent(
                turn -> waits.add(turn.cause, Duration.between(turn.told, now).minus(forPlace)));
        Instant free = later(later(nextSlot, nextWeight), pausedUntil);
        if (free.isAfter(now)) {
            Duration wait = Duration.between(now, free);
            return new Turn(wait.toNanos() < 1_000_000 ? Duration.ofMillis(1) : wait, whatFor(free, now), now);
        }
        tempo.began(now);
        // A slot that was missed may be made up for, but only for a tenth of a second: no bursts. One of a pause may
        // not
        // be, if it was too fast before.
        Instant earliest = now.minusMillis(100);
        Instant slot = tempo.isTaught(now) ? later(earliest, pausedUntil) : earliest;
        nextSlot = later(nextSlot, slot).plusNanos((long) (SECOND / tempo.perSecond(now)));
        if (weightPerSecond.isPresent()) {
            // Who waited for the slot and woke late has not given that time away.
            nextWeight = (before.isPresent() ? later(free, earliest) : now)
                    .plusNanos(weight * SECOND / weightPerSecond.getAsInt());
        }
        active++;
        return new Turn(Duration.ZERO, Cause.ANSWER, now);
    }

    private Duration awaitPlace() throws InterruptedException {
        Instant began = clock.instant();
        Cause cause = concurrency.isFast() ? lastTrouble : Cause.SLOWER_ANSWERS;
        while (active >= concurrency.limit()) {
            wait();
        }
        Duration time = Duration.between(began, clock.instant());
        waits.add(cause, time);
        return time;
    }

    private Cause whatFor(Instant free, Instant now) {
        if (free.equals(pausedUntil)) {
            return pausedFor;
        } else if (free.equals(nextWeight)) {
            return Cause.WEIGHT;
        }
        return tempo.isTaught(now) ? Cause.TOO_MANY : Cause.REQUESTS;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private synchronized void leave(Attempt attempt, Instant began) {
        Instant now = clock.instant();
        active--;
        waits.add(Cause.of(attempt).orElse(Cause.ANSWER), Duration.between(began, now));
        if (isTrouble(attempt)) {
            slowDown(attempt, began, now);
        } else if (attempt instanceof Attempt.Answered) {
            refusalsInARow = 0;
            tempo.took(now);
            concurrency.answered(began, now);
        }
        notifyAll();
    }

    private static boolean isTrouble(Attempt attempt) {
        return attempt instanceof Attempt.Answered answer
                ? answer.status() == TOO_MANY || answer.status() >= 500
                : isUnreachable(attempt) || ((Attempt.Failed) attempt).cause() == Attempt.Cause.TIMEOUT;
    }

    /** Nobody is there: while one looks whether that is over, the others need not. */
    private static boolean isUnreachable(Attempt attempt) {
        return attempt instanceof Attempt.Failed failed
                && (failed.cause() == Attempt.Cause.CONNECT || failed.cause() == Attempt.Cause.NAME);
    }

    private void slowDown(Attempt attempt, Instant began, Instant now) {
        int status = attempt instanceof Attempt.Answered answer ? answer.status() : 0;
        lastTrouble = status == TOO_MANY ? Cause.TOO_MANY : Cause.FAILURES;
        if (status == TOO_MANY) {
            tempo.refused(began, now);
        }
        if (status == TOO_MANY || status == UNAVAILABLE || isUnreachable(attempt)) {
            if (!began.isBefore(lastRefusal)) {
                refusalsInARow++;
                lastRefusal = now;
            }
            pause(now, asked(attempt, now).orElseGet(() -> usualPause(status)));
        }
        if (status != TOO_MANY || refusalsInARow > 1) {
            concurrency.trouble(now);
        }
    }

    private static Optional<Duration> asked(Attempt attempt, Instant now) {
        return attempt instanceof Attempt.Answered answer
                ? RetryAfter.parse(answer.retryAfter(), now)
                : Optional.empty();
    }

    private void pause(Instant now, Duration asked) {
        Duration pause = asked.compareTo(RetryPolicy.LONGEST_RETRY_AFTER) > 0 ? RetryPolicy.LONGEST_RETRY_AFTER : asked;
        if (now.plus(pause).isAfter(pausedUntil)) {
            pausedUntil = now.plus(pause);
            tempo.paused(now, pausedUntil);
            pausedFor = lastTrouble;
        }
    }

    /** One refusal because of too many has made the tempo slower already; when that does not help, it is something else. */
    private Duration usualPause(int status) {
        int doublings = refusalsInARow - (status == TOO_MANY ? 2 : 1);
        return doublings < 0 ? Duration.ZERO : SHORTEST_PAUSE.multipliedBy(1L << Math.min(doublings, MOST_DOUBLINGS));
    }

    /** How many requests may be under way at the moment. */
    public synchronized int limit() {
        return concurrency.limit();
    }

    /** What those who send through it have waited for. */
    public Waits waits() {
        return waits;
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
