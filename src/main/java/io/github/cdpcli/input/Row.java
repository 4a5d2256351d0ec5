package io.github.cdpcli.input;

import io.github.cdpcli.event.EventFactory.SourceText;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import org.jspecify.annotations.Nullable;

/** One record of a file, readable or not. */
public sealed interface Row {

    Position position();

    /** The record as it stands in the file, without its line end; at most {@link RowReader#MAX_RECORD_BYTES} of it. */
    String raw();

    /**
     * A record in the shape of a call.
     *
     * @param call the call, not yet checked
     * @param source the bytes it was read from, or null when it was not read from JSON
     */
    record Parsed(
            Position position,
            String raw,
            Json.Obj call,
            @Nullable SourceText source) implements Row {}

    /** A record that cannot be read; the reading goes on behind it. */
    record Broken(Position position, String raw, Problem problem) implements Row {}
}
