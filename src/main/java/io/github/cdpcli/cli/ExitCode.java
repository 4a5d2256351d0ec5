package io.github.cdpcli.cli;

/** What the tool tells the shell. The numbers are part of its interface and do not change. */
public enum ExitCode {
    OK(0, "all accepted"),
    INTERNAL(1, "cdp or the machine failed: a bug, a full disk, a lost stream"),
    USAGE(2, "usage, invalid input or configuration, or a guard refused"),
    KEY_REFUSED(3, "the API key was refused (401)"),
    FORBIDDEN(4, "the API key may not do this (403)"),
    REFUSED(5, "the API refused the call, or is not at this address"),
    PARTIAL(6, "backfill finished; some records were rejected or held"),
    STOPPED(7, "backfill stopped early: too much was rejected (--max-errors)"),
    EMPTY(8, "nothing to send, and --fail-if-empty was given"),
    TEMPORARY(75, "temporary failure: run the same command again"),
    HUNG_UP(129, "the terminal was closed, after saving"),
    INTERRUPTED(130, "interrupted, after saving"),
    TERMINATED(143, "terminated, after saving");

    private static final int SIGNALS = 128;

    private final int number;
    private final String meaning;

    ExitCode(int number, String meaning) {
        this.number = number;
        this.meaning = meaning;
    }

    /** What the shell is told of a process that a signal has ended. */
    static ExitCode ofSignal(int signal) {
        for (ExitCode code : values()) {
            if (code.number == SIGNALS + signal) {
                return code;
            }
        }
        return INTERRUPTED;
    }

    public int number() {
        return number;
    }

    public String meaning() {
        return meaning;
    }
}
