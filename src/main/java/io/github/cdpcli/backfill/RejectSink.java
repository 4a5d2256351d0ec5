package io.github.cdpcli.backfill;

import java.io.IOException;

/** Takes records that were not sent. */
public interface RejectSink {

    /**
     * Takes one; it has left this process when this returns.
     *
     * @throws IOException when it cannot be kept, which stops the run
     */
    void write(Reject reject) throws IOException;

    /** Makes all that was taken survive the machine. */
    default void sync() throws IOException {}

    /** A record will not come again: an earlier run settled it. */
    default void settledEarlier(String input, long record) {}

    /**
     * How long the file is that takes the rejects of an input, up to where every line is of a settled record; 0 when there
     * is none.
     */
    default long length(String input) {
        return 0;
    }
}
