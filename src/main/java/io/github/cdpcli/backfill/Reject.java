package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.Raw;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
 * @param recorded the record itself
 */
public record Reject(
        Position position,
        boolean held,
        String code,
        String field,
        String message,
        int status,
        @Nullable String body,
        Recorded recorded) {

    /** A record that was not sent. */
    static Reject unsent(
            Position position, boolean held, String code, String field, String message, Recorded recorded) {
        return new Reject(position, held, code, field, message, 0, null, recorded);
    }

    /**
     * What is kept of a record itself, for reading it back.
     *
     * @param origin where it was first read
     * @param messageId the one it has, or would have been sent under
     * @param type the call it is, as far as that is known
     * @param callAsJson the record as a call, when it was not JSON in its file
     * @param asItStands the record as it stands in the file; the beginning of one that is oversized
     * @param fingerprint of a record that raw does not hold to the byte
     */
    public record Recorded(
            Origin origin,
            Optional<String> messageId,
            Optional<CallType> type,
            Optional<Raw> callAsJson,
            Raw asItStands,
            Optional<Row.Fingerprint> fingerprint) {

        /** The same of a record that is text already. */
        public Recorded(
                Origin origin,
                Optional<String> messageId,
                Optional<CallType> type,
                Optional<String> call,
                String raw,
                Optional<Row.Fingerprint> fingerprint) {
            this(origin, messageId, type, call.map(Raw::of), Raw.of(raw), fingerprint);
        }

        /** The record as it stands in the file, as text. */
        public String raw() {
            return asItStands.text();
        }

        /** The record as a call, as JSON, when it was not JSON in its file. */
        public Optional<String> call() {
            return callAsJson.map(Raw::text);
        }

        /** About how many bytes of memory it takes. */
        int size() {
            return asItStands.size()
                    + (callAsJson.isPresent() ? callAsJson.get().size() : 0);
        }

        /** The same beside an event whose bytes may be those of the record, or of the call. */
        int sizeBeside(byte[] given) {
            int all = asItStands.isOf(given) ? 0 : asItStands.size();
            return callAsJson.isEmpty() || callAsJson.get().isOf(given)
                    ? all
                    : all + callAsJson.get().size();
        }

        /** The same with a message id. */
        Recorded with(@Nullable String id) {
            return new Recorded(origin, Optional.ofNullable(id), type, callAsJson, asItStands, fingerprint);
        }
    }

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
        members.put("origin", Json.of(recorded.origin().toString()));
        recorded.messageId().ifPresent(id -> members.put("messageId", Json.of(id)));
        recorded.type().ifPresent(known -> members.put("type", Json.of(known.wireName())));
        recorded.call().ifPresent(text -> members.put("call", ((JsonText.Document) JsonReader.read(text)).value()));
        members.put("raw", Json.of(recorded.raw()));
        recorded.fingerprint().ifPresent(cut -> {
            members.put("rawBytes", Json.of(cut.bytes()));
            members.put("rawSha256", Json.of(cut.sha256()));
        });
        return new Json.Obj(members);
    }
}
