package io.github.cdpcli.input;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The text of an input as UTF-8: taken out of gzip and zstd, one within the other up to three times, and turned from the
 * encoding it is in. What it is packed in is told by its bytes. A mark at its beginning tells UTF-8, UTF-16 and UTF-32, and
 * counts for more than what the user said. Memory is bounded, however much comes out of however little.
 *
 * <p>What cannot be unpacked - xz, bzip2, a zip archive that is no file of its own - is passed on as it is: {@link Inputs}
 * refuses it with a way out.
 */
public final class Content extends InputStream {

    private static final int MOST_TIMES_PACKED = 3;
    private static final int CHUNK = 1 << 16;

    private final String name;
    private final InputStream text;
    private final Charset encoding;
    private final LongSupplier rawBytes;
    private long bytes;

    private Content(String name, InputStream text, Charset encoding, LongSupplier rawBytes) {
        this.name = name;
        this.text = text;
        this.encoding = encoding;
        this.rawBytes = rawBytes;
    }

    /**
     * Opens an input. Reads no further than to the end of its first line.
     *
     * @param name as messages name it
     * @param raw its bytes as they stand in the file; closed with this
     * @param encoding what the user says it is written in; null for nothing, which means UTF-8
     * @throws BrokenInputException when its beginning is damaged already
     * @throws IOException when the machine fails to read
     */
    public static Content of(String name, InputStream raw, @Nullable Charset encoding) throws IOException {
        Counted counted = new Counted(raw);
        return of(name, counted, counted::bytes, encoding, false);
    }

    /** The same of a file, which is unpacked a little ahead of whoever reads it. */
    static Content ofFile(String name, InputStream raw, @Nullable Charset encoding) throws IOException {
        Counted counted = new Counted(raw);
        return of(name, counted, counted::bytes, encoding, true);
    }

    /**
     * Opens what is part of a file.
     *
     * @param rawBytes how much of the file has been read
     */
    static Content of(String name, InputStream raw, LongSupplier rawBytes, @Nullable Charset encoding)
            throws IOException {
        return of(name, raw, rawBytes, encoding, false);
    }

    private static Content of(
            String name, InputStream raw, LongSupplier rawBytes, @Nullable Charset encoding, boolean ahead)
            throws IOException {
        InputStream unpacked = raw;
        try {
            Head head = Head.of(raw);
            for (int i = 0; i < MOST_TIMES_PACKED && head.isUnpackable(); i++) {
                unpacked = ahead ? new ReadAhead(head.unpacked()) : head.unpacked();
                head = Head.of(unpacked);
            }
            Charset found = head.encoding(encoding);
            boolean isText = head.packing() == Packing.NONE && !found.equals(StandardCharsets.UTF_8);
            return new Content(name, isText ? new Transcoder(head.whole, found) : head.whole, found, rawBytes);
        } catch (Damage e) {
            unpacked.close();
            throw broken(name, e, rawBytes.getAsLong(), 0);
        }
    }

    /** The first bytes of a stream, and the stream with them. */
    private static final class Head {

        private static final int UTF_8 = 0xEFBBBF;
        private static final int UTF_32 = 0x0000FEFF;
        private static final int UTF_32_SWAPPED = 0xFFFE0000;
        private static final int UTF_16 = 0xFEFF;
        private static final int UTF_16_SWAPPED = 0xFFFE;

        private final byte[] bytes;
        private final InputStream whole;

        private Head(byte[] bytes, InputStream whole) {
            this.bytes = bytes;
            this.whole = whole;
        }

        /** Stops at a line end: what follows it may come much later, and no mark has one. */
        static Head of(InputStream in) throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            int b = -1;
            while (head.size() < Packing.MAGIC_LENGTH && b != '\n') {
                b = in.read();
                if (b < 0) {
                    break;
                }
                head.write(b);
            }
            byte[] bytes = head.toByteArray();
            return new Head(bytes, new SequenceInputStream(new ByteArrayInputStream(bytes), in));
        }

        Packing packing() {
            return Packing.of(bytes);
        }

        boolean isUnpackable() {
            return packing() == Packing.GZIP || packing() == Packing.ZSTD;
        }

        InputStream unpacked() {
            return packing() == Packing.GZIP
                    ? new GzipMembers(whole)
                    : new ZstdFrames(new BufferedInputStream(whole, CHUNK));
        }

        Charset encoding(@Nullable Charset said) {
            if (bytes.length == 4 && first(4) == UTF_32) {
                return Charset.forName("UTF-32BE");
            } else if (bytes.length == 4 && first(4) == UTF_32_SWAPPED) {
                return Charset.forName("UTF-32LE");
            } else if (bytes.length >= 2 && first(2) == UTF_16) {
                return StandardCharsets.UTF_16BE;
            } else if (bytes.length >= 2 && first(2) == UTF_16_SWAPPED) {
                return StandardCharsets.UTF_16LE;
            }
            boolean isMarked = bytes.length >= 3 && first(3) == UTF_8;
            return said == null || isMarked ? StandardCharsets.UTF_8 : said;
        }

        private int first(int count) {
            int number = 0;
            for (int i = 0; i < count; i++) {
                number = (number << 8) | (bytes[i] & 0xFF);
            }
            return number;
        }
    }

    /** How much of the file has been read, packed as it is there. */
    public long rawBytes() {
        return rawBytes.getAsLong();
    }

    /** What the text was written in. */
    public Charset encoding() {
        return encoding;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int count = text.read(into, offset, length);
            bytes += Math.max(count, 0);
            return count;
        } catch (Damage e) {
            throw broken(name, e, rawBytes(), bytes);
        }
    }

    private static BrokenInputException broken(String name, Damage damage, long at, long behind) {
        return new BrokenInputException((name.equals("-") ? "standard input" : name) + " " + damage.getMessage()
                + "; this was found at byte " + at + ", behind " + behind + " bytes of content");
    }

    @Override
    public int available() throws IOException {
        return text.available();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }

    /** Counts what is read. */
    private static final class Counted extends InputStream {
        private final InputStream in;
        private volatile long bytes;

        Counted(InputStream in) {
            this.in = in;
        }

        long bytes() {
            return bytes;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            add(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int count = in.read(into, offset, length);
            add(Math.max(count, 0));
            return count;
        }

        private synchronized void add(int count) {
            bytes += count;
        }

        @Override
        public int available() throws IOException {
            return in.available();
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
