package io.github.cdpcli.input;

import io.github.cdpcli.event.Problem;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table: a header, then a call a row. Blank lines are skipped and counted nowhere, and so are rows whose cells are
 * all blank, such as spreadsheets leave at the end ({@code ;;;;}). Empty cells behind the last named column are of no
 * account either.
 */
public final class CsvReader implements RowReader {

    private static final String DELIMITERS = ",;\t|";
    private static final char MOST_OF_DELIMITER = 0x7F;
    private static final int SEPARATOR_LINE = 8;

    private final String file;
    private final Window window;
    private final Lines lines;
    private final ColumnMap columns;
    private long record;

    private CsvReader(String file, Window window, Lines lines, ColumnMap columns) {
        this.file = file;
        this.window = window;
        this.lines = lines;
        this.columns = columns;
    }

    /** Reads the header; the window stands at the beginning of the file. */
    static Inputs.Opened open(String file, Window window, InputOptions options) throws IOException {
        window.skipByteOrderMark();
        char delimiter = options.delimiter() == null ? sniff(window) : options.delimiter();
        CsvSplitter splitter = new CsvSplitter(window, delimiter);
        if (beginsWithSeparator(window)) {
            delimiter = separator(splitter, options.delimiter());
            splitter.divideBy(delimiter);
        }
        if (delimiter > MOST_OF_DELIMITER) {
            return new Inputs.Opened.Refused(
                    List.of("cannot be split at \"" + delimiter + "\": the delimiter must be an ASCII character"));
        }
        Lines lines = new Lines(splitter, new CsvCells(delimiter));
        return options.columns() == null
                ? withHeader(file, window, lines, options)
                : opened(file, window, lines, ColumnMap.of(options.columns(), options.type()));
    }

    private static Inputs.Opened withHeader(String file, Window window, Lines lines, InputOptions options)
            throws IOException {
        Line header = lines.next();
        if (header instanceof Line.Faulty faulty) {
            return new Inputs.Opened.Refused(
                    List.of("has no readable header: " + faulty.problem().message()));
        }
        List<String> names = header instanceof Line.Cells cells ? cells.cells() : List.of();
        return opened(file, window, lines, ColumnMap.of(names, options.type()));
    }

    private static Inputs.Opened opened(String file, Window window, Lines lines, ColumnMap.Result map) {
        return map instanceof ColumnMap.Result.Usable usable
                ? new Inputs.Opened.Ready(new CsvReader(file, window, lines, usable.columns()), InputFormat.CSV)
                : new Inputs.Opened.Refused(((ColumnMap.Result.Unusable) map).problems());
    }

    /** Whether the first line is one that Excel writes for itself: {@code sep=;}, the character between the cells. */
    private static boolean beginsWithSeparator(Window window) throws IOException {
        StringBuilder line = new StringBuilder();
        int b = window.next();
        while (b >= 0 && b != '\n' && b != '\r' && line.length() <= SEPARATOR_LINE) {
            line.append((char) b);
            b = window.next();
        }
        window.rewind(0);
        return line.toString().matches("(?i)\"?sep=.\"?");
    }

    /** Reads that line. What the user said counts for more. */
    private static char separator(CsvSplitter splitter, @Nullable Character said) throws IOException {
        CsvSplitter.Piece line = splitter.next();
        return said == null && line != null
                ? line.text().charAt(line.text().indexOf('=') + 1)
                : said == null ? ',' : said;
    }

    @Override
    public @Nullable Row next() throws IOException {
        Line line = lines.next();
        if (line == null) {
            return null;
        }
        CsvSplitter.Piece piece = line.piece();
        Position position = new Position(file, ++record, piece.line(), piece.offset());
        if (line instanceof Line.Faulty faulty) {
            return new Row.Broken(position, piece.text(), piece.fingerprint(), faulty.problem());
        }
        ColumnMap.Mapped mapped = columns.map(((Line.Cells) line).cells());
        return mapped instanceof ColumnMap.Mapped.Call call
                ? new Row.Parsed(position, piece.text(), call.call(), null)
                : new Row.Broken(position, piece.text(), null, ((ColumnMap.Mapped.Unfit) mapped).problem());
    }

    /** A line end at hand is taken for a record's: within quotes it is not, and then {@link #next} may wait. */
    @Override
    public boolean hasBuffered() throws IOException {
        boolean[] blank = {true};
        return window.holds(b -> {
                    boolean isLineEnd = b == '\n' || b == '\r';
                    blank[0] &= isLineEnd;
                    return isLineEnd && !blank[0];
                })
                || window.hasMore();
    }

    @Override
    public List<String> mapping() {
        return columns.description();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    /** A record that is not blank. */
    private sealed interface Line {
        CsvSplitter.Piece piece();

        record Cells(CsvSplitter.Piece piece, List<String> cells) implements Line {}

        record Faulty(CsvSplitter.Piece piece, Problem problem) implements Line {}
    }

    /** The records that are not blank. */
    private record Lines(CsvSplitter splitter, CsvCells cells) {

        @Nullable
        Line next() throws IOException {
            CsvSplitter.Piece piece = splitter.next();
            while (piece != null) {
                Line line = line(piece);
                if (line != null) {
                    return line;
                }
                piece = splitter.next();
            }
            return null;
        }

        private @Nullable Line line(CsvSplitter.Piece piece) {
            if (piece.fault() != null) {
                return new Line.Faulty(piece, piece.fault());
            } else if (piece.text().isBlank()) {
                return null;
            }
            CsvCells.Read read = cells.read(piece.text());
            if (read instanceof CsvCells.Read.Faulty faulty) {
                return new Line.Faulty(piece, faulty.problem());
            }
            List<String> whole = ((CsvCells.Read.Cells) read).cells();
            return whole.stream().allMatch(String::isBlank) ? null : new Line.Cells(piece, whole);
        }
    }

    /** The delimiter that the header has most of, outside of quotes; a comma when it has none. */
    private static char sniff(Window window) throws IOException {
        int[] counts = new int[DELIMITERS.length()];
        boolean quoted = false;
        boolean blank = true;
        int b = window.next();
        while (b >= 0 && !window.isOversized() && (quoted || blank || (b != '\n' && b != '\r'))) {
            blank &= Character.isWhitespace(b);
            quoted ^= b == '"';
            int index = quoted ? -1 : DELIMITERS.indexOf(b);
            if (index >= 0) {
                counts[index]++;
            }
            b = window.next();
        }
        window.rewind(0);
        return DELIMITERS.charAt(indexOfMost(counts));
    }

    private static int indexOfMost(int[] counts) {
        int most = 0;
        for (int i = 1; i < counts.length; i++) {
            if (counts[i] > counts[most]) {
                most = i;
            }
        }
        return most;
    }
}
