package io.github.cdpcli.input;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks zstd: any number of frames, also such as are to be skipped (pzstd begins with one). What follows the last frame
 * and is none is damage.
 */
final class ZstdFrames extends InputStream {

    private static final int SKIPPABLE_MAGIC = 0x184D2A50;

    private final InputStream in;
    private @Nullable Frame frame;
    private boolean ended;

    /** A frame that is being read. */
    private record Frame(ZstdBlocks blocks, ZstdInputStream content, XxHash64 hash) {}

    ZstdFrames(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (length > 0 && !ended) {
            Frame current = frame == null ? next() : frame;
            frame = current;
            ended = current == null;
            int count = current == null ? -1 : unpack(current, into, offset, length);
            if (count > 0 && current != null) {
                current.hash().update(into, offset, count);
                return count;
            } else if (current != null) {
                finish(current);
                frame = null;
            }
        }
        return length == 0 ? 0 : -1;
    }

    private static int unpack(Frame current, byte[] into, int offset, int length) throws IOException {
        try {
            return current.content().read(into, offset, length);
        } catch (RuntimeException e) {
            // The decompressor fails in many ways on what no compressor wrote.
            throw Damage.of("its zstd data cannot be unpacked");
        }
    }

    private void finish(Frame current) throws IOException {
        if (current.blocks().isCutOff()) {
            throw Damage.cutOff("zstd");
        } else if (current.blocks().hasChecksum()
                && littleEndian(need(4)) != (int) current.hash().value()) {
            throw Damage.of(
                    "its zstd checksum is not that of its content, so something in it was changed or lost on the"
                            + " way; what was read of it may be wrong");
        }
    }

    private @Nullable Frame next() throws IOException {
        byte[] start = in.readNBytes(4);
        while (start.length > 0) {
            int magic = start.length < 4 ? 0 : littleEndian(start);
            if (magic == ZstdBlocks.MAGIC) {
                ZstdBlocks blocks = new ZstdBlocks(in);
                return new Frame(blocks, new ZstdInputStream(blocks), new XxHash64());
            } else if ((magic & 0xFFFFFFF0) != SKIPPABLE_MAGIC) {
                throw Damage.of("something that is not zstd follows its zstd data");
            }
            pass(littleEndian(need(4)) & 0xFFFFFFFFL);
            start = in.readNBytes(4);
        }
        return null;
    }

    private void pass(long count) throws IOException {
        byte[] passed = new byte[8192];
        for (long left = count; left > 0; ) {
            int part = in.read(passed, 0, (int) Math.min(passed.length, left));
            if (part < 0) {
                throw Damage.cutOff("zstd");
            }
            left -= part;
        }
    }

    private byte[] need(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw Damage.cutOff("zstd");
        }
        return bytes;
    }

    private static int littleEndian(byte[] bytes) {
        return (bytes[0] & 0xFF) | ((bytes[1] & 0xFF) << 8) | ((bytes[2] & 0xFF) << 16) | (bytes[3] << 24);
    }

    @Override
    public int available() throws IOException {
        return in.available() > 0 ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
