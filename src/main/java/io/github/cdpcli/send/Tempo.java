package io.github.cdpcli.send;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * How many requests a second may begin: as many as allowed, until the service refuses some for being too many. From then
 * on about as many as it took, found again quickly and left slowly: at once a tenth less than it took, up to that within
 * seconds, there for as long again where it proved to be right, and then ever faster upwards. Whatever it was, a service
 * that takes everything again gets all there is within some eight seconds.
 *
 * <p>Where nothing at all is taken there is nothing to learn: what it took before still stands when that is over.
 *
 * <p>Not safe for use by several threads.
 */
final class Tempo {

    /** What is taken is counted over so many tenths of a second. */
    private static final int SPANS = 20;

    private static final long SPAN_MILLIS = 100;
    private static final long LEAST_MILLIS = 1000;
    private static final Duration BETWEEN_LESSONS = Duration.ofMillis(300);
    private static final double LESS = 0.9;
    private static final double LEAST = 1;

    /** Requests a second that are added in the first second of going beyond what was taken; after n seconds, n³ as many. */
    private static final double GROWTH = 1;

    /** Two lessons that differ by less teach the same. */
    private static final double ALIKE = 0.2;

    private final double most;
    private final long[] taken = new long[SPANS];
    private long lastSpan;
    private Instant first = Instant.MAX;
    private Instant pausedFrom = Instant.EPOCH;
    private Instant pausedUntil = Instant.EPOCH;
    private Instant lesson = Instant.MIN;
    private Instant taking = Instant.MAX;
    private boolean taught;
    private boolean tookSince;
    private double ceiling;
    private boolean confirmed;

    /**
     * Nothing is known yet.
     *
     * @param most requests a second
     */
    Tempo(double most) {
        this.most = most;
    }

    /** Requests a second, now. */
    double perSecond(Instant now) {
        if (!taught) {
            return most;
        }
        double seconds = taking.isAfter(now) ? 0 : Duration.between(taking, now).toMillis() / 1000.0;
        double back = Math.cbrt(ceiling * (1 - LESS) / GROWTH);
        double beyond = seconds - back - (confirmed ? back : 0);
        double from = Math.max(Math.min(0, seconds - back), beyond);
        double rate = ceiling + GROWTH * from * from * from;
        taught = rate < most;
        return Math.max(LEAST, Math.min(most, rate));
    }

    /** Whether it is what the service taught, and not what is allowed. */
    boolean isTaught(Instant now) {
        return perSecond(now) < most && taught;
    }

    /** A request began. */
    void began(Instant now) {
        if (now.isBefore(first)) {
            first = now;
        }
    }

    /** A request was taken, whatever became of what was in it. */
    void took(Instant now) {
        forget(now);
        taken[(int) (lastSpan % SPANS)]++;
        if (!tookSince) {
            tookSince = true;
            taking = now;
        }
    }

    /** A request was refused because there were too many. */
    void refused(Instant began, Instant now) {
        boolean wasOnItsWay = taught && began.isBefore(lesson);
        boolean tooSoon = taught && now.isBefore(lesson.plus(BETWEEN_LESSONS));
        if (!tookSince || wasOnItsWay || tooSoon) {
            return;
        }
        double learned = Math.max(LEAST, Math.min(perSecond(now), measured(now)));
        confirmed = taught && Math.abs(learned - ceiling) <= ALIKE * ceiling;
        ceiling = learned;
        lesson = now;
        taking = Instant.MAX;
        taught = true;
        tookSince = false;
    }

    /** Nothing may begin for a time: what was taken was taken in the rest of it. */
    void paused(Instant from, Instant until) {
        pausedFrom = from.isBefore(pausedUntil) ? pausedFrom : from;
        pausedUntil = until;
    }

    private double measured(Instant now) {
        forget(now);
        Instant from = now.minusMillis(SPANS * SPAN_MILLIS);
        from = first.isAfter(from) ? first : from;
        long paused =
                millis(pausedFrom.isAfter(from) ? pausedFrom : from, pausedUntil.isBefore(now) ? pausedUntil : now);
        return Arrays.stream(taken).sum() * 1000.0 / Math.max(LEAST_MILLIS, millis(from, now) - paused);
    }

    private static long millis(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toMillis());
    }

    private void forget(Instant now) {
        long span = now.toEpochMilli() / SPAN_MILLIS;
        if (span - lastSpan >= SPANS) {
            Arrays.fill(taken, 0);
            lastSpan = span;
        }
        while (lastSpan < span) {
            taken[(int) (++lastSpan % SPANS)] = 0;
        }
    }
}
