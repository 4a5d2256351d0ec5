package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts what becomes of records. */
final class Tally {

    /** The most bars that a picture of the events is made of. */
    private static final int BARS = 120;

    private long read;
    private long accepted;
    private long rejected;
    private long held;
    private long leftToOthers;
    private long leftOut;
    private long earlier;
    private long earlierRejected;
    private long earlierHeld;
    private long bytes;
    private long requests;
    private long waiting;
    private long rejectedInARow;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private final Map<String, Long> acceptedByType = new TreeMap<>();
    private final Map<String, Summary.Reason> reasons = new LinkedHashMap<>();
    private final Map<String, Long> warnings = new TreeMap<>();
    private final Histogram events = new Histogram();
    private final Throughput throughput;

    /**
     * Nothing yet.
     *
     * @param clock by which the run lasts
     */
    Tally(Clock clock) {
        throughput = new Throughput(clock);
    }

    /** A record was read, and waits to be settled. */
    synchronized void waiting() {
        read++;
        waiting++;
    }

    /** A record was read that this run leaves to other shards. */
    synchronized void leftToOthers() {
        read++;
        leftToOthers++;
    }

    /** A record was read that lies outside of the time that is to be sent. */
    synchronized void leftOut() {
        read++;
        leftOut++;
    }

    /** A record was read that an earlier run settled. */
    synchronized void earlier() {
        read++;
        earlier++;
    }

    /** An input is not read again, because an earlier run settled all of it. */
    synchronized void finishedEarlier(Journal.Finish end) {
        read += end.records();
        leftToOthers += end.leftToOthers();
        leftOut += end.leftOut();
        earlier += end.records() - end.leftToOthers() - end.leftOut();
    }

    /** What became, in earlier runs, of records of an input. */
    synchronized void became(Journal.Counts counts) {
        earlierRejected += counts.rejected();
        earlierHeld += counts.held();
    }

    synchronized void request() {
        requests++;
    }

    /** Batches that were acknowledged. */
    synchronized long requests() {
        return requests;
    }

    synchronized void accepted(Item.Sending item) {
        accepted++;
        waiting--;
        rejectedInARow = 0;
        bytes += item.event().batchItemBytes();
        throughput.add();
        time(item.event().timestamp());
        acceptedByType.merge(item.event().type().wireName(), 1L, Long::sum);
        for (Problem warning : item.warnings()) {
            warnings.merge(warning.code().wireName(), 1L, Long::sum);
        }
    }

    private void time(@Nullable Instant at) {
        if (at != null) {
            events.add(at);
            first = first.isEmpty() || at.isBefore(first.get()) ? Optional.of(at) : first;
            last = last.isEmpty() || at.isAfter(last.get()) ? Optional.of(at) : last;
        }
    }

    synchronized void rejected(Reject reject) {
        waiting--;
        if (reject.held()) {
            held++;
        } else {
            rejected++;
            rejectedInARow++;
        }
        Summary.Reason seen = reasons.get(reject.code());
        reasons.put(reject.code(), seen == null ? new Summary.Reason(1, reject) : seen.and(reject));
    }

    /** Rejected records since the last one that was accepted, of this run. */
    synchronized long rejectedInARow() {
        return rejectedInARow;
    }

    synchronized long accepted() {
        return accepted;
    }

    synchronized long rejected() {
        return rejected;
    }

    /** As it stands. */
    synchronized Summary summary(Optional<Summary.Stop> stop) {
        return new Summary(
                read,
                accepted,
                rejected,
                held,
                new Summary.Filtered(leftToOthers, leftOut),
                new Summary.Earlier(earlier, earlierRejected, earlierHeld),
                waiting,
                requests,
                bytes,
                first,
                last,
                Collections.unmodifiableMap(new TreeMap<>(acceptedByType)),
                Collections.unmodifiableMap(new LinkedHashMap<>(reasons)),
                Collections.unmodifiableMap(new TreeMap<>(warnings)),
                stop,
                new Summary.Course(events.bars(BARS), throughput.spans()));
    }
}
