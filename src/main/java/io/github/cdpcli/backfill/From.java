package io.github.cdpcli.backfill;

import io.github.cdpcli.input.Row;
import java.time.Instant;

/**
 * Where records are read.
 *
 * @param file see {@link Origin#file}; empty before the first record, which gives it
 * @param now the time of records that name none, where they get one
 */
record From(String file, Instant now) {

    static From nowhere(Instant now) {
        return new From("", now);
    }

    /** The same once a record was read. */
    From orElse(Row first) {
        return file.isEmpty() ? new From(Origin.fileOf(first), now) : this;
    }
}
