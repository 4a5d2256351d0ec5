package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A valid call: its exact bytes, and the few keys the pipeline needs. Immutable; the bytes are not to be written to. */
public final class Event {

    private final CallType type;
    private final Json.Obj call;
    private final byte[] body;
    private final @Nullable Instant timestamp;

    Event(CallType type, Json.Obj call, byte[] body, @Nullable Instant timestamp) {
        this.type = type;
        this.call = call;
        this.body = body;
        this.timestamp = timestamp;
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
        if (call.has(Field.TYPE.key())) {
            return body;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 20);
        out.writeBytes(("{\"type\":\"" + type.wireName() + "\"").getBytes(StandardCharsets.UTF_8));
        if (!call.members().isEmpty()) {
            out.write(',');
        }
        out.write(body, 1, body.length - 1);
        return out.toByteArray();
    }

    /** Whose record this is, and so which others it must stay in order with: userId, else anonymousId, else nobody's. */
    public String userKey() {
        String user = call.text(Field.USER_ID.key());
        String anonymous = call.text(Field.ANONYMOUS_ID.key());
        return user != null ? user : anonymous != null ? anonymous : "";
    }

    public @Nullable String messageId() {
        return call.text(Field.MESSAGE_ID.key());
    }

    /** The time it says it happened; null when it names none. */
    public @Nullable Instant timestamp() {
        return timestamp;
    }

    /** A documented field of text as it is sent; null when absent. */
    public @Nullable String text(Field field) {
        return call.text(field.key());
    }

    /** Whether this is an event that deletes or suppresses, see {@link CommandEvent}. */
    public boolean isDestructive() {
        String event = type == CallType.TRACK ? text(Field.EVENT) : null;
        return event != null
                && CommandEvent.of(event).map(CommandEvent::isDestructive).orElse(false);
    }

    /** This event with one member more at its end. */
    Event plus(Field field, String value) {
        byte[] member = JsonWriter.bytes(new Json.Obj(java.util.Map.of(field.key(), Json.of(value))));
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + member.length);
        out.write(body, 0, body.length - 1);
        if (!call.members().isEmpty()) {
            out.write(',');
        }
        out.write(member, 1, member.length - 1);
        return new Event(type, call.with(field.key(), Json.of(value)), out.toByteArray(), timestamp);
    }
}
