package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Problem;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what becomes of records. */
final class Tally {

    /** The most bars that a picture of the events is made of. */
    private static final int BARS = 120;

    /** Records are read by one thread, and settled by many. */
    private final AtomicLong read = new AtomicLong();

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
    private long rejectedInARow;
    private Optional<Instant> first = Optional.empty();
    private Optional<Instant> last = Optional.empty();
    private final Map<CallType, Long> acceptedByType = new EnumMap<>(CallType.class);
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
    void waiting() {
        read.incrementAndGet();
    }

    /** A record was read that this run leaves to other shards. */
    synchronized void leftToOthers() {
        read.incrementAndGet();
        leftToOthers++;
    }

    /** A record was read that lies outside of the time that is to be sent. */
    synchronized void leftOut() {
        read.incrementAndGet();
        leftOut++;
    }

    /** A record was read that an earlier run settled. */
    synchronized void earlier() {
        read.incrementAndGet();
        earlier++;
    }

    /** An input is not read again, because an earlier run settled all of it. */
    synchronized void finishedEarlier(Journal.Finish end) {
        read.addAndGet(end.records());
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

    /** Records of one lane are settled. */
    synchronized void settled(List<Ledger.Entry> entries) {
        long acceptedBefore = accepted;
        for (Ledger.Entry entry : entries) {
            if (entry.reject().isPresent()) {
                rejected(entry.reject().get());
            } else if (entry.item() instanceof Item.Sent sent) {
                accepted(sent);
            }
        }
        throughput.add((int) (accepted - acceptedBefore));
    }

    private void accepted(Item.Sent item) {
        accepted++;
        rejectedInARow = 0;
        bytes += item.batchItemBytes();
        item.happened().ifPresent(this::time);
        acceptedByType.merge(item.type(), 1L, Long::sum);
        for (Problem.Code warning : item.warnings()) {
            warnings.merge(warning.wireName(), 1L, Long::sum);
        }
    }

    private void time(Instant at) {
        events.add(at);
        first = first.isEmpty() || at.isBefore(first.get()) ? Optional.of(at) : first;
        last = last.isEmpty() || at.isAfter(last.get()) ? Optional.of(at) : last;
    }

    private void rejected(Reject reject) {
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
        Map<String, Long> byType = new TreeMap<>();
        acceptedByType.forEach((type, count) -> byType.put(type.wireName(), count));
        long settled = accepted + rejected + held + leftToOthers + leftOut + earlier;
        // After the others, so that there are never more settled than read.
        long readSoFar = read.get();
        return new Summary(
                readSoFar,
                accepted,
                rejected,
                held,
                new Summary.Filtered(leftToOthers, leftOut),
                new Summary.Earlier(earlier, earlierRejected, earlierHeld),
                readSoFar - settled,
                requests,
                bytes,
                first,
                last,
                Collections.unmodifiableMap(byType),
                Collections.unmodifiableMap(new LinkedHashMap<>(reasons)),
                Collections.unmodifiableMap(new TreeMap<>(warnings)),
                stop,
                new Summary.Course(events.bars(BARS), throughput.spans()));
    }
}
