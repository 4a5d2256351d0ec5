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
        NOT_JSON("not-json", Severity.ERROR),
        NOT_CSV("not-csv", Severity.ERROR),
        NOT_AN_OBJECT("not-an-object", Severity.ERROR),
        UNKNOWN_TYPE("unknown-type", Severity.ERROR),
        MISSING("missing-field", Severity.ERROR),
        BLANK("blank-field", Severity.ERROR),
        WRONG_TYPE("wrong-type", Severity.ERROR),
        BAD_TIMESTAMP("bad-timestamp", Severity.ERROR),
        BAD_TEXT("bad-text", Severity.ERROR),
        BAD_OPTION("bad-option", Severity.ERROR),
        TOO_LARGE("too-large", Severity.ERROR),
        NO_USER("no-user", Severity.WARNING),
        ID_CONVERTED("id-converted", Severity.WARNING),
        NULL_FIELD("null-field", Severity.WARNING),
        JUNK_ID("junk-id", Severity.WARNING),
        STRIPPED("stripped-field", Severity.WARNING),
        UNKNOWN_FIELD("unknown-field", Severity.WARNING),
        UNDOCUMENTED("undocumented-value", Severity.WARNING),
        CONFLICT("conflicting-fields", Severity.WARNING),
        OVER_LIMIT("over-journeys-limit", Severity.WARNING),
        FUTURE("future-timestamp", Severity.WARNING),
        RECENT("recent-timestamp", Severity.WARNING),
        AMBIGUOUS_TIME("ambiguous-time", Severity.WARNING),
        DESTRUCTIVE("destructive-event", Severity.WARNING),
        COMMAND_EVENT("command-event", Severity.WARNING);

        private final String wireName;
        private final Severity severity;

        Code(String wireName, Severity severity) {
            this.wireName = wireName;
            this.severity = severity;
        }

        /** The name in output: {@code missing-field}. */
        public String wireName() {
            return wireName;
        }

        public Severity severity() {
            return severity;
        }
    }

    public boolean isError() {
        return code.severity() == Severity.ERROR;
    }
}
