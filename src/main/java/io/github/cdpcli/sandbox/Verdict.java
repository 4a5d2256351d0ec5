package io.github.cdpcli.sandbox;

import java.util.Locale;

/** What became of a request, and of each call in it. */
public enum Verdict {
    /** Kept, and answered 200. */
    ACCEPTED,
    /** Answered with the reason against it. */
    REFUSED,
    /** Answered 200 and not kept: what permissive mode does where strict mode refuses. */
    DROPPED,
    /** Answered with a failure that was made up, or not at all; nobody looked into it. */
    FAILED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
