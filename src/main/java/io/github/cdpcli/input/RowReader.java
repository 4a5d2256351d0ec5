package io.github.cdpcli.input;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads one file's records in order, holding one at a time. */
public interface RowReader extends Closeable {

    /** A record longer than this is broken, and is skipped without being held. */
    int MAX_RECORD_BYTES = 1_000_000;

    /**
     * The next record, or null at the end of the file. A record that has arrived as a whole is returned before the file is
     * asked for more.
     *
     * @throws IOException when the machine fails to read; never for bad data
     */
    @Nullable
    Row next() throws IOException;

    /**
     * Whether another record, or at least more bytes, are at hand. When not, {@link #next} may wait for as long as whoever
     * writes the other end of a pipe likes, and what was read so far should not wait with it.
     */
    default boolean hasBuffered() throws IOException {
        return true;
    }

    /** How a record becomes a call, for a person who looks before sending: a line for each column of a table. */
    default List<String> mapping() {
        return List.of("each record is a call as it is");
    }
}
