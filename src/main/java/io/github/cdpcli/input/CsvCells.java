package io.github.cdpcli.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes one record of a table apart into its cells, as they are written but for the quotes. Blanks and control characters
 * behind a closing quote are of no account.
 */
final class CsvCells {

    /** What a record gives. */
    sealed interface Read {
        /** Its cells, at least one. */
        record Cells(List<String> cells) implements Read {}

        /** It is not written as a record of a table should be. */
        record Faulty(Problem problem) implements Read {}
    }

    private static final CsvFactory FACTORY = new CsvFactory();

    private final CsvSchema schema;

    CsvCells(char delimiter) {
        this.schema = CsvSchema.emptySchema().withColumnSeparator(delimiter);
    }

    /**
     * Reads one record.
     *
     * @param record its text without the line end; not empty
     */
    Read read(String record) {
        List<String> cells = new ArrayList<>();
        try (CsvParser parser = FACTORY.createParser(record)) {
            parser.setSchema(schema);
            parser.nextToken();
            while (parser.nextToken() == JsonToken.VALUE_STRING) {
                cells.add(parser.getText());
            }
            // Jackson takes a record of nothing but blanks and control characters for no record at all.
            return new Read.Cells(cells.isEmpty() ? List.of(record) : cells);
        } catch (JsonProcessingException e) {
            return new Read.Faulty(new Problem(
                    Code.NOT_CSV,
                    "",
                    "something stands behind the closing quote of cell " + (cells.size() + 1)
                            + "; a quote within quotes is written twice"));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }
}
