package io.github.cdpcli.event;

import java.util.Optional;

/**
 * The documented top-level fields of a call. What each must look like is its {@link Kind}; which calls have it is said by
 * {@link CallType}.
 */
public enum Field {
    TYPE("type", Kind.NAME),
    USER_ID("userId", Kind.ID),
    ANONYMOUS_ID("anonymousId", Kind.ID),
    PREVIOUS_ID("previousId", Kind.ID),
    GROUP_ID("groupId", Kind.ID),
    OBJECT_TYPE_ID("objectTypeId", Kind.INTEGER_ID),
    EVENT("event", Kind.NAME),
    NAME("name", Kind.NAME),
    CATEGORY("category", Kind.NAME),
    TRAITS("traits", Kind.OBJECT),
    PROPERTIES("properties", Kind.OBJECT),
    CONTEXT("context", Kind.OBJECT),
    INTEGRATIONS("integrations", Kind.OBJECT),
    TIMESTAMP("timestamp", Kind.TIME),
    MESSAGE_ID("messageId", Kind.ID);

    /** The shape of a field's value. */
    public enum Kind {
        /** A string that is not blank; a number becomes the string of its digits. */
        ID,
        /** An id that holds a whole number, as a string: {@code "2"}. */
        INTEGER_ID,
        /** A string. */
        NAME,
        /** An object; null is refused by the service. */
        OBJECT,
        /** A point in time, see {@link TimestampReader}. */
        TIME
    }

    private final String key;
    private final Kind kind;

    Field(String key, Kind kind) {
        this.key = key;
        this.kind = kind;
    }

    /** The key on the wire. */
    public String key() {
        return key;
    }

    public Kind kind() {
        return kind;
    }

    public static Optional<Field> of(String key) {
        for (Field field : values()) {
            if (field.key.equals(key)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
