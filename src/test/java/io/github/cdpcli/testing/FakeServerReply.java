package io.github.cdpcli.testing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a {@link FakeServer} does when a request comes: the bytes it sends, how, when, and what comes behind them. */
public final class FakeServerReply {

    /** What becomes of the connection behind the reply. */
    enum End {
        /** It serves the next request. */
        KEEP,
        /** It is closed in order. */
        CLOSE,
        /** It is cut: the client sees a reset. */
        RESET,
        /** Nothing more comes, and the server does not read, until the server is closed. */
        STALL,
        /** Whatever else comes is read and forgotten, until the client closes. */
        DRAIN,
        /** It is joined to a local port. */
        TUNNEL
    }

    private final Map<String, String> head = new LinkedHashMap<>();
    private String statusLine = "";
    private byte[] content = {};
    private boolean raw;
    private boolean delimited = true;
    private int chunk;
    private int cut = Integer.MAX_VALUE;
    private boolean trickled;
    private boolean beforeBody;
    private End end = End.KEEP;
    private int tunnelPort;
    private Optional<String> expectedTarget = Optional.empty();
    private Optional<byte[]> expectedBody = Optional.empty();

    private FakeServerReply() {}

    /** An answer with a Content-Length, on a connection that is kept. */
    public static FakeServerReply answer(int status, String body) {
        FakeServerReply reply = new FakeServerReply();
        reply.statusLine = "HTTP/1.1 " + status + " Status";
        reply.content = body.getBytes(StandardCharsets.UTF_8);
        return reply;
    }

    /** What the service says when it took a call. */
    public static FakeServerReply accepted() {
        return answer(200, "{\"success\":true}");
    }

    /** These characters of Latin 1 and nothing else. */
    public static FakeServerReply raw(String text) {
        FakeServerReply reply = new FakeServerReply();
        reply.raw = true;
        reply.content = text.getBytes(StandardCharsets.ISO_8859_1);
        return reply;
    }

    /** No byte. */
    public static FakeServerReply nothing() {
        return raw("");
    }

    /** A proxy's: says 200, then passes bytes to and from a port of this machine, whatever host was asked for. */
    public static FakeServerReply tunnel(int port) {
        FakeServerReply reply = raw("HTTP/1.1 200 Connection established\r\n\r\n");
        reply.end = End.TUNNEL;
        reply.tunnelPort = port;
        return reply;
    }

    public FakeServerReply header(String name, String value) {
        head.put(name, value);
        return this;
    }

    /** Sends the body in chunks of this size instead of naming its length. */
    public FakeServerReply chunked(int size) {
        chunk = size;
        return this;
    }

    /** Leaves the length out; the end of the connection is the end of the body. */
    public FakeServerReply withoutLength() {
        delimited = false;
        return thenClose();
    }

    /** Leaves out all but this many bytes, counted from the status line. */
    public FakeServerReply onlyFirst(int bytes) {
        cut = bytes;
        return this;
    }

    /** Leaves out this many bytes at the end. */
    public FakeServerReply withoutLast(int bytes) {
        cut = bytes().length - bytes;
        return this;
    }

    /** Sends a byte now and then, for as long as the client stays. */
    public FakeServerReply trickled() {
        trickled = true;
        return this;
    }

    /**
     * Answers as soon as the head of the request is there. Its body is not recorded: it is read and forgotten after the
     * answer, or not read at all where the reply has another end.
     */
    public FakeServerReply beforeBody() {
        beforeBody = true;
        end = end == End.KEEP ? End.DRAIN : end;
        return this;
    }

    /** Closes the connection in order; with something unread left in it, the client sees a reset all the same. */
    public FakeServerReply thenClose() {
        end = End.CLOSE;
        return this;
    }

    /** Cuts the connection. */
    public FakeServerReply thenReset() {
        end = End.RESET;
        return this;
    }

    /** Says nothing more and reads nothing more. */
    public FakeServerReply thenStall() {
        end = End.STALL;
        return this;
    }

    /** Fails the test unless the request is this: {@code POST /v1/track}. */
    public FakeServerReply expecting(String methodAndPath) {
        expectedTarget = Optional.of(methodAndPath);
        return this;
    }

    /** Fails the test unless the request is this, with exactly this body. */
    public FakeServerReply expecting(String methodAndPath, byte[] body) {
        expectedBody = Optional.of(Arrays.copyOf(body, body.length));
        return expecting(methodAndPath);
    }

    /** What is wrong with a request that gets this reply. */
    Optional<String> complaint(FakeServerRequest request) {
        String target = request.method() + " " + request.path();
        if (expectedTarget.isPresent() && !expectedTarget.get().equals(target)) {
            return Optional.of("expected " + expectedTarget.get() + " but was " + target);
        }
        return expectedBody
                .filter(body -> !Arrays.equals(body, request.body()))
                .map(body -> target + ": expected the body <" + new String(body, StandardCharsets.UTF_8) + "> but was <"
                        + request.text() + ">");
    }

    byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!raw) {
            out.writeBytes(head().getBytes(StandardCharsets.ISO_8859_1));
        }
        out.writeBytes(chunk > 0 ? chunks() : content);
        return Arrays.copyOf(out.toByteArray(), Math.min(cut, out.size()));
    }

    private String head() {
        StringBuilder text = new StringBuilder(statusLine).append("\r\n");
        head.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        if (chunk > 0) {
            text.append("Transfer-Encoding: chunked\r\n");
        } else if (delimited && !names("content-length") && !statusLine.contains(" 204 ")) {
            text.append("Content-Length: ").append(content.length).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    private boolean names(String lowerCase) {
        return head.keySet().stream()
                .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(lowerCase));
    }

    private byte[] chunks() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < content.length; i += chunk) {
            int size = Math.min(chunk, content.length - i);
            out.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            out.write(content, i, size);
            out.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }

    boolean isTrickled() {
        return trickled;
    }

    boolean isBeforeBody() {
        return beforeBody;
    }

    End end() {
        return end;
    }

    int tunnelPort() {
        return tunnelPort;
    }
}
