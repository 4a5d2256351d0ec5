package io.github.cdpcli.backfill;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Records over time, in UTC, however many and in whatever order. It begins with counts for each hour; when there are too
 * many of them to keep, days take their place, then months, then years.
 */
public final class Histogram {

    /** The most counts that are kept; days of eleven years, so that what is seen on a page is never coarser for it. */
    private static final int MOST_KEPT = 4096;

    private final Map<Long, Count> counts = new HashMap<>();
    private Step kept = Step.HOUR;
    private @Nullable Instant first;
    private @Nullable Instant last;
    /** Where the record before this one was counted, which in most files is where the next one is. */
    private long recent;

    private @Nullable Count ofRecent;

    /** A span of the calendar; weeks begin on Monday. */
    public enum Step {
        HOUR,
        DAY,
        WEEK,
        MONTH,
        QUARTER,
        YEAR,
        DECADE,
        CENTURY,
        MILLENNIUM;

        /** Which of these spans a time lies in; the short ones are asked for each record. */
        long of(Instant time) {
            return switch (this) {
                case HOUR -> Math.floorDiv(time.getEpochSecond(), 3600);
                case DAY -> Math.floorDiv(time.getEpochSecond(), 86_400);
                default -> of(utc(time));
            };
        }

        /** Which of these spans a time lies in. */
        long of(LocalDateTime time) {
            long day = time.getLong(ChronoField.EPOCH_DAY);
            long month = time.getLong(ChronoField.PROLEPTIC_MONTH);
            return switch (this) {
                case HOUR -> day * 24 + time.getHour();
                case DAY -> day;
                // The first day of 1970 was a Thursday.
                case WEEK -> Math.floorDiv(day + 3, 7);
                case MONTH -> month;
                case QUARTER -> Math.floorDiv(month, 3);
                case YEAR -> Math.floorDiv(month, 12);
                case DECADE -> Math.floorDiv(month, 120);
                case CENTURY -> Math.floorDiv(month, 1200);
                case MILLENNIUM -> Math.floorDiv(month, 12_000);
            };
        }

        /** When such a span begins. */
        LocalDateTime start(long number) {
            return switch (this) {
                case HOUR -> LocalDateTime.ofEpochSecond(number * 3600, 0, ZoneOffset.UTC);
                case DAY -> LocalDate.ofEpochDay(number).atStartOfDay();
                case WEEK -> LocalDate.ofEpochDay(number * 7 - 3).atStartOfDay();
                case MONTH -> startOfMonth(number);
                case QUARTER -> startOfMonth(number * 3);
                case YEAR -> startOfMonth(number * 12);
                case DECADE -> startOfMonth(number * 120);
                case CENTURY -> startOfMonth(number * 1200);
                case MILLENNIUM -> startOfMonth(number * 12_000);
            };
        }

        private static LocalDateTime startOfMonth(long month) {
            return LocalDate.of((int) Math.floorDiv(month, 12), (int) Math.floorMod(month, 12L) + 1, 1)
                    .atStartOfDay();
        }

        /** What is kept when there are too many of these: spans that they fill without a rest. */
        private Step coarser() {
            return switch (this) {
                case HOUR -> DAY;
                case DAY, WEEK -> MONTH;
                default -> YEAR;
            };
        }
    }

    /** How many records there are in a span so far. */
    private static final class Count {
        private long count;
    }

    /** How many records there are in one span. */
    public record Bar(LocalDateTime start, long count) {}

    /** Spans that follow each other without a gap, from the first record to the last. */
    public record Bars(Step step, List<Bar> bars) {}

    /** Counts a record of a time in the years 0 to 9999. */
    void add(Instant time) {
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
        long number = kept.of(time);
        Count count = ofRecent;
        if (count == null || number != recent) {
            count = counts.computeIfAbsent(number, other -> new Count());
            ofRecent = count;
            recent = number;
        }
        count.count++;
        if (counts.size() > MOST_KEPT && kept != Step.YEAR) {
            coarsen();
        }
    }

    private void coarsen() {
        Step coarser = kept.coarser();
        Map<Long, Count> fewer = sums(coarser);
        counts.clear();
        counts.putAll(fewer);
        kept = coarser;
        ofRecent = null;
    }

    private Map<Long, Count> sums(Step step) {
        Map<Long, Count> sums = new HashMap<>();
        counts.forEach((number, count) ->
                sums.computeIfAbsent(step.of(kept.start(number)), other -> new Count()).count += count.count);
        return sums;
    }

    private static LocalDateTime utc(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    /** The earliest time. */
    public Optional<Instant> first() {
        return Optional.ofNullable(first);
    }

    /** The latest time. */
    public Optional<Instant> last() {
        return Optional.ofNullable(last);
    }

    /**
     * All records in bars of the shortest span of which so many are enough.
     *
     * @param most from 10, for which millennia are never too many, to 500, for which days are always kept when they fit
     * @return no bars when there are no records
     */
    public Bars bars(int most) {
        if (first == null || last == null) {
            return new Bars(Step.HOUR, List.of());
        }
        Step step = Step.MILLENNIUM;
        for (Step shorter : Step.values()) {
            long needed = shorter.of(utc(last)) - shorter.of(utc(first)) + 1;
            if (shorter.compareTo(kept) >= 0 && needed <= most) {
                step = shorter;
                break;
            }
        }
        Map<Long, Count> sums = sums(step);
        List<Bar> bars = new ArrayList<>();
        for (long number = step.of(utc(first)); number <= step.of(utc(last)); number++) {
            bars.add(new Bar(step.start(number), sums.getOrDefault(number, new Count()).count));
        }
        return new Bars(step, bars);
    }
}
