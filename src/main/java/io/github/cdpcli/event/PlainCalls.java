package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.KeyTable;
import io.github.cdpcli.json.ObjectScanner;
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
    private static final int MOST_NAMES = 1000;
    private static final byte[] OBJECT_TYPE = "object_type_id".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TIMESTAMP = "\"timestamp\":".getBytes(StandardCharsets.US_ASCII);

    private final CallRules rules;
    private final ObjectScanner objects = new ObjectScanner();
    private final ObjectScanner nested = new ObjectScanner();
    private final int[] members = new int[ALL_FIELDS.length];
    private final Map<String, Boolean> names = new HashMap<>();
    private byte[] path = new byte[64];
    private byte[] lastContext = new byte[0];
    private byte[] text = new byte[0];
    private ObjectText call = ObjectText.EMPTY;

    PlainCalls(CallRules rules) {
        this.rules = rules;
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
     * The event of a call that is in order in every respect; empty for any other.
     *
     * @param usual the type of calls that name none
     * @param ids names the message id of a call that has none; empty when it must have one
     */
    public Optional<Event> event(ObjectText sound, Optional<CallType> usual, Optional<EventFactory.Identifier> ids) {
        call = sound;
        text = sound.bytes();
        CallType type = findMembers() ? type(usual) : null;
        if (type == null || !isPlain(type) || (!has(Field.MESSAGE_ID) && ids.isEmpty())) {
            return Optional.empty();
        }
        String written = written(Field.TIMESTAMP);
        Instant time =
                rules.timestamps().read(Json.of(written)) instanceof TimestampReader.Reading.At at && at.zone() == null
                        ? at.instant()
                        : null;
        if (time == null || Age.of(time, rules.clock().instant()) != Age.HISTORY) {
            return Optional.empty();
        }
        Event event = Event.of(type, texts(), body(written, time), time);
        if (!has(Field.MESSAGE_ID)) {
            event = event.withMessageId(ids.orElseThrow().identify(event.body()));
        }
        return event.batchItemBytes() <= Limits.CALL_BYTES ? Optional.of(event) : Optional.empty();
    }

    /** Notes where each field stands; false when there are members that are no fields. */
    private boolean findMembers() {
        Arrays.fill(members, -1);
        for (int i = 0; i < call.size(); i++) {
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
            case TRAITS -> areTraits(from, to, type);
            case CONTEXT -> isContext(from, to);
            case INTEGRATIONS -> areIntegrations(from, to);
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
        return to - from - 2 <= MOST_JUNK
                && CallRules.isJunk(new String(text, from + 1, to - from - 2, StandardCharsets.ISO_8859_1));
    }

    private boolean isEventName(int from, int to) {
        return isPlainText(from, to)
                && to - from - 2 <= Limits.EVENT_NAME_BYTES
                && isHarmless(new String(text, from + 1, to - from - 2, StandardCharsets.ISO_8859_1));
    }

    /** Whether a name is none that the service takes for a command, or may have been meant for one; few names are many. */
    private boolean isHarmless(String name) {
        Boolean known = names.get(name);
        if (known == null) {
            known = !name.isBlank()
                    && CommandEvent.of(name).isEmpty()
                    && CommandEvent.meantBy(name).isEmpty();
            if (names.size() < MOST_NAMES) {
                names.put(name, known);
            }
        }
        return known;
    }

    private boolean areTraits(int from, int to, CallType type) {
        if (objects.scan(text, from, to) != to || objects.size() > Limits.ATTRIBUTES) {
            return false;
        }
        for (int i = 0; i < objects.size(); i++) {
            int key = objects.keyStart(i);
            int keyEnd = objects.keyEnd(i);
            boolean isLong = keyEnd - key > Limits.ATTRIBUTE_NAME_BYTES
                    || (text[objects.valueStart(i)] == '"'
                            && objects.valueEnd(i) - objects.valueStart(i) > Limits.ATTRIBUTE_VALUE_BYTES);
            boolean isObjectType =
                    type == CallType.GROUP && Arrays.equals(text, key, keyEnd, OBJECT_TYPE, 0, OBJECT_TYPE.length);
            if (isLong || isObjectType) {
                return false;
            }
        }
        return true;
    }

    private boolean areIntegrations(int from, int to) {
        if (objects.scan(text, from, to) != to) {
            return false;
        }
        for (int i = 0; i < objects.size(); i++) {
            byte first = text[objects.valueStart(i)];
            if (first != 't' && first != 'f') {
                return false;
            }
        }
        return true;
    }

    /** Most files repeat the context of the record before. */
    private boolean isContext(int from, int to) {
        if (Arrays.equals(lastContext, 0, lastContext.length, text, from, to)) {
            return true;
        }
        boolean fits = objects.scan(text, from, to) == to;
        for (int i = 0; fits && i < objects.size(); i++) {
            int value = objects.valueStart(i);
            fits = fits(0, objects.keyStart(i), objects.keyEnd(i), value, objects.valueEnd(i))
                    && (text[value] != '{' || isPartOfContext(i));
        }
        if (fits) {
            lastContext = Arrays.copyOfRange(text, from, to);
        }
        return fits;
    }

    private boolean isPartOfContext(int part) {
        if (nested.scan(text, objects.valueStart(part), objects.valueEnd(part)) < 0) {
            return false;
        }
        int prefix = objects.keyEnd(part) - objects.keyStart(part) + 1;
        append(0, objects.keyStart(part), objects.keyEnd(part));
        path[prefix - 1] = '.';
        for (int i = 0; i < nested.size(); i++) {
            if (!fits(prefix, nested.keyStart(i), nested.keyEnd(i), nested.valueStart(i), nested.valueEnd(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a value surely fits what is documented at its path, of which so many bytes are there already. */
    private boolean fits(int prefix, int key, int keyEnd, int value, int valueEnd) {
        append(prefix, key, keyEnd);
        ContextField documented = CONTEXT.get(path, 0, prefix + keyEnd - key);
        return documented == null || documented.surelyFits(text, value, valueEnd);
    }

    private void append(int length, int from, int to) {
        if (path.length < length + to - from + 1) {
            path = Arrays.copyOf(path, 2 * (length + to - from + 1));
        }
        System.arraycopy(text, from, path, length, to - from);
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
                writtenIfAny(Field.EVENT),
                writtenIfAny(Field.MESSAGE_ID),
                others);
    }

    private void putIfAny(Map<Field, String> texts, Field field) {
        if (has(field)) {
            texts.put(field, written(field));
        }
    }

    private byte[] body(String written, Instant time) {
        String normal = Timestamps.format(time);
        boolean isNormal = normal.equals(written);
        return isNormal && call.isCompact() ? text : joined(isNormal ? null : normal);
    }

    /** The members with nothing but commas between them, as the rules would write them. */
    private byte[] joined(@Nullable String time) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 32);
        for (int i = 0; i < call.size(); i++) {
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
