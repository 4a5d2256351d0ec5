package io.github.cdpcli.cli;

/** What the tool tells the shell. The numbers are part of its interface and do not change. */
public enum ExitCode {
    OK(0, "all accepted"),
    INTERNAL(1, "internal error: a bug in cdp"),
    USAGE(2, "usage, invalid input or configuration, or a guard refused"),
    KEY_REFUSED(3, "the API key was refused (401)"),
    FORBIDDEN(4, "the API key may not do this (403)"),
    REFUSED(5, "the API refused the call, or is not at this address"),
    PARTIAL(6, "backfill finished; some records were rejected or held"),
    TEMPORARY(75, "temporary failure: run the same command again"),
    INTERRUPTED(130, "interrupted");

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
