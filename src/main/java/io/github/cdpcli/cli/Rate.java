package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Throughput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast records were accepted in one part of a run.
 *
 * @param from since the run began
 * @param to later than from, unless the run took no time
 */
record Rate(Duration from, Duration to, long records) {

    /** Records a second. */
    double perSecond() {
        return records * 1e9 / Math.max(1, to.minus(from).toNanos());
    }

    /** Batches arrive all at once: within less than this, a rate says more about them than about the run. */
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    /** A whole run in at most so many parts of the same length; only the last may be shorter, or longer by a half. */
    static List<Rate> all(Throughput.Spans spans, int most) {
        int together = Math.max(
                (int) SHORTEST.dividedBy(spans.span()), (spans.perSpan().size() + most - 1) / most);
        together = Math.max(1, together);
        List<Rate> rates = new ArrayList<>();
        for (int i = 0; i < spans.perSpan().size(); i += together) {
            int end = Math.min(spans.perSpan().size(), i + together);
            long records = spans.perSpan().subList(i, end).stream()
                    .mapToLong(Long::longValue)
                    .sum();
            Duration to = spans.span().multipliedBy(end);
            rates.add(new Rate(
                    spans.span().multipliedBy(i), to.compareTo(spans.elapsed()) < 0 ? to : spans.elapsed(), records));
        }
        mergeStump(rates, spans.span().multipliedBy(together));
        return rates;
    }

    /** What is accepted in the last moment would look like a peak, or a fall to nothing. */
    private static void mergeStump(List<Rate> rates, Duration whole) {
        int last = rates.size() - 1;
        if (last > 0 && rates.get(last).length().multipliedBy(2).compareTo(whole) < 0) {
            Rate stump = rates.remove(last);
            Rate before = rates.get(last - 1);
            rates.set(last - 1, new Rate(before.from, stump.to, before.records + stump.records));
        }
    }

    private Duration length() {
        return to.minus(from);
    }
}
