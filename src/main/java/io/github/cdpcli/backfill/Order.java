package io.github.cdpcli.backfill;

/** Which records must arrive in the order of the file. */
public enum Order {
    /** Those of one user: the default. */
    USER,
    /** All of them, one request after another. */
    FILE,
    /** None. */
    NONE;

    /** Whether records are divided among lanes by who they are about, and not just by number. */
    boolean isByUser() {
        return this != NONE;
    }
}
