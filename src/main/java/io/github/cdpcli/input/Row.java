package io.github.cdpcli.input;

import io.github.cdpcli.event.EventFactory.SourceText;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import org.jspecify.annotations.Nullable;

/** One record of a file, readable or not. */
public sealed interface Row {

    Position position();

    /** The record as it stands in the file, without its line end; of one that is oversized, its beginning. */
    String raw();

    /** What tells the record in its file where {@link #raw} is not all of it, to the byte; null where it is. */
    default @Nullable Fingerprint fingerprint() {
        return null;
    }

    /**
     * The record in its file: so many bytes from its offset on, its line end among them if that was read.
     *
     * @param bytes how many
     * @param sha256 their hash, in hexadecimal digits
     */
    record Fingerprint(long bytes, String sha256) {}

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
    record Broken(Position position, String raw, @Nullable Fingerprint fingerprint, Problem problem) implements Row {}
}
