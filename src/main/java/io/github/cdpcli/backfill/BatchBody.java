package io.github.cdpcli.backfill;

import io.github.cdpcli.event.BatchItem;
import java.io.IOException;
import java.io.OutputStream;
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

    /**
     * A body.
     *
     * @param items one at least
     */
    public static byte[] of(List<? extends BatchItem> items) {
        int size = frameBytes() + items.size() - 1;
        for (BatchItem item : items) {
            size += item.batchItemBytes();
        }
        Bytes body = new Bytes(size);
        try {
            body.write(START);
            boolean first = true;
            for (BatchItem item : items) {
                if (!first) {
                    body.write(',');
                }
                first = false;
                item.writeBatchItem(body);
            }
            body.write(END);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return body.bytes;
    }

    /** So many bytes as are known beforehand, which are not copied when they are there. */
    private static final class Bytes extends OutputStream {
        private final byte[] bytes;
        private int length;

        Bytes(int size) {
            bytes = new byte[size];
        }

        @Override
        public void write(int b) {
            bytes[length++] = (byte) b;
        }

        @Override
        public void write(byte[] from, int offset, int count) {
            System.arraycopy(from, offset, bytes, length, count);
            length += count;
        }
    }
}
