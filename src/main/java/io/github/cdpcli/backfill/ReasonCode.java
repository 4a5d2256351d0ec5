package io.github.cdpcli.backfill;

/** Why a record was not sent, beside the problems of the call itself ({@link io.github.cdpcli.event.Problem.Code}). */
public enum ReasonCode {
    MISSING_TIMESTAMP("missing-timestamp", false),
    FUTURE("future-timestamp", false),
    HELD_RECENT("held-recent", true),
    HELD_DESTRUCTIVE("held-destructive", true),
    API_REFUSED("api-refused", false);

    private final String wireName;
    private final boolean held;

    ReasonCode(String wireName, boolean held) {
        this.wireName = wireName;
        this.held = held;
    }

    public String wireName() {
        return wireName;
    }

    /** Whether nothing is wrong with the record, and an option would send it. */
    public boolean isHeld() {
        return held;
    }
}
