package io.github.cdpcli.sandbox;

import io.github.cdpcli.json.Json;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One call as the sandbox saw it; the texts are as sent, and not fit for a terminal.
 *
 * @param type the call type as named by path or item; empty for the item of a batch that names none of the six
 * @param user who it is about: userId, anonymousId or groupId; empty when it names nobody
 * @param name the event's or page's name; empty when it has none
 * @param messageId empty when it has none
 * @param repeat whether an accepted call with this messageId came before; always new for a call that was not accepted
 * @param bytes its size in bytes of JSON
 */
public record SandboxCall(String type, String user, String name, String messageId, Repeat repeat, int bytes) {

    /** Whether a messageId was seen before. */
    public enum Repeat {
        /** Not seen before, or no id. */
        NEW,
        /** Seen with the same call: a client that tried again. */
        DUPLICATE,
        /** Seen with other bytes: two calls share an id, and the service keeps one of them. */
        CONFLICT
    }

    Map<String, Json> asJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("type", Json.of(type));
        members.put("name", Json.of(name));
        members.put("user", Json.of(user));
        members.put("messageId", Json.of(messageId));
        members.put("repeat", Json.of(repeat.name().toLowerCase(Locale.ROOT)));
        return members;
    }
}
