package io.github.cdpcli.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** A request as it came over the wire. */
public final class FakeServerRequest {

    private final int connection;
    private final String line;
    private final List<String> headers;
    private final byte[] body;

    FakeServerRequest(int connection, String line, List<String> headers, byte[] body) {
        this.connection = connection;
        this.line = line;
        this.headers = List.copyOf(headers);
        this.body = body;
    }

    /** The number of the connection it came on, from 1 in the order in which they were opened. */
    public int connection() {
        return connection;
    }

    /** The first line: {@code POST /v1/track HTTP/1.1}. */
    public String line() {
        return line;
    }

    public String method() {
        return line.split(" ", -1)[0];
    }

    /** The target, path and query: {@code /v1/track}. */
    public String path() {
        return line.split(" ", -1)[1];
    }

    /** The header lines as they were sent, in order: {@code Host: 127.0.0.1:8080}. */
    public List<String> headers() {
        return headers;
    }

    /** The values of a header, in order; its name in any case. */
    public List<String> headers(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith(start))
                .map(header -> header.substring(start.length()).strip())
                .toList();
    }

    /** The value of a header that must be there exactly once. */
    public String header(String name) {
        List<String> values = headers(name);
        if (values.size() != 1) {
            throw new AssertionError(name + " is there " + values.size() + " times in " + headers);
        }
        return values.get(0);
    }

    /** The exact bytes of the body; empty when the answer was to be given before the body. */
    public byte[] body() {
        return Arrays.copyOf(body, body.length);
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return line + " with " + body.length + " bytes on connection " + connection;
    }
}
