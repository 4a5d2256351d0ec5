package io.github.cdpcli.backfill;

import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that is added to, by nobody else at the same time. What could not be written as a whole line is taken
 * away again, so that the next line never goes on in the middle of one.
 *
 * <p>There is one handle of the file and no second: on POSIX systems closing any of them would give up the lock.
 */
final class AppendedFile implements AutoCloseable {

    private static final int CHUNK = 1 << 16;

    private final RandomAccessFile file;
    private long length;
    private boolean unsynced;

    private AppendedFile(RandomAccessFile file) {
        this.file = file;
    }

    /**
     * Opens a file, or makes it.
     *
     * @param known so much of it is not to be cut, whatever its last line looks like
     * @throws IOException when that fails, or another process is at it
     */
    static AppendedFile open(Path path, long known) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (!FileLocks.take(file.getChannel())) {
                throw inUse(path);
            }
            AppendedFile opened = new AppendedFile(file);
            opened.length = file.length();
            opened.endLastLine(known);
            file.seek(opened.length);
            return opened;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    static IOException inUse(Path path) {
        return new IOException(path + " is being written by another run");
    }

    /** Whether another process is writing to a file; not to be asked about one that is open here. */
    static boolean isInUse(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            return !FileLocks.take(channel);
        }
    }

    /** A line without an end is somebody's, or half of one that a run was writing when it ended: that tells of nothing. */
    private void endLastLine(long known) throws IOException {
        long begin = lastLine();
        if (begin == length) {
            return;
        }
        byte[] tail = new byte[(int) Math.min(Integer.MAX_VALUE - 8, length - begin)];
        file.seek(begin);
        file.readFully(tail);
        if (begin >= known && !(JsonReader.read(tail) instanceof JsonText.Document)) {
            file.setLength(begin);
            length = begin;
        } else {
            file.seek(length);
            file.write('\n');
            length++;
        }
    }

    /** Where the last line begins; the end of the file when that line has ended. */
    private long lastLine() throws IOException {
        byte[] chunk = new byte[CHUNK];
        for (long end = length; end > 0; end -= Math.min(CHUNK, end)) {
            int size = (int) Math.min(CHUNK, end);
            file.seek(end - size);
            file.readFully(chunk, 0, size);
            for (int i = size - 1; i >= 0; i--) {
                if (chunk[i] == '\n') {
                    return end - size + i + 1;
                }
            }
        }
        return 0;
    }

    /**
     * Adds a line.
     *
     * @throws IOException when it could not be written; then nothing of it is there
     */
    void add(byte[] line) throws IOException {
        try {
            file.write(line);
            length += line.length;
            unsynced = true;
        } catch (IOException e) {
            file.setLength(length);
            throw e;
        }
    }

    /** How long it is, up to the end of the last line. */
    long length() {
        return length;
    }

    /** Makes what was added survive the machine. */
    void sync() throws IOException {
        if (unsynced) {
            file.getFD().sync();
            unsynced = false;
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            sync();
        }
    }
}
