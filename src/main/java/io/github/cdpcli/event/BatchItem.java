package io.github.cdpcli.event;

import java.io.IOException;
import java.io.OutputStream;

/** What becomes an item of a batch: an event, or what it can be made of again. */
public interface BatchItem {

    /** How many bytes {@link #writeBatchItem} appends. */
    int batchItemBytes();

    /** Appends one JSON object with a {@code type}, which the endpoint of batches needs to tell calls apart. */
    void writeBatchItem(OutputStream out) throws IOException;

    Event event();
}
