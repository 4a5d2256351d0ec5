package io.github.cdpcli.send;

/** Makes exactly one attempt to send a request, and never repeats it on its own. */
public interface Transport extends AutoCloseable {

    /** Sends a request and reads the answer. Safe for use by several threads. */
    Attempt attempt(Request request);

    /** A text from the other side without the key that it was told. */
    default String withoutKey(String text) {
        return text;
    }

    @Override
    void close();
}
