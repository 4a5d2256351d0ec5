package io.github.cdpcli.send;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one HTTP/1.1 answer, strictly: what is not understood to the last byte is not an answer. */
final class AnswerReader {

    private static final int MAX_HEAD_BYTES = 64 * 1024;
    private static final int MAX_INTERIM = 10;

    private final InputStream in;
    private boolean begun;

    AnswerReader(InputStream in) {
        this.in = in;
    }

    /** What came is not HTTP. */
    static final class GarbageException extends IOException {
        private static final long serialVersionUID = 1;

        GarbageException(String message) {
            super(message);
        }
    }

    /**
     * An answer.
     *
     * @param whole whether the body was read to its end and is UTF-8; what is not is replaced in it
     * @param reusable whether another exchange can follow on the same connection
     */
    record Answer(int status, Map<String, String> headers, String body, boolean whole, boolean reusable) {
        @Nullable
        String header(String lowerCaseName) {
            return headers.get(lowerCaseName);
        }
    }

    /** Whether a byte of an answer has come. */
    boolean hasBegun() {
        return begun;
    }

    private record Head(String version, int status, Map<String, String> headers) {}

    /**
     * Reads an answer to its end, or up to a limit of its body.
     *
     * @throws EOFException when the connection ends before the first byte, or within the head
     * @throws GarbageException when it is not HTTP
     */
    Answer read(int maxBody) throws IOException {
        Head head = head();
        for (int interim = 0; head.status() < 200 && head.status() != 101; interim++) {
            if (interim == MAX_INTERIM) {
                throw new GarbageException("too many interim answers");
            }
            head = head();
        }
        boolean keep = head.version().equals("HTTP/1.1")
                && !head.headers()
                        .getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        return body(head, keep, maxBody);
    }

    private Answer body(Head head, boolean keep, int maxBody) throws IOException {
        if (head.status() == 204 || head.status() == 304 || head.status() == 101) {
            return answer(head, new ByteArrayOutputStream(), true, keep && head.status() != 101);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String coding = head.headers().get("transfer-encoding");
        String length = head.headers().get("content-length");
        boolean whole;
        boolean delimited = true;
        if (coding != null) {
            if (!coding.strip().equalsIgnoreCase("chunked")) {
                throw new GarbageException("transfer coding " + coding);
            }
            whole = chunks(body, maxBody);
        } else if (length != null) {
            if (length.length() > 15 || !isNumber(length)) {
                throw new GarbageException("content length " + length);
            }
            whole = copy(body, Long.parseLong(length), maxBody);
        } else {
            // Ended only by the connection: nothing at all may as well be all that is left of something.
            whole = copy(body, Long.MAX_VALUE, maxBody) && body.size() > 0;
            delimited = false;
        }
        return answer(head, body, whole, keep && whole && delimited);
    }

    private static Answer answer(Head head, ByteArrayOutputStream body, boolean whole, boolean reusable) {
        String text = body.toString(StandardCharsets.UTF_8);
        return new Answer(head.status(), head.headers(), text, whole && isUtf8(body), reusable);
    }

    private static boolean isUtf8(ByteArrayOutputStream body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body.toByteArray()));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private Head head() throws IOException {
        int[] budget = {MAX_HEAD_BYTES};
        String[] status = line(budget).split(" ", 3);
        if (status.length < 2 || !isVersion(status[0]) || !isStatus(status[1])) {
            throw new GarbageException("no HTTP status line");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(budget); !line.isEmpty(); line = line(budget)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new GarbageException("a header without a colon");
            }
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            String other = headers.put(name, value);
            if (name.equals("content-length") && other != null && !other.equals(value)) {
                throw new GarbageException("two content lengths");
            }
        }
        return new Head(status[0], Integer.parseInt(status[1]), headers);
    }

    private static boolean isVersion(String text) {
        return text.equals("HTTP/1.1") || text.equals("HTTP/1.0");
    }

    private static boolean isStatus(String text) {
        return text.length() == 3 && isNumber(text) && text.charAt(0) >= '1' && text.charAt(0) <= '5';
    }

    /** Digits and nothing else, at least one. */
    private static boolean isNumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    private String line(int[] budget) throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the connection ended within the head of the answer");
            }
            begun = true;
            if (--budget[0] < 0) {
                throw new GarbageException("a head without end");
            }
            line.append((char) c);
        }
        int end = line.length() - 1;
        return end >= 0 && line.charAt(end) == '\r' ? line.substring(0, end) : line.toString();
    }

    /** True when all of the body was read; false when the limit came first, or the end of the connection. */
    private boolean copy(ByteArrayOutputStream body, long length, int max) throws IOException {
        byte[] buffer = new byte[8192];
        long left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                return length == Long.MAX_VALUE;
            }
            if (body.size() + read > max) {
                body.write(buffer, 0, max - body.size());
                return false;
            }
            body.write(buffer, 0, read);
            left -= read;
        }
        return true;
    }

    private boolean chunks(ByteArrayOutputStream body, int max) throws IOException {
        try {
            while (true) {
                String size = line(new int[] {1024}).split(";", 2)[0].strip();
                if (!size.matches("[0-9a-fA-F]{1,8}")) {
                    throw new GarbageException("a chunk without a size");
                }
                long length = Long.parseLong(size, 16);
                if (length == 0) {
                    trailer();
                    return true;
                }
                if (!copy(body, length, max)) {
                    return false;
                }
                if (!line(new int[] {2}).isEmpty()) {
                    throw new GarbageException("a chunk longer than its size");
                }
            }
        } catch (EOFException e) {
            return false;
        }
    }

    private void trailer() throws IOException {
        int[] budget = {MAX_HEAD_BYTES};
        String line = line(budget);
        while (!line.isEmpty()) {
            line = line(budget);
        }
    }

    /** The status of a proxy's answer to CONNECT, read to the end of its head and not a byte further. */
    static int readHeadByByte(InputStream in) throws IOException {
        return new AnswerReader(in).head().status();
    }
}
