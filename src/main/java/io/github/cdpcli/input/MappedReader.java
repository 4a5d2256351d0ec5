package io.github.cdpcli.input;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of JSON that are not calls yet, and makes calls of them. Each call is a record with a number of its own; so is
 * a row that gives none. A line of a rejects file is left as it is if it holds a call, and else its raw record is mapped.
 */
final class MappedReader implements RowReader {

    private final RowReader rows;
    private final DocumentMap map;
    private final Deque<Row> ready = new ArrayDeque<>();
    private long record;

    MappedReader(RowReader rows, DocumentMap map) {
        this.rows = rows;
        this.map = map;
    }

    @Override
    public @Nullable Row next() throws IOException {
        if (ready.isEmpty()) {
            Row row = rows.next();
            if (row == null) {
                return null;
            }
            read(row);
        }
        return ready.remove();
    }

    private void read(Row row) {
        if (!(row instanceof Row.Parsed parsed)) {
            Row.Broken broken = (Row.Broken) row;
            ready.add(new Row.Broken(position(row), row.raw(), broken.fingerprint(), broken.problem()));
        } else if (RejectLine.isOne(parsed.call())) {
            rejected(parsed);
        } else {
            mapped(parsed, parsed.call());
        }
    }

    private void mapped(Row.Parsed row, Json.Obj document) {
        Mapped mapped = map.map(document);
        if (mapped instanceof Mapped.Calls calls) {
            calls.calls().forEach(call -> ready.add(new Row.Parsed(position(row), row.raw(), call, null)));
        } else {
            ready.add(new Row.Broken(position(row), row.raw(), null, ((Mapped.Unfit) mapped).problem()));
        }
    }

    private void rejected(Row.Parsed row) {
        String raw = row.call().text("raw");
        boolean isMapped = row.call().get("call") instanceof Json.Obj;
        if (isMapped
                || raw == null
                || !(JsonReader.read(raw) instanceof JsonText.Document document)
                || !(document.value() instanceof Json.Obj original)) {
            ready.add(new Row.Parsed(position(row), row.raw(), row.call(), isMapped ? null : row.source()));
            return;
        }
        Mapped mapped = map.map(original);
        if (mapped instanceof Mapped.Unfit unfit) {
            // Not the line: wrapped once more, the record would not be found in it again.
            ready.add(new Row.Broken(position(row), raw, null, unfit.problem()));
            return;
        }
        for (Json.Obj call : ((Mapped.Calls) mapped).calls()) {
            Map<String, Json> line = new LinkedHashMap<>(row.call().members());
            line.put("call", call);
            line.remove("type");
            if (((Mapped.Calls) mapped).calls().size() > 1) {
                // It was one record's; two under one id would be taken for one.
                line.remove("messageId");
            }
            ready.add(new Row.Parsed(position(row), row.raw(), new Json.Obj(line), null));
        }
    }

    private Position position(Row row) {
        Position in = row.position();
        return new Position(in.file(), ++record, in.line(), in.offset());
    }

    @Override
    public boolean hasBuffered() throws IOException {
        return !ready.isEmpty() || rows.hasBuffered();
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
