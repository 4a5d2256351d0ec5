package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.EventFactory.SourceText;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.RejectLine;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A row as a call. A line of a rejects file is taken for the record it tells of, mended or not: with the number the
 * record had in its first file, so that it gets the message id it had there.
 *
 * @param position where it stands now
 * @param record its number in the file it was first read from
 * @param type the call it was taken for then
 * @param source the bytes it was read from, or null when it was not read from JSON
 */
record RejectedRow(
        Position position,
        long record,
        Optional<CallType> type,
        Json.Obj call,
        @Nullable SourceText source,
        String raw) {

    static RejectedRow fresh(Row.Parsed row) {
        return new RejectedRow(
                row.position(), row.position().record(), Optional.empty(), row.call(), row.source(), row.raw());
    }

    /** The record that a line of a rejects file tells of; empty when the row is something else. */
    static Optional<RejectedRow> unwrap(Row.Parsed row) {
        Json.Obj line = row.call();
        if (!RejectLine.isOne(line) || !(line.get("record") instanceof Json.Num number)) {
            return Optional.empty();
        }
        String raw = line.text("raw");
        String named = line.text("type");
        Optional<CallType> type = named == null ? Optional.empty() : CallType.of(named);
        long record = Long.parseLong(number.digits());
        if (line.get("call") instanceof Json.Obj call) {
            return Optional.of(new RejectedRow(row.position(), record, type, call, null, raw == null ? "" : raw));
        }
        byte[] bytes = (raw == null ? "" : raw).getBytes(StandardCharsets.UTF_8);
        if (JsonReader.read(bytes) instanceof JsonText.Document document && document.value() instanceof Json.Obj call) {
            SourceText source = new SourceText(bytes, document.spans(), call);
            return Optional.of(new RejectedRow(row.position(), record, type, call, source, raw == null ? "" : raw));
        }
        return Optional.of(
                new RejectedRow(row.position(), record, type, Json.Obj.empty(), null, raw == null ? "" : raw));
    }

    /** Whether this is a record that could not be read at first, and still cannot. */
    boolean isBroken() {
        return call.members().isEmpty();
    }
}
