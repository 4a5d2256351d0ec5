package io.github.cdpcli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip, one member after another as {@code cat a.gz b.gz} and log rotation write them. The JDK's own stream looks
 * for another member only when the stream below says that it has more at hand, which a pipe need not do, and takes
 * whatever it does not understand there for the end: records would be lost without a word.
 */
final class GzipMembers extends InputStream {

    private static final int CHUNK = 1 << 16;
    private static final int MAGIC_FIRST = 0x1F;
    private static final int MAGIC_SECOND = 0x8B;
    private static final int DEFLATE = 8;
    private static final int HEADER_CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final InputStream in;
    private final byte[] buffer = new byte[CHUNK];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private int at;
    private int end;
    private boolean first = true;
    private boolean inMember;
    private boolean ended;

    GzipMembers(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (length > 0 && (inMember || beginMember())) {
            int count = inflate(into, offset, length);
            if (count > 0) {
                crc.update(into, offset, count);
                return count;
            } else if (inflater.finished()) {
                endMember();
            } else if (inflater.needsDictionary()) {
                throw Damage.of("its gzip data asks for a dictionary");
            } else if (inflater.needsInput()) {
                need();
                inflater.setInput(buffer, at, end - at);
                at = end;
            }
        }
        return length == 0 ? 0 : -1;
    }

    /** What was unpacked before a fault is given out first; the fault is met again by the next call. */
    private int inflate(byte[] into, int offset, int length) throws IOException {
        long before = inflater.getBytesWritten();
        try {
            return inflater.inflate(into, offset, length);
        } catch (DataFormatException e) {
            int count = (int) (inflater.getBytesWritten() - before);
            if (count > 0) {
                return count;
            }
            throw Damage.of("its gzip data cannot be unpacked (" + e.getMessage() + ")");
        }
    }

    /** False at the end of the file. */
    private boolean beginMember() throws IOException {
        if (ended || (!first && !isFollowed())) {
            ended = true;
            return false;
        }
        if (take() != MAGIC_FIRST || take() != MAGIC_SECOND) {
            throw Damage.of("something that is not gzip follows its gzip data");
        }
        int method = take();
        int flags = take();
        if (method != DEFLATE || (flags & RESERVED) != 0) {
            throw Damage.of("its gzip header is none that is known");
        }
        skip(6);
        skipExtras(flags);
        inflater.reset();
        crc.reset();
        first = false;
        inMember = true;
        return true;
    }

    private void skipExtras(int flags) throws IOException {
        if ((flags & EXTRA) != 0) {
            skip(take() | (take() << 8));
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && take() != 0) {
                // Skipped without being held, however long it is.
            }
        }
        skip((flags & HEADER_CRC) == 0 ? 0 : 2);
    }

    /** Zeros that fill up a block of a tape are no member. */
    private boolean isFollowed() throws IOException {
        while (at < end || fill()) {
            if (buffer[at] != 0) {
                return true;
            }
            at++;
        }
        return false;
    }

    private void endMember() throws IOException {
        at = end - inflater.getRemaining();
        long checksum = littleEndian();
        long size = littleEndian();
        if (checksum != crc.getValue() || size != (inflater.getBytesWritten() & 0xFFFFFFFFL)) {
            throw Damage.of(
                    "its gzip checksum is not that of its content, so something in it was changed or lost on the"
                            + " way; what was read of it may be wrong");
        }
        inMember = false;
    }

    private long littleEndian() throws IOException {
        return take() | (take() << 8) | (take() << 16) | ((long) take() << 24);
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            take();
        }
    }

    private int take() throws IOException {
        need();
        return buffer[at++] & 0xFF;
    }

    private void need() throws IOException {
        if (at == end && !fill()) {
            throw Damage.cutOff("gzip");
        }
    }

    private boolean fill() throws IOException {
        int count;
        do {
            count = in.read(buffer, 0, buffer.length);
        } while (count == 0);
        at = 0;
        end = Math.max(count, 0);
        return count > 0;
    }

    /** At least one, when reading would not wait. */
    @Override
    public int available() throws IOException {
        return (inMember && !inflater.needsInput()) || at < end || in.available() > 0 ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
