package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.KeyTable;
import io.github.cdpcli.json.ObjectText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows a call of history that {@link CallRules} would have nothing to say about, by its bytes: no tree is made of it, and
 * its bytes are sent as they are but for blanks between members and the spelling of its time. Of any other call it says
 * nothing, and the rules decide. A test holds every event that is made here against the one that they give.
 *
 * <p>For one thread.
 */
// The numbers of the fields never leave it, and a map costs more than all the rest.
@SuppressWarnings("EnumOrdinal")
public final class PlainCalls {

    private static final KeyTable<Field> FIELDS = fields();
    private static final KeyTable<CallType> TYPES = types();
    private static final KeyTable<ContextField> CONTEXT = new KeyTable<>(ContextField.documented());
    private static final Field[] ALL_FIELDS = Field.values();
    private static final int MOST_JUNK = 16;
    private static final byte[] OBJECT_TYPE = "object_type_id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMESTAMP = "\"timestamp\":".getBytes(StandardCharsets.US_ASCII);

    private final CallRules rules;
    private final boolean readsIso;
    private final Names names = new Names();
    private final int[] members = new int[ALL_FIELDS.length];
    private byte[] path = new byte[64];
    private byte[] text = new byte[0];
    private ObjectText call = ObjectText.EMPTY;

    PlainCalls(CallRules rules) {
        this.rules = rules;
        this.readsIso = rules.timestamps().readsIso();
    }

    private static KeyTable<Field> fields() {
        Map<String, Field> fields = new HashMap<>();
        for (Field field : Field.values()) {
            fields.put(field.key(), field);
        }
        return new KeyTable<>(fields);
    }

    private static KeyTable<CallType> types() {
        Map<String, CallType> types = new HashMap<>();
        for (CallType type : CallType.values()) {
            types.put(type.wireName(), type);
        }
        return new KeyTable<>(types);
    }

    /**
     * The event of a call that is in order in every respect, and was so for more than 72 hours: no {@link Age} but history.
     * It may still lack a message id, which is the only thing that may be added to it.
     *
     * @param usual the type of calls that name none
     * @return null for any other call
     */
    public @Nullable Event event(ObjectText sound, Optional<CallType> usual) {
        call = sound;
        text = sound.bytes();
        CallType type = findMembers() ? type(usual) : null;
        if (type == null || !isPlain(type)) {
            return null;
        }
        Instant time = time();
        if (time == null || Age.of(time, rules.clock().instant()) != Age.HISTORY) {
            return null;
        }
        Event event = Event.of(type, texts(), body(time), time);
        return event.batchItemBytes() <= Limits.CALL_BYTES ? event : null;
    }

    /** The time it happened; null when that is a matter of the rules. */
    private @Nullable Instant time() {
        int from = from(Field.TIMESTAMP) + 1;
        long canonical = readsIso ? CanonicalTime.millis(text, from, to(Field.TIMESTAMP) - 1) : CanonicalTime.NONE;
        if (canonical != CanonicalTime.NONE) {
            return Instant.ofEpochMilli(canonical);
        }
        return rules.timestamps().read(Json.of(written(Field.TIMESTAMP))) instanceof TimestampReader.Reading.At at
                        && at.zone() == null
                ? at.instant()
                : null;
    }

    /** Notes where each field stands; false when there are members that are no fields. */
    private boolean findMembers() {
        Arrays.fill(members, -1);
        for (int i = 0; i < call.end(); i = call.next(i)) {
            Field field = FIELDS.get(text, call.keyStart(i), call.keyEnd(i));
            if (field == null) {
                return false;
            }
            members[field.ordinal()] = i;
        }
        return true;
    }

    private boolean has(Field field) {
        return members[field.ordinal()] >= 0;
    }

    private int from(Field field) {
        return call.valueStart(members[field.ordinal()]);
    }

    private int to(Field field) {
        return call.valueEnd(members[field.ordinal()]);
    }

    /** The text of a field that is known to be one of plain characters. */
    private String written(Field field) {
        return new String(text, from(field) + 1, to(field) - from(field) - 2, StandardCharsets.ISO_8859_1);
    }

    private @Nullable String writtenIfAny(Field field) {
        return has(field) ? written(field) : null;
    }

    private @Nullable CallType type(Optional<CallType> usual) {
        if (!has(Field.TYPE)) {
            return usual.orElse(null);
        }
        return text[from(Field.TYPE)] == '"' ? TYPES.get(text, from(Field.TYPE) + 1, to(Field.TYPE) - 1) : null;
    }

    private boolean isPlain(CallType type) {
        for (Field field : type.required()) {
            if (!has(field)) {
                return false;
            }
        }
        return type != CallType.ALIAS
                && has(Field.TIMESTAMP)
                && (has(Field.USER_ID) || has(Field.ANONYMOUS_ID))
                && haveAllFields(type);
    }

    private boolean haveAllFields(CallType type) {
        for (Field field : ALL_FIELDS) {
            if (has(field) && !(type.has(field) && isPlain(field, type))) {
                return false;
            }
        }
        return true;
    }

    private boolean isPlain(Field field, CallType type) {
        int from = from(field);
        int to = to(field);
        return switch (field) {
            case TYPE -> true;
            case USER_ID, ANONYMOUS_ID, MESSAGE_ID -> isId(from, to) && !isJunk(from, to);
            case GROUP_ID -> isId(from, to);
            case EVENT -> isEventName(from, to);
            case NAME, TIMESTAMP -> isPlainText(from, to);
            case PROPERTIES -> text[from] == '{';
            case TRAITS -> text[from] == '{' && areTraits(members[field.ordinal()], type);
            case CONTEXT -> text[from] == '{' && isContext(members[field.ordinal()]);
            case INTEGRATIONS -> text[from] == '{' && areIntegrations(members[field.ordinal()]);
            case PREVIOUS_ID, OBJECT_TYPE_ID, CATEGORY -> false;
        };
    }

    /** Whether a value is a text of printable ASCII characters without escapes. */
    private boolean isPlainText(int from, int to) {
        if (text[from] != '"') {
            return false;
        }
        for (int i = from + 1; i < to - 1; i++) {
            byte b = text[i];
            if (b < ' ' || b == '\\' || b == 0x7F) {
                return false;
            }
        }
        return true;
    }

    private boolean isId(int from, int to) {
        return isPlainText(from, to) && to - from - 2 <= Limits.ID_BYTES && !isBlank(from + 1, to - 1);
    }

    private boolean isBlank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != ' ') {
                return false;
            }
        }
        return true;
    }

    private boolean isJunk(int from, int to) {
        if (text[from + 1] == ' ' || text[to - 2] == ' ') {
            return true;
        }
        return to - from - 2 <= MOST_JUNK
                && !(to - from - 2 > 2 && hasDigitAndNoBlank(from + 1, to - 1))
                && CallRules.isJunk(new String(text, from + 1, to - from - 2, StandardCharsets.ISO_8859_1));
    }

    /** What is longer than "-1" and holds a digit is no junk. */
    private boolean hasDigitAndNoBlank(int from, int to) {
        boolean hasDigit = false;
        for (int i = from; i < to; i++) {
            if (text[i] == ' ') {
                return false;
            }
            hasDigit |= text[i] >= '0' && text[i] <= '9';
        }
        return hasDigit;
    }

    private boolean isEventName(int from, int to) {
        return isPlainText(from, to)
                && to - from - 2 <= Limits.EVENT_NAME_BYTES
                && names.find(text, from + 1, to - 1).isHarmless();
    }

    private boolean areTraits(int traits, CallType type) {
        int count = 0;
        for (int i = traits + 1; i < call.next(traits); i = call.next(i)) {
            int key = call.keyStart(i);
            int keyEnd = call.keyEnd(i);
            boolean isLong = keyEnd - key > Limits.ATTRIBUTE_NAME_BYTES
                    || (text[call.valueStart(i)] == '"'
                            && call.valueEnd(i) - call.valueStart(i) > Limits.ATTRIBUTE_VALUE_BYTES);
            boolean isObjectType =
                    type == CallType.GROUP && Arrays.equals(text, key, keyEnd, OBJECT_TYPE, 0, OBJECT_TYPE.length);
            if (isLong || isObjectType || ++count > Limits.ATTRIBUTES) {
                return false;
            }
        }
        return true;
    }

    private boolean areIntegrations(int integrations) {
        for (int i = integrations + 1; i < call.next(integrations); i = call.next(i)) {
            byte first = text[call.valueStart(i)];
            if (first != 't' && first != 'f') {
                return false;
            }
        }
        return true;
    }

    private boolean isContext(int context) {
        for (int i = context + 1; i < call.next(context); i = call.next(i)) {
            // A key without characters is taken for no step of a path by the rules.
            boolean hasKey = call.keyEnd(i) > call.keyStart(i);
            if (!hasKey || !fits(0, i) || (text[call.valueStart(i)] == '{' && !isPartOfContext(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isPartOfContext(int part) {
        int prefix = append(0, part);
        path[prefix++] = '.';
        for (int i = part + 1; i < call.next(part); i = call.next(i)) {
            if (!fits(prefix, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value surely fits what is documented at its path, of which so many bytes are there already. */
    private boolean fits(int prefix, int member) {
        ContextField documented = prefix == 0
                ? CONTEXT.get(text, call.keyStart(member), call.keyEnd(member))
                : CONTEXT.get(path, 0, append(prefix, member));
        return documented == null || documented.surelyFits(text, call.valueStart(member), call.valueEnd(member));
    }

    /** Puts a key behind so many bytes of the path; how many there are then. */
    private int append(int length, int member) {
        int from = call.keyStart(member);
        int behind = length + call.keyEnd(member) - from;
        if (path.length <= behind) {
            path = Arrays.copyOf(path, 2 * behind);
        }
        System.arraycopy(text, from, path, length, behind - length);
        return behind;
    }

    private Event.Texts texts() {
        Map<Field, String> others = Map.of();
        if (has(Field.NAME) || has(Field.GROUP_ID)) {
            others = new EnumMap<>(Field.class);
            putIfAny(others, Field.NAME);
            putIfAny(others, Field.GROUP_ID);
        }
        return new Event.Texts(
                has(Field.TYPE),
                writtenIfAny(Field.USER_ID),
                writtenIfAny(Field.ANONYMOUS_ID),
                has(Field.EVENT)
                        ? names.find(text, from(Field.EVENT) + 1, to(Field.EVENT) - 1)
                                .text()
                        : null,
                writtenIfAny(Field.MESSAGE_ID),
                others);
    }

    private void putIfAny(Map<Field, String> texts, Field field) {
        if (has(field)) {
            texts.put(field, written(field));
        }
    }

    private byte[] body(Instant time) {
        int from = from(Field.TIMESTAMP) + 1;
        boolean isNormal = readsIso && CanonicalTime.isAsSent(text, from, to(Field.TIMESTAMP) - 1);
        String normal = isNormal ? null : Timestamps.format(time);
        if (normal != null && normal.equals(written(Field.TIMESTAMP))) {
            normal = null;
        }
        return normal == null && call.isCompact() ? text : joined(normal);
    }

    /** The members with nothing but commas between them, as the rules would write them. */
    private byte[] joined(@Nullable String time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 32);
        for (int i = 0; i < call.end(); i = call.next(i)) {
            out.write(i == 0 ? '{' : ',');
            if (time != null && i == members[Field.TIMESTAMP.ordinal()]) {
                out.writeBytes(TIMESTAMP);
                out.writeBytes(('"' + time + '"').getBytes(StandardCharsets.US_ASCII));
            } else {
                out.write(text, call.keyStart(i) - 1, call.valueEnd(i) - call.keyStart(i) + 1);
            }
        }
        out.write('}');
        return out.toByteArray();
    }
}
