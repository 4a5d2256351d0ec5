package io.github.cdpcli.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * The file that gets the accepted calls, a line each, byte for byte as they were sent but for two things: a call that
 * does not name its type gets it in front, so that the file can be sent again; and a line break between two values, where
 * JSON allows any space, becomes a space.
 */
final class Recording implements Closeable {

    private final OutputStream out;

    private Recording(OutputStream out) {
        this.out = out;
    }

    /** Opens a file to append to; without one, nothing is recorded. */
    static Recording open(Optional<Path> file) throws IOException {
        if (file.isEmpty()) {
            return new Recording(OutputStream.nullOutputStream());
        }
        try {
            return new Recording(
                    Files.newOutputStream(file.get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw new IOException("cannot write to " + file.get(), e);
        }
    }

    /** Hands the calls of one request to the system in one piece. */
    synchronized void append(List<Inspector.Item> calls) throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        calls.forEach(call -> line(call, lines));
        out.write(lines.toByteArray());
    }

    /** A call that was accepted has at least one member, so a comma may stand before it. */
    private static void line(Inspector.Item item, ByteArrayOutputStream lines) {
        ByteBuffer json = item.json();
        int from = 0;
        if (!item.call().has("type")) {
            lines.writeBytes(("{\"type\":\"" + item.type() + "\",").getBytes(StandardCharsets.US_ASCII));
            while (json.get(from++) != '{') {}
        }
        for (int i = from; i < json.limit(); i++) {
            byte b = json.get(i);
            lines.write(b == '\n' || b == '\r' ? ' ' : b);
        }
        lines.write('\n');
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            // Nothing is lost: every line was handed to the system when it came.
        }
    }
}
