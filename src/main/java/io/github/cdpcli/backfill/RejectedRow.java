package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.EventFactory.SourceText;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.Raw;
import io.github.cdpcli.input.RejectLine;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row as a call. A line of a rejects file is taken for the record it tells of, mended or not: with the number the
 * record had in its first file, so that it gets the message id it had there.
 *
 * @param position where it stands now
 * @param origin where it was first read
 * @param code why it was rejected; empty when it was not
 * @param messageId the one it had then
 * @param type the call it was taken for then
 * @param source the bytes it was read from, or null when it was not read from JSON
 */
record RejectedRow(
        Position position,
        Origin origin,
        String code,
        Optional<String> messageId,
        Optional<CallType> type,
        Json.Obj call,
        @Nullable SourceText source,
        Raw raw,
        Optional<Row.Fingerprint> fingerprint) {

    static RejectedRow fresh(Row.Parsed row, String file) {
        return new RejectedRow(
                row.position(),
                new Origin(file, row.position().record()),
                "",
                Optional.empty(),
                Optional.empty(),
                row.call(),
                row.source(),
                row.asItStands(),
                Optional.ofNullable(row.fingerprint()));
    }

    /** The record as it is kept when it is rejected again. */
    Reject.Recorded recorded(Optional<CallType> known) {
        // As text: a tree takes ten times the memory, and thousands wait in the lanes.
        Optional<Raw> kept =
                source == null && !isBroken() ? Optional.of(Raw.of(JsonWriter.bytes(call))) : Optional.empty();
        return new Reject.Recorded(origin, messageId, known, kept, raw, fingerprint);
    }

    /** The record that a line of a rejects file tells of; empty when the row is something else. */
    static Optional<RejectedRow> unwrap(Row.Parsed row, String file) {
        Json.Obj line = row.call();
        if (!RejectLine.isOne(line) || !(line.get("record") instanceof Json.Num number)) {
            return Optional.empty();
        }
        Origin origin = text(line, "origin")
                .flatMap(Origin::parse)
                .orElseGet(() -> new Origin(file, Long.parseLong(number.digits())));
        Optional<CallType> type = text(line, "type").flatMap(CallType::of);
        String raw = text(line, "raw").orElse("");
        RejectedRow unread = new RejectedRow(
                row.position(),
                origin,
                text(line, "code").orElse(""),
                text(line, "messageId"),
                type,
                Json.Obj.empty(),
                null,
                Raw.of(raw),
                fingerprint(line));
        if (line.get("call") instanceof Json.Obj call) {
            return Optional.of(unread.as(call, null));
        }
        byte[] bytes = raw.getBytes(StandardCharsets.UTF_8);
        if (JsonReader.read(bytes) instanceof JsonText.Document document && document.value() instanceof Json.Obj call) {
            return Optional.of(unread.as(call, new SourceText(bytes, document.spans(), call)));
        }
        return Optional.of(unread);
    }

    private RejectedRow as(Json.Obj read, @Nullable SourceText text) {
        return new RejectedRow(position, origin, code, messageId, type, read, text, raw, fingerprint);
    }

    private static Optional<String> text(Json.Obj line, String key) {
        return Optional.ofNullable(line.text(key));
    }

    private static Optional<Row.Fingerprint> fingerprint(Json.Obj line) {
        return line.get("rawBytes") instanceof Json.Num bytes && bytes.digits().matches("\\d{1,18}")
                ? text(line, "rawSha256").map(hash -> new Row.Fingerprint(Long.parseLong(bytes.digits()), hash))
                : Optional.empty();
    }

    /** Whether this is a record that could not be read at first, and still cannot. */
    boolean isBroken() {
        return !code.isEmpty() && call.members().isEmpty();
    }
}
