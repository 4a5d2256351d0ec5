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

    /** How long the file is that takes the rejects of an input; 0 when there is none. */
    default long length(String input) throws IOException {
        return 0;
    }
}
