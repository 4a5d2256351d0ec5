package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The body of a batch request: {@code {"batch":[…]}}. */
public final class BatchBody {

    private static final byte[] START = "{\"batch\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private BatchBody() {}

    /** What the body is long around its first item. */
    static int frameBytes() {
        return START.length + END.length;
    }

    public static byte[] of(List<Event> events) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(events.size() * 512 + frameBytes());
        try {
            out.write(START);
            for (int i = 0; i < events.size(); i++) {
                if (i > 0) {
                    out.write(',');
                }
                events.get(i).writeBatchItem(out);
            }
            out.write(END);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }
}
