package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.Json;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of history that is sent: from a time on, and before another.
 *
 * <p>Whether a record lies in it depends on its time alone, so that it can be told of one that cannot be sent: a mistake of
 * years ago is no concern of last night's run. A record whose time cannot be read lies nowhere, and is left to the rules.
 *
 * @param since the earliest time that is sent; empty for all
 * @param until the first time that is not; empty for all
 * @param reader reads the times of records, as it does for the rules
 */
public record TimeWindow(Optional<Instant> since, Optional<Instant> until, TimestampReader reader) {

    /** Leaves nothing out. */
    public static final TimeWindow ALL =
            new TimeWindow(Optional.empty(), Optional.empty(), TimestampReader.forFiles(null));

    /**
     * Whether a record is left out.
     *
     * @param usual the time of records that name none; empty when they are rejected
     */
    boolean leavesOut(Json.Obj call, Optional<Instant> usual) {
        if (since.isEmpty() && until.isEmpty()) {
            return false;
        }
        return time(call.get(Field.TIMESTAMP.key()), usual)
                .filter(time -> !contains(time))
                .isPresent();
    }

    /** Whether an event is left out, which says when it happened. */
    boolean leavesOut(Event event) {
        Instant time = event.timestamp();
        return time != null && !contains(time);
    }

    private Optional<Instant> time(@Nullable Json value, Optional<Instant> usual) {
        if (value == null || value == Json.Word.NULL) {
            return usual;
        }
        return reader.read(value) instanceof TimestampReader.Reading.At at
                ? Optional.of(at.instant())
                : Optional.empty();
    }

    private boolean contains(Instant time) {
        return since.filter(time::isBefore).isEmpty()
                && until.filter(end -> !time.isBefore(end)).isEmpty();
    }
}
