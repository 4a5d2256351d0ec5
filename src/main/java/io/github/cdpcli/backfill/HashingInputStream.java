package io.github.cdpcli.backfill;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Counts and hashes what is read, so that a later run can tell whether its input begins with the same bytes. CRC-32 and
 * CRC-32C side by side: 64 bits against accidents, at the speed of reading.
 */
public final class HashingInputStream extends FilterInputStream {

    /** Before the first byte. */
    static final Journal.Progress NOTHING = new Journal.Progress(0, "0000000000000000");

    private final Optional<Journal.Progress> expected;
    private final boolean whole;
    private final CRC32 crc = new CRC32();
    private final CRC32C crcC = new CRC32C();
    private long bytes;
    private boolean ended;
    private volatile boolean knownAgain;
    private byte last = '\n';

    /**
     * Reads a stream.
     *
     * @param expected what its beginning must be; reading beyond fails when it is not
     * @param whole whether that beginning was once all of it: then a line that was its last must not go on
     */
    HashingInputStream(InputStream in, Optional<Journal.Progress> expected, boolean whole) {
        super(in);
        this.whole = whole || expected.filter(Journal.Progress::atEnd).isPresent();
        this.expected = expected.filter(progress -> progress.bytes() > 0);
        this.knownAgain = this.expected.isEmpty();
    }

    /** Reads an input whose beginning must be what its journal says. */
    public static HashingInputStream of(InputStream in, Optional<Journal> journal) {
        return new HashingInputStream(
                in,
                journal.flatMap(Journal::progress),
                journal.filter(Journal::isWhole).isPresent());
    }

    /** The same for an input that {@link InputCheck} has held against its journal, so that it need not be doubted. */
    public static HashingInputStream ofChecked(InputStream in, Optional<Journal> journal) {
        HashingInputStream stream = of(in, journal);
        stream.knownAgain = true;
        return stream;
    }

    /** The input does not begin as it did. */
    public static final class ChangedException extends IOException {
        private static final long serialVersionUID = 1;

        ChangedException() {
            super("the input is not the one that an earlier run began with");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = in.read(buffer, offset, (int) Math.min(length, untilCheck()));
        if (read > 0) {
            update(buffer, offset, read);
        } else if (read < 0 && expected.isPresent() && expected.get().bytes() > bytes) {
            throw new ChangedException();
        } else if (read < 0) {
            end();
        }
        return read;
    }

    private synchronized void end() {
        ended = true;
    }

    /** Records that wait know how far it was read, and must not keep its buffers with them. */
    @Override
    public void close() throws IOException {
        InputStream read = in;
        in = InputStream.nullInputStream();
        read.close();
    }

    @Override
    public long skip(long count) {
        throw new UnsupportedOperationException("everything is hashed");
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private synchronized long untilCheck() {
        return expected.isPresent() && expected.get().bytes() > bytes
                ? expected.get().bytes() - bytes
                : Long.MAX_VALUE;
    }

    private synchronized void update(byte[] buffer, int offset, int length) throws IOException {
        boolean behind = whole && expected.isPresent() && expected.get().bytes() == bytes;
        if (behind && last != '\n' && buffer[offset] != '\n' && buffer[offset] != '\r') {
            throw new ChangedException();
        }
        last = buffer[offset + length - 1];
        crc.update(buffer, offset, length);
        crcC.update(buffer, offset, length);
        bytes += length;
        if (expected.isPresent() && expected.get().bytes() == bytes) {
            if (!expected.get().isOf(progress())) {
                throw new ChangedException();
            }
            knownAgain = true;
        }
    }

    /** Whether all that an earlier run read has come by again, and was the same. */
    boolean isKnownAgain() {
        return knownAgain;
    }

    /** How far it has been read. */
    public synchronized Journal.Progress progress() {
        return new Journal.Progress(bytes, hex(crc.getValue()) + hex(crcC.getValue()), ended);
    }

    /** Eight hexadecimal digits. */
    static String hex(long value) {
        String digits = Long.toHexString(value);
        return "0".repeat(8 - digits.length()) + digits;
    }
}
