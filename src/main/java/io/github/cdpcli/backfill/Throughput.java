package io.github.cdpcli.backfill;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Records accepted over the time of a run, however long it lasts: counts for each tenth of a second at first; when there
 * are too many of them to keep, two become one. Not safe for threads.
 */
public final class Throughput {

    /** The most counts that are kept; even, so that they go in pairs. */
    static final int MOST_KEPT = 600;

    private static final long FIRST_MILLIS = 100;

    private final Clock clock;
    private final Instant began;
    private final long[] counts = new long[MOST_KEPT];
    private long millisEach = FIRST_MILLIS;
    private long elapsed;

    /** Begins now. */
    Throughput(Clock clock) {
        this.clock = clock;
        this.began = clock.instant();
    }

    /**
     * How many records were accepted in each span of a run.
     *
     * @param perSpan from the beginning of the run to {@code elapsed} without a gap; the last span may not be over
     * @param span how long each is
     * @param elapsed how long the run has lasted
     */
    public record Spans(List<Long> perSpan, Duration span, Duration elapsed) {}

    /** Counts a record that is accepted now. */
    void add() {
        add(1);
    }

    /** Counts records that are accepted now. */
    void add(int records) {
        counts[now()] += records;
    }

    /** As it stands now. */
    Spans spans() {
        int last = now();
        List<Long> perSpan = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            perSpan.add(counts[i]);
        }
        return new Spans(List.copyOf(perSpan), Duration.ofMillis(millisEach), Duration.ofMillis(elapsed));
    }

    /** Which of the counts it is time for; there is one when this returns. */
    private int now() {
        // A clock that is set back stands still until it is there again.
        elapsed = Math.max(elapsed, Duration.between(began, clock.instant()).toMillis());
        while (elapsed / millisEach >= MOST_KEPT) {
            coarsen();
        }
        return (int) (elapsed / millisEach);
    }

    private void coarsen() {
        for (int i = 0; i < MOST_KEPT; i++) {
            counts[i] = i < MOST_KEPT / 2 ? counts[2 * i] + counts[2 * i + 1] : 0;
        }
        millisEach *= 2;
    }
}
