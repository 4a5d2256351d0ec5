package io.github.cdpcli.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads a stream by a thread of its own, a little ahead of whoever takes it, so that unpacking and parsing go on at the
 * same time. For files only: of a pipe, what has arrived must not wait for what has not. To be read by one thread.
 */
final class ReadAhead extends InputStream {

    private static final int BYTES = 1 << 17;
    private static final int MOST = 4;

    private final InputStream in;
    private final BlockingQueue<Chunk> free = new ArrayBlockingQueue<>(MOST);
    private final BlockingQueue<Chunk> ready = new ArrayBlockingQueue<>(MOST + 1);
    private final Thread reader = new Thread(this::readAll, "cdp-unpack");
    private Chunk taken = new Chunk(new byte[0]);
    private boolean started;

    ReadAhead(InputStream in) {
        this.in = in;
        reader.setDaemon(true);
    }

    private static final class Chunk {
        private final byte[] bytes;
        private int at;
        private int end;
        private boolean isLast;
        private Optional<Throwable> failure = Optional.empty();

        Chunk(byte[] bytes) {
            this.bytes = bytes;
        }

        static Chunk last(Optional<Throwable> failure) {
            Chunk last = new Chunk(new byte[0]);
            last.isLast = true;
            last.failure = failure;
            return last;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (length > 0 && taken.at == taken.end) {
            if (taken.isLast && taken.failure.isPresent()) {
                throw failed(taken.failure.get());
            } else if (taken.isLast) {
                return -1;
            }
            next();
        }
        int count = Math.min(length, taken.end - taken.at);
        System.arraycopy(taken.bytes, taken.at, into, offset, count);
        taken.at += count;
        return count;
    }

    private static IOException failed(Throwable why) {
        if (why instanceof IOException e) {
            return e;
        }
        throw new IllegalStateException("reading failed: " + why, why);
    }

    private void next() throws IOException {
        try {
            if (!started) {
                started = true;
                for (int i = 0; i < MOST; i++) {
                    free.put(new Chunk(new byte[BYTES]));
                }
                reader.start();
            } else {
                free.put(taken);
            }
            taken = ready.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading");
        }
    }

    private void readAll() {
        try {
            ready.put(readToEnd());
        } catch (InterruptedException e) {
            // It was closed, and nobody waits for the rest.
            Thread.currentThread().interrupt();
        }
    }

    /** Reads to the end; what was read before a failure comes before it. */
    private Chunk readToEnd() throws InterruptedException {
        try {
            for (Chunk chunk = free.take(); fill(chunk); chunk = free.take()) {
                ready.put(chunk);
            }
            return Chunk.last(Optional.empty());
        } catch (IOException | RuntimeException | Error e) {
            // Whoever waits must be told, whatever it is.
            return Chunk.last(Optional.of(e));
        }
    }

    private boolean fill(Chunk chunk) throws IOException {
        int count = in.read(chunk.bytes, 0, BYTES);
        chunk.at = 0;
        chunk.end = Math.max(count, 0);
        return count >= 0;
    }

    @Override
    public int available() {
        return taken.end
                - taken.at
                + ready.stream().mapToInt(chunk -> chunk.end).sum();
    }

    @Override
    public void close() throws IOException {
        reader.interrupt();
        if (started) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        in.close();
    }
}
