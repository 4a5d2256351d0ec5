package io.github.cdpcli.backfill;

/** Why a record was not sent, beside the problems of the call itself ({@link io.github.cdpcli.event.Problem.Code}). */
public enum ReasonCode {
    MISSING_TIMESTAMP("missing-timestamp", false, "the record does not say when it happened"),
    FUTURE("future-timestamp", false, "more than 5 minutes ahead; --allow-future sends it"),
    HELD_RECENT("held-recent", true, "of the last 72 hours; --allow-triggers sends it"),
    HELD_DESTRUCTIVE("held-destructive", true, "deletes or suppresses; --allow-destructive sends it"),
    API_REFUSED("api-refused", false, "the service refused this record: see status and body");

    private final String wireName;
    private final boolean held;
    private final String meaning;

    ReasonCode(String wireName, boolean held, String meaning) {
        this.wireName = wireName;
        this.held = held;
        this.meaning = meaning;
    }

    public String wireName() {
        return wireName;
    }

    /** What it says, in a few words. */
    public String meaning() {
        return meaning;
    }

    /** Whether nothing is wrong with the record, and an option would send it. */
    public boolean isHeld() {
        return held;
    }
}
