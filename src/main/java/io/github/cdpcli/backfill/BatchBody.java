package io.github.cdpcli.backfill;

import io.github.cdpcli.event.BatchItem;
import io.github.cdpcli.send.Body;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The body of a batch request, {@code {"batch":[…]}}: made while it is sent, of items that stay as they are until then. */
public final class BatchBody implements Body {

    private static final byte[] START = "{\"batch\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "]}".getBytes(StandardCharsets.US_ASCII);

    private final List<? extends BatchItem> items;
    private final int size;

    /**
     * A body.
     *
     * @param items one at least
     */
    BatchBody(List<? extends BatchItem> items) {
        this.items = items;
        int bytes = frameBytes() + items.size() - 1;
        for (BatchItem item : items) {
            bytes += item.batchItemBytes();
        }
        this.size = bytes;
    }

    /** What the body is long around its first item. */
    static int frameBytes() {
        return START.length + END.length;
    }

    /** The bytes of a body. */
    public static byte[] of(List<? extends BatchItem> items) {
        BatchBody body = new BatchBody(items);
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.size());
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        out.write(START);
        boolean isFirst = true;
        for (BatchItem item : items) {
            if (!isFirst) {
                out.write(',');
            }
            isFirst = false;
            item.writeBatchItem(out);
        }
        out.write(END);
    }
}
