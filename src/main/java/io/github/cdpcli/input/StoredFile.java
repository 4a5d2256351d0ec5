package io.github.cdpcli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A file as it is stored. It may grow while it is read; if it shrinks, what is gone was never read. */
final class StoredFile extends FilterInputStream {

    private final String name;
    private final long size;
    private long read;

    /**
     * Reads a file.
     *
     * @param size what it has at least; 0 when that is not known
     */
    StoredFile(String name, InputStream in, long size) {
        super(in);
        this.name = name;
        this.size = size;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int count = in.read(into, offset, length);
        if (count < 0 && read < size) {
            throw new BrokenInputException(
                    name + " became shorter while it was read: it had " + size + " bytes, and ends now behind " + read);
        }
        read += Math.max(0, count);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = in.skip(count);
        read += skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
