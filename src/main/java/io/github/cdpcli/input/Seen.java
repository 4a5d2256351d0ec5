package io.github.cdpcli.input;

import io.github.cdpcli.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was seen of a column in the first rows of a file.
 *
 * @param name as in the header, or the path in a document
 * @param cells its texts, without the empty ones
 * @param typed whether some of its values have a type of their own already
 */
record Seen(String name, List<String> cells, boolean typed) {

    /** How many rows are looked at. */
    static final int MOST_ROWS = 1000;

    /** After so many characters no further row is looked at. */
    static final int MOST_CHARACTERS = 1_000_000;

    private static final int MOST_COLUMNS = 500;
    private static final int DEEPEST = 4;

    Seen {
        cells = List.copyOf(cells);
    }

    static List<Seen> ofTable(List<String> header, List<List<String>> rows, Set<String> nulls) {
        List<Seen> seen = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            int index = i;
            List<String> cells = rows.stream()
                    .filter(row -> index < row.size() && !row.get(index).isBlank())
                    .map(row -> row.get(index))
                    .filter(cell -> !nulls.contains(cell))
                    .toList();
            if (!header.get(i).isBlank()) {
                seen.add(new Seen(header.get(i).strip(), cells, false));
            }
        }
        return seen;
    }

    /** Suggests a mapping from the first documents. */
    static Inputs.Looked suggest(RowReader rows, InputOptions options) throws IOException {
        Map<String, Seen> columns = new LinkedHashMap<>();
        Optional<Row.Broken> first = Optional.empty();
        long broken = 0;
        int characters = 0;
        for (int i = 0; i < MOST_ROWS && characters < MOST_CHARACTERS; i++) {
            Row row = rows.next();
            if (row == null) {
                break;
            }
            characters += row.raw().length();
            if (row instanceof Row.Parsed parsed) {
                members("", parsed.call(), 1, columns);
            } else if (row instanceof Row.Broken fault) {
                broken++;
                first = first.isEmpty() ? Optional.of(fault) : first;
            }
        }
        long count = broken;
        Optional<String> fault = first.flatMap(
                row -> Sample.fault(count, row.position().line(), row.problem().message()));
        Sample sample = new Sample(List.copyOf(columns.values()), Set.of(), fault);
        return new Inputs.Looked.Suggested(new Suggestion(sample, options).asJson());
    }

    private static void members(String parent, Json.Obj object, int depth, Map<String, Seen> columns) {
        object.members().forEach((key, value) -> {
            String path = parent + key;
            if (value instanceof Json.Obj nested
                    && depth < DEEPEST
                    && !nested.members().isEmpty()) {
                members(path + ".", nested, depth + 1, columns);
            } else if (columns.containsKey(path) || columns.size() < MOST_COLUMNS) {
                columns.merge(path, of(path, value), Seen::and);
            }
        });
    }

    private static Seen of(String path, Json value) {
        boolean isText = value instanceof Json.Str;
        return new Seen(
                path,
                value instanceof Json.Str text && !text.value().isBlank() ? List.of(text.value()) : List.of(),
                !isText && value != Json.Word.NULL);
    }

    private Seen and(Seen other) {
        List<String> both = new ArrayList<>(cells);
        both.addAll(other.cells);
        return new Seen(name, both, typed || other.typed);
    }
}
