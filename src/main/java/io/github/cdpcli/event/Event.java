package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A valid call: its exact bytes, and the few keys the pipeline needs; not its tree, so that many can wait in memory.
 * Immutable; the bytes are not to be written to.
 */
public final class Event implements BatchItem {

    private static final byte[] NOTHING = {};

    private final CallType type;
    private final @Nullable Texts texts;
    private final byte[] given;
    private final int typeBytes;
    private final byte[] added;
    private final @Nullable Instant timestamp;

    /**
     * An event.
     *
     * @param texts its texts; null where they are to be taken from its bytes
     * @param given the call as it will be sent, but for what is added
     * @param typeBytes how much longer that is made by a type before all else, which only batch items have: so many bytes
     *     are there already if the texts are null, and are to be put there if not
     * @param added a member that goes to its end, with a comma before it; empty for none
     */
    private Event(
            CallType type,
            @Nullable Texts texts,
            byte[] given,
            int typeBytes,
            byte[] added,
            @Nullable Instant timestamp) {
        this.type = type;
        this.texts = texts;
        this.given = given;
        this.typeBytes = typeBytes;
        this.added = added;
        this.timestamp = timestamp;
    }

    /**
     * The documented fields of text of a call.
     *
     * @param hasType whether the call itself says of which type it is
     * @param others all but these
     */
    record Texts(
            boolean hasType,
            @Nullable String userId,
            @Nullable String anonymousId,
            @Nullable String event,
            @Nullable String messageId,
            Map<Field, String> others) {

        static Texts of(Json.Obj call) {
            Map<Field, String> texts = new EnumMap<>(Field.class);
            call.members().forEach((key, value) -> {
                if (value instanceof Json.Str text) {
                    Field.of(key).ifPresent(field -> texts.put(field, text.value()));
                }
            });
            return new Texts(
                    texts.containsKey(Field.TYPE),
                    texts.remove(Field.USER_ID),
                    texts.remove(Field.ANONYMOUS_ID),
                    texts.remove(Field.EVENT),
                    texts.remove(Field.MESSAGE_ID),
                    texts);
        }

        Texts withMessageId(String id) {
            return new Texts(hasType, userId, anonymousId, event, id, others);
        }
    }

    /**
     * An event of a checked call.
     *
     * @param body the call as it will be sent
     */
    static Event of(CallType type, Json.Obj call, byte[] body, @Nullable Instant timestamp) {
        return of(type, Texts.of(call), body, timestamp);
    }

    static Event of(CallType type, Texts texts, byte[] body, @Nullable Instant timestamp) {
        return new Event(type, texts, body, texts.hasType() ? 0 : type.typeMember().length - 1, NOTHING, timestamp);
    }

    /**
     * An event that was {@linkplain #writeBatchItem written} before.
     *
     * @param item what was written
     * @param typeBytes {@link #typeBytes} of the one that was
     */
    public static Event ofBatchItem(CallType type, byte[] item, int typeBytes, Instant timestamp) {
        return new Event(type, null, item, typeBytes, NOTHING, timestamp);
    }

    public CallType type() {
        return type;
    }

    /** The body of a request to this call's own endpoint: one JSON object. */
    public byte[] body() {
        if (texts == null && typeBytes > 0) {
            byte[] body = Arrays.copyOfRange(given, typeBytes, given.length);
            body[0] = '{';
            return body;
        } else if (added.length == 0) {
            return given;
        }
        byte[] body = Arrays.copyOf(given, given.length + added.length);
        System.arraycopy(added, 0, body, given.length - 1, added.length);
        body[body.length - 1] = '}';
        return body;
    }

    /** The call as it was made of a record, before anything was added to it. */
    public byte[] given() {
        return given;
    }

    /** How much longer the call is for what was added to its end, in bytes. */
    public int addedBytes() {
        return added.length;
    }

    /** How much longer the batch item is for a type before all else, in bytes; 0 where the call names its type itself. */
    public int typeBytes() {
        return typeBytes;
    }

    /** The item of a batch: the same with a {@code type}, which the endpoint of batches needs to tell calls apart. */
    public byte[] batchItem() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(batchItemBytes());
        try {
            writeBatchItem(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return out.toByteArray();
    }

    @Override
    public int batchItemBytes() {
        return given.length + added.length + (texts == null ? 0 : typeBytes);
    }

    @Override
    public void writeBatchItem(OutputStream out) throws IOException {
        if (texts == null) {
            out.write(given);
            return;
        }
        if (typeBytes == 0) {
            out.write(given, 0, given.length - 1);
        } else {
            // Every valid call has another member behind it.
            out.write(type.typeMember());
            out.write(given, 1, given.length - 2);
        }
        out.write(added);
        out.write('}');
    }

    @Override
    public Event event() {
        return this;
    }

    /** Whose record this is, and so which others it must stay in order with: userId, else anonymousId, else nobody's. */
    public String userKey() {
        String user = texts().userId();
        String anonymous = texts().anonymousId();
        return user != null ? user : anonymous != null ? anonymous : "";
    }

    private Texts texts() {
        return texts == null ? Texts.of((Json.Obj) ((JsonText.Document) JsonReader.read(given)).value()) : texts;
    }

    public @Nullable String messageId() {
        return texts().messageId();
    }

    /** The time it says it happened; null when it names none. */
    public @Nullable Instant timestamp() {
        return timestamp;
    }

    /** A documented field of text as it is sent; null when absent. */
    public @Nullable String text(Field field) {
        return switch (field) {
            case USER_ID -> texts().userId();
            case ANONYMOUS_ID -> texts().anonymousId();
            case EVENT -> texts().event();
            case MESSAGE_ID -> texts().messageId();
            default -> texts().others().get(field);
        };
    }

    /** Whether this is an event that deletes or suppresses, see {@link CommandEvent}. */
    public boolean isDestructive() {
        String event = type == CallType.TRACK ? texts().event() : null;
        return event != null
                && CommandEvent.of(event).map(CommandEvent::isDestructive).orElse(false);
    }

    /** This event, which has no message id, with one at its end. */
    public Event withMessageId(String id) {
        return new Event(type, texts().withMessageId(id), given, typeBytes, messageIdMember(id), timestamp);
    }

    private static byte[] messageIdMember(String id) {
        byte[] member = isPlain(id)
                ? ("{\"" + Field.MESSAGE_ID.key() + "\":\"" + id + "\"}").getBytes(StandardCharsets.ISO_8859_1)
                : JsonWriter.bytes(new Json.Obj(Map.of(Field.MESSAGE_ID.key(), Json.of(id))));
        member[0] = ',';
        return Arrays.copyOf(member, member.length - 1);
    }

    /** Whether a text is spelled in JSON as it is. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
