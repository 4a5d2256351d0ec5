package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Problem;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts what becomes of records. */
final class Tally {

    private long read;
    private long accepted;
    private long rejected;
    private long held;
    private long pending;
    private long requests;
    private long bytes;
    private final Map<String, Summary.Reason> reasons = new LinkedHashMap<>();
    private final Map<String, Long> warnings = new LinkedHashMap<>();

    void read() {
        read++;
    }

    /** A record waits for its acknowledgement. */
    void pending(List<Problem> problems) {
        pending++;
        problems.forEach(problem -> warnings.merge(problem.code().wireName(), 1L, Long::sum));
    }

    void accepted(List<Event> events) {
        requests++;
        pending -= events.size();
        accepted += events.size();
        events.forEach(event -> bytes += event.batchItemBytes());
    }

    /** A record that waited was refused. */
    void refused(Reject reject) {
        pending--;
        rejected(reject);
    }

    void rejected(Reject reject) {
        if (reject.held()) {
            held++;
        } else {
            rejected++;
        }
        Summary.Reason seen = reasons.get(reject.code());
        reasons.put(reject.code(), seen == null ? new Summary.Reason(1, reject) : seen.and());
    }

    /** The end: what still waits is unsettled, and so is a record that was read but never got as far as waiting. */
    Summary summary(Optional<Summary.Stop> stop) {
        long lost = read - accepted - rejected - held - pending;
        return new Summary(
                read,
                accepted,
                rejected,
                held,
                pending + (stop.isPresent() ? lost : 0),
                requests,
                bytes,
                Collections.unmodifiableMap(new LinkedHashMap<>(reasons)),
                Collections.unmodifiableMap(new LinkedHashMap<>(warnings)),
                stop);
    }
}
