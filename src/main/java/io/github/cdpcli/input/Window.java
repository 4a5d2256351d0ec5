package io.github.cdpcli.input;

import io.github.cdpcli.json.ObjectScanner;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntPredicate;

/**
 * A file's bytes from the beginning of the record at hand to as far as they were read. One can go back within the record
 * as long as it is not oversized; of a record that is, only the beginning is kept, so that memory is bounded whatever the
 * file holds. The stream is not asked for more before all that it gave is used up, so that a record is never held up by
 * the next one.
 */
final class Window implements Closeable {

    /** A record of the largest size may still be followed by a carriage return and a line feed. */
    private static final int MOST_HELD = RowReader.MAX_RECORD_BYTES + 2;

    private static final int CHUNK = 1 << 18;
    private static final int KEPT_OF_OVERSIZED = 2 * Utf8.BEGINNING;

    private final InputStream in;
    private final String encoding;
    private byte[] buffer = new byte[CHUNK];
    private int start;
    private int at;
    private int end;
    private long offset;
    private long fills;
    private long dropped;
    private byte[] beginning = new byte[0];
    private final MessageDigest droppedHash = sha256();

    Window(InputStream in) {
        this(in, "UTF-8");
    }

    /** Reads what was written in another encoding and is UTF-8 now, for messages. */
    Window(InputStream in, String encoding) {
        this.in = in;
        this.encoding = encoding;
    }

    /** What the file is written in. */
    String encoding() {
        return encoding;
    }

    /** The next byte, or -1 at the end of the file. */
    int next() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xFF : -1;
    }

    /** What {@link #next} will give. */
    int peek() throws IOException {
        return at < end || fill() ? buffer[at] & 0xFF : -1;
    }

    /** Reads to behind the next line feed or to the end of the file; false when it gives up on an oversized record. */
    boolean readLine() throws IOException {
        while (!isOversized() && (at < end || fill())) {
            int lineFeed = lineFeed();
            at = lineFeed < 0 ? end : lineFeed + 1;
            if (lineFeed >= 0) {
                break;
            }
        }
        return !isOversized();
    }

    /**
     * Reads an object that is here already, and the line feed behind it.
     *
     * @return where the object ends, for {@link ObjectScanner#text}; or {@link ObjectScanner#UNSURE}, and nothing was read
     */
    int scan(ObjectScanner scanner) {
        int behind = scanner.scan(buffer, at, end);
        if (behind < 0 || behind - at > RowReader.MAX_RECORD_BYTES) {
            return ObjectScanner.UNSURE;
        }
        int lineFeed = behind;
        while (lineFeed < end && (buffer[lineFeed] == ' ' || buffer[lineFeed] == '\t' || buffer[lineFeed] == '\r')) {
            lineFeed++;
        }
        if (lineFeed == end || buffer[lineFeed] != '\n') {
            return ObjectScanner.UNSURE;
        }
        at = lineFeed + 1;
        return behind;
    }

    /**
     * Reads a row of a table that is here already, or lacks no more than what the stream gives next.
     *
     * @return whether it was read; if not, nothing was
     */
    boolean read(PlainRows rows) throws IOException {
        int behind = rows.read(buffer, at, end);
        if (behind == CsvRow.CUT && readOn()) {
            behind = rows.read(buffer, at, end);
        }
        if (behind < 0) {
            return false;
        }
        at = behind;
        return true;
    }

    /** Has more of the record at hand here, without reading it. */
    private boolean readOn() throws IOException {
        int length = (int) length();
        at = end;
        boolean more = !isOversized() && fill();
        rewind(length);
        return more;
    }

    private int lineFeed() {
        for (int i = at; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** A new record begins at the next byte. */
    void begin() {
        offset += length();
        start = at;
        if (dropped > 0) {
            droppedHash.reset();
        }
        dropped = 0;
    }

    /** Goes back to the byte that far behind the beginning of the record, which must not be oversized. */
    void rewind(int length) {
        at = start + length;
    }

    /** A byte order mark at the beginning of a file is part of no record. */
    void skipByteOrderMark() throws IOException {
        if (next() != 0xEF || next() != 0xBB || next() != 0xBF) {
            rewind(0);
        }
        begin();
    }

    /** Where the record at hand begins in the file. */
    long offset() {
        return offset;
    }

    /** How much of the record at hand was read. */
    long length() {
        return dropped + (at - start);
    }

    /** Whether what was read is more than a record may have; from the next read on, it is no longer held. */
    boolean isOversized() {
        return length() > MOST_HELD;
    }

    /** What was read of the record at hand; of an oversized one, its beginning. */
    byte[] bytes() {
        return dropped > 0
                ? beginning
                : Arrays.copyOfRange(buffer, start, isOversized() ? start + KEPT_OF_OVERSIZED : at);
    }

    /** The record at hand as far as it was read, whether it is still held or not. */
    Row.Fingerprint fingerprint() {
        try {
            MessageDigest hash = (MessageDigest) droppedHash.clone();
            hash.update(buffer, start, at - start);
            return new Row.Fingerprint(length(), HexFormat.of().formatHex(hash.digest()));
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every Java can copy SHA-256", e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Whether any of the bytes that are here already, shown one after another, is the one looked for. */
    boolean holds(IntPredicate wanted) {
        for (int i = at; i < end; i++) {
            if (wanted.test(buffer[i] & 0xFF)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the stream says that it has more without waiting. */
    boolean hasMore() throws IOException {
        return in.available() > 0;
    }

    /** How often the stream was asked for more. */
    long fills() {
        return fills;
    }

    private boolean fill() throws IOException {
        fills++;
        makeRoom();
        int count;
        do {
            count = in.read(buffer, end, buffer.length - end);
        } while (count == 0);
        end += Math.max(count, 0);
        return count > 0;
    }

    private void makeRoom() {
        if (isOversized()) {
            drop();
        }
        int held = end - start;
        if (held == 0 || end == buffer.length) {
            byte[] roomier = held > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
            System.arraycopy(buffer, start, roomier, 0, held);
            buffer = roomier;
            start = 0;
            at = held;
            end = held;
        }
    }

    private void drop() {
        beginning = bytes();
        droppedHash.update(buffer, start, at - start);
        dropped += at - start;
        start = at;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
