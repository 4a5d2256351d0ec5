package io.github.cdpcli.event;

/**
 * Something about a call that the sender should know.
 *
 * @param code which rule it is about, from a closed list
 * @param path the place: a JSON path such as {@code traits.address[0]}, or a field name
 * @param message what is wrong and what would be right, one sentence without the path
 */
public record Problem(Code code, String path, String message) {

    /** Whether a call with this problem is sent all the same. */
    public enum Severity {
        /** The call is not sent. */
        ERROR,
        /** The call is sent as it is. */
        WARNING
    }

    /** Every kind of problem; the names are part of the tool's output and do not change. */
    public enum Code {
        NOT_JSON("not-json", Severity.ERROR, "the record is not JSON"),
        NOT_CSV("not-csv", Severity.ERROR, "the record does not fit the table, or its quotes do not"),
        NOT_AN_OBJECT("not-an-object", Severity.ERROR, "the record is JSON, but no object"),
        UNKNOWN_TYPE("unknown-type", Severity.ERROR, "type is none of the six calls"),
        MISSING("missing-field", Severity.ERROR, "something is missing that the call must have"),
        BLANK("blank-field", Severity.ERROR, "something that must not be blank is"),
        WRONG_TYPE("wrong-type", Severity.ERROR, "a value is of the wrong kind, or has no place"),
        BAD_TIMESTAMP("bad-timestamp", Severity.ERROR, "the time cannot be read"),
        BAD_TEXT("bad-text", Severity.ERROR, "bytes that are no UTF-8, or half a character"),
        BAD_OPTION("bad-option", Severity.ERROR, "an option or a file cannot be used as it is"),
        TOO_LARGE("too-large", Severity.ERROR, "more than 32,000 bytes as sent, or 1,000,000 as read"),
        NO_USER("no-user", Severity.WARNING, "only a groupId or an email says who this is"),
        ID_CONVERTED("id-converted", Severity.WARNING, "an id was a number; it is sent as a string"),
        NULL_FIELD("null-field", Severity.WARNING, "a field is null and left out"),
        JUNK_ID("junk-id", Severity.WARNING, "an id looks like a placeholder: null, 0, anonymous"),
        STRIPPED("stripped-field", Severity.WARNING, "a field is left out that is never sent"),
        UNKNOWN_FIELD("unknown-field", Severity.WARNING, "a field the service does not document"),
        UNDOCUMENTED("undocumented-value", Severity.WARNING, "a value of another kind than documented"),
        CONFLICT("conflicting-fields", Severity.WARNING, "two fields contradict each other"),
        OVER_LIMIT("over-journeys-limit", Severity.WARNING, "larger than Journeys keeps"),
        FUTURE("future-timestamp", Severity.WARNING, "the time lies in the future"),
        RECENT("recent-timestamp", Severity.WARNING, "the time is within the last 72 hours"),
        AMBIGUOUS_TIME("ambiguous-time", Severity.WARNING, "the clock showed this time twice; the first is taken"),
        DESTRUCTIVE("destructive-event", Severity.WARNING, "the event deletes or suppresses"),
        COMMAND_EVENT("command-event", Severity.WARNING, "nearly a command to the service, or an incomplete one"),
        SPLIT_ALIAS("split-alias", Severity.WARNING, "previousId is in another shard: no order between them");

        private final String wireName;
        private final Severity severity;
        private final String meaning;

        Code(String wireName, Severity severity, String meaning) {
            this.wireName = wireName;
            this.severity = severity;
            this.meaning = meaning;
        }

        /** The name in output: {@code missing-field}. */
        public String wireName() {
            return wireName;
        }

        public Severity severity() {
            return severity;
        }

        /** What it says, in a few words. */
        public String meaning() {
            return meaning;
        }
    }

    public boolean isError() {
        return code.severity() == Severity.ERROR;
    }
}
