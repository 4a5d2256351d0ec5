package io.github.cdpcli.backfill;

import java.io.IOException;

/** Takes records that were not sent. */
public interface RejectSink {

    /**
     * Takes one.
     *
     * @throws IOException when it cannot be kept, which stops the run
     */
    void write(Reject reject) throws IOException;
}
