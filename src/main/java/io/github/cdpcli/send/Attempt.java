package io.github.cdpcli.send;

import org.jspecify.annotations.Nullable;

/** What one attempt to send a request came to. */
public sealed interface Attempt {

    /**
     * An answer.
     *
     * @param status the HTTP status, 100 to 599
     * @param retryAfter the Retry-After header, raw
     * @param location the Location header, raw
     * @param body the body as text, at most {@link HttpTransport#MAX_ANSWER_BYTES} of it
     * @param whole whether the body was read to its end and is UTF-8
     */
    record Answered(
            int status,
            @Nullable String retryAfter,
            @Nullable String location,
            String body,
            boolean whole) implements Attempt {}

    /**
     * No answer. Whether the server took the request is not known, unless the cause says that it was never sent.
     *
     * @param cause what failed
     * @param message the same in words, with the host
     */
    record Failed(Cause cause, String message) implements Attempt {}

    /** Why there was no answer. */
    enum Cause {
        /** The host's name could not be resolved; nothing was sent. */
        NAME(false),
        /** No connection; nothing was sent. */
        CONNECT(false),
        /** The proxy refused to connect; nothing was sent, and trying again changes nothing. */
        PROXY(true),
        /** The certificate is not trusted or TLS is not spoken; nothing was sent, and trying again changes nothing. */
        TLS(true),
        /** No whole answer within the time allowed. */
        TIMEOUT(false),
        /** A connection kept open from an earlier request was closed before a byte of this answer came. */
        STALE(false),
        /** The connection broke. */
        BROKEN(false),
        /** Something answered that is not HTTP. */
        GARBAGE(false);

        private final boolean permanent;

        Cause(boolean permanent) {
            this.permanent = permanent;
        }

        /** Whether another attempt must fail the same way. */
        public boolean isPermanent() {
            return permanent;
        }
    }
}
