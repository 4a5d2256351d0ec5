package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A backfill that is over, as a receipt tells of it.
 *
 * @param place the receiver, as people name it
 * @param keyEnding the last characters of the key, for telling keys apart
 * @param isSandbox whether nothing left this machine
 * @param about target and mapping, as in the journal
 * @param outcome what it says of itself with {@code --json}
 * @param limits what it was limited by, if it was long enough to tell
 * @param rejectFiles where the records are that were not sent
 */
record FinishedRun(
        String place,
        String keyEnding,
        boolean isSandbox,
        Instant finished,
        Duration took,
        Json.Obj about,
        Json.Obj outcome,
        List<Source> sources,
        Summary summary,
        Optional<LimitedBy> limits,
        List<Path> rejectFiles,
        Ending ending) {

    /**
     * What went over the wire.
     *
     * @param byStatus requests by HTTP status, or by what failed where there was no answer
     * @param retries requests that had gone before
     * @param bytesSent of all bodies
     */
    record Traffic(Map<String, Long> byStatus, long retries, long bytesSent) {}

    Instant began() {
        return finished.minus(took);
    }
}
