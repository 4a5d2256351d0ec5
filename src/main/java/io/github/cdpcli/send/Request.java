package io.github.cdpcli.send;

/** One POST, before anything about connections is decided. */
public final class Request {

    private final String path;
    private final Body body;
    private final int weight;
    private final int retries;

    Request(String path, Body body, int weight, int retries) {
        this.path = path;
        this.body = body;
        this.weight = weight;
        this.retries = retries;
    }

    /** The absolute path: {@code /v1/track}. */
    public String path() {
        return path;
    }

    public Body body() {
        return body;
    }

    /** What it counts for where a {@link Pace} allows so much a second: the records in it. */
    public int weight() {
        return weight;
    }

    /** How often the same bytes were sent before. */
    public int retries() {
        return retries;
    }

    Request again() {
        return new Request(path, body, weight, retries + 1);
    }

    Request at(String otherPath) {
        return new Request(otherPath, body, weight, retries);
    }
}
