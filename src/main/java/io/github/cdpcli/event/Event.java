package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A valid call: its exact bytes, and the few keys the pipeline needs; not its tree, so that many can wait in memory.
 * Immutable; the bytes are not to be written to.
 */
public final class Event {

    private final CallType type;
    private final Map<Field, String> texts;
    private final byte[] body;
    private final @Nullable Instant timestamp;

    private Event(CallType type, Map<Field, String> texts, byte[] body, @Nullable Instant timestamp) {
        this.type = type;
        this.texts = texts;
        this.body = body;
        this.timestamp = timestamp;
    }

    /**
     * An event of a checked call.
     *
     * @param body the call as it will be sent
     */
    static Event of(CallType type, Json.Obj call, byte[] body, @Nullable Instant timestamp) {
        Map<Field, String> texts = new EnumMap<>(Field.class);
        call.members().forEach((key, value) -> {
            if (value instanceof Json.Str text) {
                Field.of(key).ifPresent(field -> texts.put(field, text.value()));
            }
        });
        return new Event(type, texts, body, timestamp);
    }

    public CallType type() {
        return type;
    }

    /** The body of a request to this call's own endpoint: one JSON object. */
    public byte[] body() {
        return body;
    }

    /** The item of a batch: the same with a {@code type}, which the endpoint of batches needs to tell calls apart. */
    public byte[] batchItem() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(batchItemBytes());
        writeBatchItem(out);
        return out.toByteArray();
    }

    /** The size of {@link #batchItem()}. */
    public int batchItemBytes() {
        return texts.containsKey(Field.TYPE) ? body.length : body.length - 1 + typeMember().length;
    }

    /** Appends {@link #batchItem()} to a buffer. */
    public void writeBatchItem(ByteArrayOutputStream out) {
        if (texts.containsKey(Field.TYPE)) {
            out.writeBytes(body);
        } else {
            out.writeBytes(typeMember());
            out.write(body, 1, body.length - 1);
        }
    }

    /** What a body without a type begins with in a batch: every valid call has another member behind it. */
    private byte[] typeMember() {
        return ("{\"type\":\"" + type.wireName() + "\",").getBytes(StandardCharsets.US_ASCII);
    }

    /** Whose record this is, and so which others it must stay in order with: userId, else anonymousId, else nobody's. */
    public String userKey() {
        String user = texts.get(Field.USER_ID);
        return user != null ? user : texts.getOrDefault(Field.ANONYMOUS_ID, "");
    }

    public @Nullable String messageId() {
        return texts.get(Field.MESSAGE_ID);
    }

    /** The time it says it happened; null when it names none. */
    public @Nullable Instant timestamp() {
        return timestamp;
    }

    /** A documented field of text as it is sent; null when absent. */
    public @Nullable String text(Field field) {
        return texts.get(field);
    }

    /** Whether this is an event that deletes or suppresses, see {@link CommandEvent}. */
    public boolean isDestructive() {
        String event = type == CallType.TRACK ? texts.get(Field.EVENT) : null;
        return event != null
                && CommandEvent.of(event).map(CommandEvent::isDestructive).orElse(false);
    }

    /** This event with one member more at its end. */
    Event plus(Field field, String value) {
        byte[] member = JsonWriter.bytes(new Json.Obj(Map.of(field.key(), Json.of(value))));
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + member.length);
        out.write(body, 0, body.length - 1);
        out.write(',');
        out.write(member, 1, member.length - 1);
        Map<Field, String> more = new EnumMap<>(texts);
        more.put(field, value);
        return new Event(type, more, out.toByteArray(), timestamp);
    }
}
