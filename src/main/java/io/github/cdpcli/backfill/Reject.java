package io.github.cdpcli.backfill;

import io.github.cdpcli.input.Position;
import io.github.cdpcli.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record that was not sent, or that the service refused.
 *
 * @param position where it stands
 * @param held whether nothing is wrong with it and an option would send it
 * @param code why, from a closed list: {@link ReasonCode} and {@link io.github.cdpcli.event.Problem.Code}
 * @param field the field it is about; empty when it is about the whole record
 * @param message the same in words
 * @param status the HTTP status; 0 when it was not sent
 * @param body the service's answer, raw; null when it was not sent
 * @param raw the record as it stands in the file
 */
public record Reject(
        Position position,
        boolean held,
        String code,
        String field,
        String message,
        int status,
        @Nullable String body,
        String raw) {

    /** One line of a rejects file. */
    Json.Obj asJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("input", Json.of(position.file()));
        members.put("record", Json.of(position.record()));
        members.put("line", Json.of(position.line()));
        members.put("offset", Json.of(position.offset()));
        members.put("code", Json.of(code));
        members.put("field", Json.of(field));
        members.put("message", Json.of(message));
        if (status != 0) {
            members.put("status", Json.of(status));
            members.put("body", Json.of(body == null ? "" : body));
        }
        members.put("raw", Json.of(raw));
        return new Json.Obj(members);
    }
}
