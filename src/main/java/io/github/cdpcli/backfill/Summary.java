package io.github.cdpcli.backfill;

import io.github.cdpcli.send.Outcome;
import java.util.Map;
import java.util.Optional;

/**
 * What became of every record: read = accepted + rejected + held + unsettled, or the program is wrong.
 *
 * @param read records read
 * @param accepted records the service acknowledged
 * @param rejected records that cannot be sent, or that the service refused
 * @param held records a guard kept back
 * @param unsettled records read and not settled because the run stopped
 * @param requests batches the service acknowledged
 * @param bytes bytes of the events acknowledged
 * @param reasons rejected and held records by code, each with its first
 * @param warnings problems of records that were sent all the same, by code
 * @param stop why it ended before the end of its input
 */
public record Summary(
        long read,
        long accepted,
        long rejected,
        long held,
        long unsettled,
        long requests,
        long bytes,
        Map<String, Reason> reasons,
        Map<String, Long> warnings,
        Optional<Stop> stop) {

    /** How many records there are for one reason, and the first of them. */
    public record Reason(long count, Reject first) {
        Reason and() {
            return new Reason(count + 1, first);
        }
    }

    /** Why a run ended early. */
    public sealed interface Stop {
        /** The service, or the way to it, stopped it. */
        record ByOutcome(Outcome outcome) implements Stop {}

        /** The machine failed to read or write. */
        record ByMachine(String message) implements Stop {}
    }

    /** Whether the numbers add up. */
    public boolean addsUp() {
        return read == accepted + rejected + held + unsettled;
    }
}
