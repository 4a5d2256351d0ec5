package io.github.cdpcli.input;

import static io.github.cdpcli.input.DocumentReaderPropertyTest.begin;
import static io.github.cdpcli.input.DocumentReaderPropertyTest.damaged;
import static io.github.cdpcli.input.DocumentReaderPropertyTest.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.testing.Seeds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CsvPropertyTest {

    private static final List<String> PIECES = List.of(
            "a",
            "0",
            " ",
            ",",
            ";",
            "\t",
            "|",
            "\"",
            "'",
            "\\",
            "\n",
            "\r\n",
            "\r",
            "\u00E9",
            "\uD83D\uDE00",
            "#",
            "\0",
            "\u001B",
            "\u001F",
            "\u00A0",
            "\uFEFF",
            "\u2028",
            "=");
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    private static final List<String> LINE_ENDS = List.of("\n", "\r\n", "\r");

    @Test
    void tablesAreReadAsWritten() {
        Seeds.each(500, random -> {
            Table table = new Table(random);
            List<List<String>> cells = new ArrayList<>();
            StringBuilder text = new StringBuilder(table.header());
            for (int i = random.nextInt(10); i > 0; i--) {
                List<String> row = table.randomRow();
                cells.add(row);
                text.append(table.line(row)).append(random.nextInt(4) == 0 ? table.lineEnd : "");
            }

            List<Row> rows = rows(text.toString().getBytes(UTF_8), table, random);

            assertThat(rows.stream().map(table::cells).toList()).isEqualTo(cells);
        });
    }

    @Test
    void damagedTablesAreReadToTheirEnd() {
        Seeds.each(1000, random -> {
            Table table = new Table(random);
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(10); i > 0; i--) {
                text.append(table.line(table.randomRow()));
            }
            byte[] damaged = damaged(text.toString().getBytes(UTF_8), random);
            byte[] header = table.header().getBytes(UTF_8);
            byte[] bytes = new byte[header.length + damaged.length];
            System.arraycopy(header, 0, bytes, 0, header.length);
            System.arraycopy(damaged, 0, bytes, header.length, damaged.length);

            List<Row> rows = rows(bytes, table, random);

            assertAccountsForAll(bytes, header.length, rows, table.delimiter);
            assertThat(Rows.ofTable(new ByteArrayInputStream(bytes), table.options()))
                    .isEqualTo(rows);
        });
    }

    private static List<Row> rows(byte[] bytes, Table table, Random random) throws IOException {
        return Rows.ofTable(Trickle.of(bytes, random, 1 + random.nextInt(40)), table.options());
    }

    /** Behind every row, up to the next, is nothing but blank ones. */
    private static void assertAccountsForAll(byte[] bytes, int begin, List<Row> rows, char delimiter) {
        assertBlank(text(bytes, begin, begin(rows, 0, bytes)), delimiter);
        for (int i = 0; i < rows.size(); i++) {
            String text = text(bytes, begin(rows, i, bytes), begin(rows, i + 1, bytes));
            assertThat(rows.get(i).position().record()).isEqualTo(i + 1);
            assertThat(text).startsWith(rows.get(i).raw());
            assertBlank(text.substring(rows.get(i).raw().length()), delimiter);
        }
    }

    private static void assertBlank(String text, char delimiter) {
        assertThat(text.chars())
                .allMatch(c -> c <= ' ' || Character.isWhitespace(c) || c == delimiter || c == '"', "blank");
    }

    /** A way to write tables: delimiter, line ends, number of columns. */
    private static final class Table {

        private final Random random;
        private final char delimiter;
        private final String lineEnd;
        private final int width;

        Table(Random random) {
            this.random = random;
            this.delimiter = DELIMITERS[random.nextInt(DELIMITERS.length)];
            this.lineEnd = LINE_ENDS.get(random.nextInt(LINE_ENDS.size()));
            this.width = 2 + random.nextInt(4);
        }

        InputOptions options() {
            return new InputOptions(InputFormat.CSV, CallType.TRACK, null);
        }

        String header() {
            List<String> names = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                names.add("c" + i);
            }
            return line(names);
        }

        /** At least the last cell is not blank, so that the row is none of those that do not count. */
        List<String> randomRow() {
            List<String> row = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                StringBuilder cell = new StringBuilder(i == width - 1 ? "x" : "");
                for (int j = random.nextInt(5); j > 0; j--) {
                    cell.append(PIECES.get(random.nextInt(PIECES.size())));
                }
                row.add(cell.toString());
            }
            return row;
        }

        String line(List<String> row) {
            return String.join(
                            String.valueOf(delimiter),
                            row.stream().map(this::written).toList())
                    + lineEnd;
        }

        private String written(String cell) {
            boolean needsQuotes =
                    cell.startsWith("\"") || cell.chars().anyMatch(c -> c == delimiter || c == '\n' || c == '\r');
            return needsQuotes || random.nextInt(4) == 0 ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
        }

        List<String> cells(Row row) {
            Json.Obj properties = (Json.Obj) ((Row.Parsed) row).call().get("properties");
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < width; i++) {
                String cell = properties.text("c" + i);
                cells.add(cell == null ? "" : cell);
            }
            return cells;
        }
    }
}
