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

    synchronized void read() {
        read++;
    }

    /** A record was made up of what was read, and waits to be settled. */
    synchronized void waiting() {
        waiting++;
    }

    /** A record that this run leaves to other shards. */
    synchronized void leftToOthers() {
        leftToOthers++;
    }

    /** A record outside of the time that is to be sent. */
    synchronized void leftOut() {
        leftOut++;
    }

    /** Records that an earlier run settled. */
    synchronized void earlier(long records) {
        earlier += records;
    }

    /** Records of an input that is not read again, because an earlier run settled all of it. */
    synchronized void readAndSettledEarlier(long records) {
        read += records;
        earlier += records;
    }

    synchronized void request() {
        requests++;
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

    /** Records rejected, of those read by this run, from 0 to 1. */
    synchronized double rejectedShare() {
        return read == 0 ? 0 : (double) rejected / read;
    }

    synchronized long rejected() {
        return rejected;
    }

    /** As it stands. A record may be on its way from being read to waiting while this is asked; more than one never is. */
    synchronized Summary summary(Optional<Summary.Stop> stop) {
        return new Summary(
                read,
                accepted,
                rejected,
                held,
                new Summary.Filtered(leftToOthers, leftOut),
                earlier,
                waiting + (stop.isPresent() && read - settled() - waiting == 1 ? 1 : 0),
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

    private long settled() {
        return accepted + rejected + held + leftToOthers + leftOut + earlier;
    }
}
