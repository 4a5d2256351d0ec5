package io.github.cdpcli.event;

import static io.github.cdpcli.event.Field.CATEGORY;
import static io.github.cdpcli.event.Field.EVENT;
import static io.github.cdpcli.event.Field.GROUP_ID;
import static io.github.cdpcli.event.Field.NAME;
import static io.github.cdpcli.event.Field.OBJECT_TYPE_ID;
import static io.github.cdpcli.event.Field.PREVIOUS_ID;
import static io.github.cdpcli.event.Field.PROPERTIES;
import static io.github.cdpcli.event.Field.TRAITS;
import static io.github.cdpcli.event.Field.USER_ID;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The six calls of the Pipelines API: the fields each has of its own beside the common ones, and those it cannot lack.
 * A user (userId or anonymousId) is needed by all; the exceptions are in {@link CallRules}.
 */
public enum CallType {
    IDENTIFY("identify", List.of(TRAITS), List.of()),
    TRACK("track", List.of(EVENT, PROPERTIES, GROUP_ID), List.of(EVENT)),
    PAGE("page", List.of(NAME, PROPERTIES, CATEGORY), List.of()),
    SCREEN("screen", List.of(NAME, PROPERTIES), List.of()),
    GROUP("group", List.of(GROUP_ID, TRAITS, OBJECT_TYPE_ID), List.of(GROUP_ID)),
    ALIAS("alias", List.of(PREVIOUS_ID), List.of(PREVIOUS_ID, USER_ID));

    private static final Set<Field> COMMON = EnumSet.of(
            Field.TYPE,
            USER_ID,
            Field.ANONYMOUS_ID,
            Field.MESSAGE_ID,
            Field.TIMESTAMP,
            Field.CONTEXT,
            Field.INTEGRATIONS);

    private final String wireName;
    private final List<Field> ownFields;
    private final List<Field> required;
    private final byte[] typeMember;

    CallType(String wireName, List<Field> ownFields, List<Field> required) {
        this.wireName = wireName;
        this.ownFields = ownFields;
        this.required = required;
        this.typeMember = ("{\"type\":\"" + wireName + "\",").getBytes(StandardCharsets.US_ASCII);
    }

    /** The name in a {@code type} field, and the last part of the endpoint's path: {@code track}. */
    public String wireName() {
        return wireName;
    }

    /** How a call begins that says its type first, up to the comma; not to be written to. */
    byte[] typeMember() {
        return typeMember;
    }

    public boolean has(Field field) {
        return COMMON.contains(field) || ownFields.contains(field);
    }

    /** The fields without which the service refuses this call. */
    public List<Field> required() {
        return required;
    }

    /** The object that a person's free-form values go into: traits or properties; empty for alias. */
    public Optional<Field> freeForm() {
        return ownFields.contains(TRAITS)
                ? Optional.of(TRAITS)
                : ownFields.contains(PROPERTIES) ? Optional.of(PROPERTIES) : Optional.empty();
    }

    public static Optional<CallType> of(String wireName) {
        for (CallType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** {@code identify, track, page, screen, group, alias}: for messages. */
    public static String list() {
        List<String> names = new ArrayList<>();
        for (CallType type : values()) {
            names.add(type.wireName);
        }
        return String.join(", ", names);
    }
}
