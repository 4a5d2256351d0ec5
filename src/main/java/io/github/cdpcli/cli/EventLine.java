package io.github.cdpcli.cli;

import io.github.cdpcli.event.Event;

/** An event as a line of NDJSON. */
final class EventLine {

    private EventLine() {}

    /**
     * The item of a batch, byte for byte, without a line end. Only where a record was written over several lines, and its
     * line breaks would be sent as they are, a blank stands for each: between the parts of JSON the two mean the same.
     */
    static byte[] of(Event event) {
        byte[] item = event.batchItem();
        for (int i = 0; i < item.length; i++) {
            item[i] = item[i] == '\n' || item[i] == '\r' ? (byte) ' ' : item[i];
        }
        return item;
    }
}
