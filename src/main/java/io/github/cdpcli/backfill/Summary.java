package io.github.cdpcli.backfill;

import io.github.cdpcli.send.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What became of every record: read = accepted + rejected + held + filtered + earlier + unsettled, or the program is wrong.
 *
 * @param read records read
 * @param accepted records the service acknowledged
 * @param rejected records that cannot be sent, or that the service refused
 * @param held records a guard kept back
 * @param filteredOut records that are not this run's to send
 * @param settledEarlier records that an earlier run settled
 * @param unsettled records read and not settled because the run stopped
 * @param requests batches the service acknowledged
 * @param bytes bytes of the events acknowledged
 * @param first the earliest timestamp accepted
 * @param last the latest timestamp accepted
 * @param acceptedByType accepted records by call
 * @param reasons rejected and held records by code, each with its first
 * @param warnings problems of records that were sent all the same, by code
 * @param stop why it ended before the end of its input
 * @param course the accepted records over time
 */
public record Summary(
        long read,
        long accepted,
        long rejected,
        long held,
        Filtered filteredOut,
        Earlier settledEarlier,
        long unsettled,
        long requests,
        long bytes,
        Optional<Instant> first,
        Optional<Instant> last,
        Map<String, Long> acceptedByType,
        Map<String, Reason> reasons,
        Map<String, Long> warnings,
        Optional<Stop> stop,
        Course course) {

    /**
     * Records that are not this run's to send.
     *
     * @param byShard left to other shards
     * @param byTime outside of the time that is to be sent
     */
    public record Filtered(long byShard, long byTime) {}

    /**
     * Records that an earlier run settled.
     *
     * @param records all of them
     * @param rejected as far as the journal knows, those that were rejected
     * @param held those that were held back
     */
    public record Earlier(long records, long rejected, long held) {}

    /** All that were settled earlier. */
    public long earlier() {
        return settledEarlier.records();
    }

    /** All of them, whatever for. */
    public long filtered() {
        return filteredOut.byShard() + filteredOut.byTime();
    }

    /**
     * Accepted records over time.
     *
     * @param events by their timestamps
     * @param throughput by when they were accepted
     */
    public record Course(Histogram.Bars events, Throughput.Spans throughput) {}

    /** How many records there are for one reason, and the first of them. */
    public record Reason(long count, Reject first) {
        Reason and(Reject other) {
            boolean earlier = other.position().file().equals(first.position().file())
                    && other.position().record() < first.position().record();
            return new Reason(count + 1, earlier ? other : first);
        }
    }

    /** Why a run ended early. */
    public sealed interface Stop {
        /** The service, or the way to it, stopped it. */
        record ByOutcome(Outcome outcome) implements Stop {}

        /** The machine failed to read or write. */
        record ByMachine(String message) implements Stop {
            static ByMachine of(IOException e) {
                return new ByMachine(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
            }
        }

        /** An input is cut off or damaged; all before that is settled. */
        record ByBrokenInput(String message) implements Stop {}

        /** Too much was rejected. */
        record ByRejects(String message) implements Stop {}

        /** The input is not the one an earlier run began with. */
        record ByChangedInput(String input) implements Stop {}

        /** The user. */
        record ByUser() implements Stop {}
    }

    /** Whether the numbers add up. */
    public boolean addsUp() {
        return read == accepted + rejected + held + filtered() + earlier() + unsettled
                && (stop.isPresent() || unsettled == 0);
    }
}
