package io.github.cdpcli.input;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of one zstd frame as they are handed to the decompressor: block by block, each only when it has come as a
 * whole, and a frame that breaks off gets an end behind its last whole block. The decompressor holds back what it has
 * unpacked until it has a window's worth; only so does all of it come out.
 */
final class ZstdBlocks extends InputStream {

    static final int MAGIC = 0xFD2FB528;

    private static final int LARGEST_WINDOW = 1 << 23;
    private static final int LARGEST_BLOCK = 1 << 17;
    private static final int BLOCK_HEADER = 3;
    private static final int CHECKSUM = 1 << 2;
    private static final int SINGLE_SEGMENT = 1 << 5;
    private static final int RLE = 1;
    private static final byte[] END = {1, 0, 0};

    private final InputStream in;
    private final boolean hasChecksum;
    private byte[] ready;
    private int at;
    private boolean ended;
    private boolean cutOff;

    /** Reads the header of a frame, which follows its magic number. */
    ZstdBlocks(InputStream in) throws IOException {
        this.in = in;
        int descriptor = in.read();
        if (descriptor < 0) {
            throw Damage.cutOff("zstd");
        }
        boolean isSingle = (descriptor & SINGLE_SEGMENT) != 0;
        int dictionaryBytes = (1 << (descriptor & 3)) >> 1;
        int sizeBytes = descriptor >>> 6 == 0 ? (isSingle ? 1 : 0) : 1 << (descriptor >>> 6);
        byte[] rest = in.readNBytes((isSingle ? 0 : 1) + dictionaryBytes + sizeBytes);
        if (rest.length < (isSingle ? 0 : 1) + dictionaryBytes + sizeBytes) {
            throw Damage.cutOff("zstd");
        }
        this.hasChecksum = (descriptor & CHECKSUM) != 0;
        int windowBytes = isSingle ? 0 : 1;
        long size = number(rest, windowBytes + dictionaryBytes, sizeBytes) + (sizeBytes == 2 ? 256 : 0);
        check(isSingle ? size : window(rest[0] & 0xFF), number(rest, windowBytes, dictionaryBytes));
        this.ready = new byte[5 + rest.length];
        for (int i = 0; i < 4; i++) {
            ready[i] = (byte) (MAGIC >>> (8 * i));
        }
        // The checksum is tested outside: the decompressor would keep back what it could not test.
        ready[4] = (byte) (descriptor & ~CHECKSUM);
        System.arraycopy(rest, 0, ready, 5, rest.length);
    }

    private static void check(long window, long dictionary) throws Damage {
        if (window > LARGEST_WINDOW || window < 0) {
            throw Damage.unsupported("is compressed by zstd with a window of more than 8 MiB (--long or --ultra); use:"
                    + " zstd -dc --long=31 FILE | cdp backfill -");
        } else if (dictionary != 0) {
            throw Damage.unsupported(
                    "is compressed by zstd with a dictionary; use: zstd -dc -D DICTIONARY FILE | cdp" + " backfill -");
        }
    }

    private static long window(int descriptor) {
        long base = 1L << (10 + (descriptor >>> 3));
        return base + base / 8 * (descriptor & 7);
    }

    private static long number(byte[] bytes, int from, int count) {
        long number = 0;
        for (int i = count - 1; i >= 0; i--) {
            number = (number << 8) | (bytes[from + i] & 0xFF);
        }
        return number;
    }

    boolean hasChecksum() {
        return hasChecksum;
    }

    /** Whether the file ended before the frame did. */
    boolean isCutOff() {
        return cutOff;
    }

    @Override
    public int read() throws IOException {
        return at < ready.length || next() ? ready[at++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (at == ready.length && !next()) {
            return -1;
        }
        int count = Math.min(length, ready.length - at);
        System.arraycopy(ready, at, into, offset, count);
        at += count;
        return count;
    }

    private boolean next() throws IOException {
        if (ended) {
            return false;
        }
        byte[] header = in.readNBytes(BLOCK_HEADER);
        int bits = header.length < BLOCK_HEADER
                ? 0
                : (header[0] & 0xFF) | ((header[1] & 0xFF) << 8) | ((header[2] & 0xFF) << 16);
        int size = ((bits >>> 1) & 3) == RLE ? 1 : bits >>> 3;
        if (size > LARGEST_BLOCK) {
            throw Damage.of("its zstd data has a block of more than 128 KiB");
        }
        byte[] block = Arrays.copyOf(header, header.length + size);
        int come = in.readNBytes(block, header.length, size);
        cutOff = header.length < BLOCK_HEADER || come < size;
        ended = cutOff || (bits & 1) != 0;
        ready = cutOff ? END : block;
        at = 0;
        return true;
    }
}
