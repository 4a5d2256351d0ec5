package io.github.cdpcli.send;

/** One POST, before anything about connections is decided. The body is not to be written to after it was handed in. */
public final class Request {

    private final String path;
    private final byte[] body;
    private final int retries;

    Request(String path, byte[] body, int retries) {
        this.path = path;
        this.body = body;
        this.retries = retries;
    }

    /** The absolute path: {@code /v1/track}. */
    public String path() {
        return path;
    }

    /** UTF-8 JSON. */
    public byte[] body() {
        return body;
    }

    /** How often the same bytes were sent before. */
    public int retries() {
        return retries;
    }

    Request again() {
        return new Request(path, body, retries + 1);
    }

    Request at(String otherPath) {
        return new Request(otherPath, body, retries);
    }
}
