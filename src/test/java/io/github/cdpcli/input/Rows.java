package io.github.cdpcli.input;

import io.github.cdpcli.json.JsonWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reading rows in tests. */
final class Rows {

    private Rows() {}

    static List<Row> all(RowReader reader) throws IOException {
        List<Row> rows = new ArrayList<>();
        for (Row row = reader.next(); row != null; row = reader.next()) {
            rows.add(row);
        }
        return rows;
    }

    static List<Row> ofDocuments(String text) throws IOException {
        return ofDocuments(stream(text));
    }

    static List<Row> ofDocuments(InputStream in) throws IOException {
        return all(new DocumentReader("f", in));
    }

    static List<Row> ofTable(String text) throws IOException {
        return ofTable(stream(text), InputOptions.none());
    }

    static List<Row> ofTable(InputStream in, InputOptions options) throws IOException {
        Inputs.Opened opened =
                Inputs.open("f", in, new InputOptions(InputFormat.CSV, options.type(), options.delimiter()));
        if (opened instanceof Inputs.Opened.Ready ready) {
            return all(ready.reader());
        }
        throw new AssertionError("refused: " + ((Inputs.Opened.Refused) opened).reasons());
    }

    static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The JSON of a call; the code and the raw text of a broken row. */
    static String shown(Row row) {
        return row instanceof Row.Parsed parsed
                ? JsonWriter.text(parsed.call())
                : ((Row.Broken) row).problem().code().wireName() + ": " + row.raw();
    }

    static List<String> shown(List<Row> rows) {
        return rows.stream().map(Rows::shown).toList();
    }

    /** {@code 1 at line 2, byte 10}. */
    static List<String> places(List<Row> rows) {
        return rows.stream()
                .map(Row::position)
                .map(at -> at.record() + " at line " + at.line() + ", byte " + at.offset())
                .toList();
    }

    static String problem(Row row) {
        var problem = ((Row.Broken) row).problem();
        return problem.path().isEmpty() ? problem.message() : problem.path() + " " + problem.message();
    }
}
