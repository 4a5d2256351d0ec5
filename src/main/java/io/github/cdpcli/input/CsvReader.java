package io.github.cdpcli.input;

import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a table: a header, then a call a row. Blank lines are skipped and counted nowhere, and so are rows whose cells are
 * all blank, such as spreadsheets leave at the end ({@code ;;;;}). Empty cells behind the last named column are of no
 * account either. A row that makes several calls is as many records.
 */
public final class CsvReader implements RowReader {

    private static final String DELIMITERS = ",;\t|";
    private static final char MOST_OF_DELIMITER = 0x7F;
    private static final int SEPARATOR_LINE = 8;

    private final String file;
    private final Window window;
    private final Lines lines;
    private final ColumnMap columns;
    private final Deque<Line> sampled;
    private final Deque<Row> ready = new ArrayDeque<>();
    private final @Nullable PlainRows plainRows;
    private long record;

    private CsvReader(String file, Window window, Lines lines, ColumnMap columns, Deque<Line> sampled) {
        this.plainRows = columns.plainRows(lines.splitter().delimiter());
        this.file = file;
        this.window = window;
        this.lines = lines;
        this.columns = columns;
        this.sampled = sampled;
    }

    /** Reads the header, and the first rows where they are looked at before any is mapped; the window stands at the begin. */
    static Inputs.Opened open(String file, Window window, InputOptions options) throws IOException {
        Begun begun = begin(window, options);
        if (!(begun instanceof Begun.Table table)) {
            return new Inputs.Opened.Refused(List.of(((Begun.Unreadable) begun).why()));
        }
        ColumnMap.Result map = ColumnMap.of(table.header(), options.type(), options.mapping());
        if (map instanceof ColumnMap.Result.Unusable unusable) {
            return new Inputs.Opened.Refused(unusable.problems());
        }
        ColumnMap columns = ((ColumnMap.Result.Usable) map).columns();
        Deque<Line> sampled = options.mapping().infers() ? sample(table.lines()) : new ArrayDeque<>();
        return new Inputs.Opened.Ready(
                new CsvReader(file, window, table.lines(), columns.inferring(cells(sampled)), sampled),
                InputFormat.CSV);
    }

    /** Suggests a mapping from the header and the first rows. */
    static Inputs.Looked suggest(Window window, InputOptions options) throws IOException {
        Begun begun = begin(window, options);
        if (!(begun instanceof Begun.Table table)) {
            return new Inputs.Looked.Refused(List.of(((Begun.Unreadable) begun).why()));
        }
        Deque<Line> rows = sample(table.lines());
        Sample sample =
                Sample.ofTable(table.header(), cells(rows), options.mapping().nulls(), fault(rows));
        return new Inputs.Looked.Suggested(new Suggestion(sample, options).asJson());
    }

    private static Optional<String> fault(Deque<Line> rows) {
        List<Line.Faulty> faulty = rows.stream()
                .filter(Line.Faulty.class::isInstance)
                .map(Line.Faulty.class::cast)
                .toList();
        return faulty.isEmpty()
                ? Optional.empty()
                : Sample.fault(
                        faulty.size(),
                        faulty.get(0).piece().line(),
                        faulty.get(0).problem().message());
    }

    /** What the beginning of a table gives. */
    private sealed interface Begun {
        /** The names of the columns, and the rows to come. */
        record Table(List<String> header, Lines lines) implements Begun {}

        record Unreadable(String why) implements Begun {}
    }

    private static Begun begin(Window window, InputOptions options) throws IOException {
        window.skipByteOrderMark();
        char delimiter = options.delimiter() == null ? sniff(window) : options.delimiter();
        CsvSplitter splitter = new CsvSplitter(window, delimiter);
        if (beginsWithSeparator(window)) {
            delimiter = separator(splitter, options.delimiter());
            splitter.divideBy(delimiter);
        }
        if (delimiter > MOST_OF_DELIMITER) {
            return new Begun.Unreadable(
                    "cannot be split at \"" + delimiter + "\": the delimiter must be an ASCII character");
        }
        Lines lines = new Lines(splitter, new CsvCells(delimiter));
        return options.columns() == null ? withHeader(lines) : new Begun.Table(options.columns(), lines);
    }

    private static Begun withHeader(Lines lines) throws IOException {
        Line header = lines.next();
        if (header instanceof Line.Faulty faulty) {
            return new Begun.Unreadable(
                    "has no readable header: " + faulty.problem().message());
        }
        return new Begun.Table(names(header), lines);
    }

    private static List<String> names(@Nullable Line header) {
        return header instanceof Line.Cells names ? names.cells() : List.of();
    }

    /** The first rows, as many as are looked at: to the end of the file, so many rows, or so many characters. */
    private static Deque<Line> sample(Lines lines) throws IOException {
        Deque<Line> rows = new ArrayDeque<>();
        int characters = 0;
        while (rows.size() < Seen.MOST_ROWS && characters < Seen.MOST_CHARACTERS) {
            Line line = lines.next();
            if (line == null) {
                break;
            }
            characters += line.piece().text().length();
            rows.add(line);
        }
        return rows;
    }

    private static List<List<String>> cells(Deque<Line> rows) {
        List<List<String>> cells = new ArrayList<>();
        for (Line line : rows) {
            if (line instanceof Line.Cells good) {
                cells.add(good.cells());
            }
        }
        return cells;
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
        if (ready.isEmpty()) {
            Row plain = sampled.isEmpty() && plainRows != null ? plain(plainRows) : null;
            if (plain != null) {
                return plain;
            }
            Line line = sampled.isEmpty() ? lines.next() : sampled.remove();
            if (line == null) {
                return null;
            }
            read(line);
        }
        return ready.remove();
    }

    /** The next row if it is in order in every respect; null says nothing about it. */
    private @Nullable Row plain(PlainRows rows) throws IOException {
        CsvSplitter splitter = lines.splitter();
        if (!splitter.read(rows)) {
            return null;
        }
        Position position = new Position(file, ++record, splitter.line() - 1, splitter.offset());
        return new Row.Parsed(position, rows.raw(), rows.call());
    }

    /** Each call is a record with a number of its own; so is a row that gives none. */
    private void read(Line line) {
        CsvSplitter.Piece piece = line.piece();
        if (line instanceof Line.Faulty faulty) {
            ready.add(new Row.Broken(position(piece), piece.text(), piece.fingerprint(), faulty.problem()));
            return;
        }
        Mapped mapped = columns.map(((Line.Cells) line).cells());
        if (mapped instanceof Mapped.Calls calls) {
            for (Json.Obj call : calls.calls()) {
                ready.add(new Row.Parsed(position(piece), piece.text(), call, null));
            }
        } else {
            ready.add(new Row.Broken(position(piece), piece.text(), null, ((Mapped.Unfit) mapped).problem()));
        }
    }

    private Position position(CsvSplitter.Piece piece) {
        return new Position(file, ++record, piece.line(), piece.offset());
    }

    /** A line end at hand is taken for a record's: within quotes it is not, and then {@link #next} may wait. */
    @Override
    public boolean hasBuffered() throws IOException {
        if (!ready.isEmpty() || !sampled.isEmpty()) {
            return true;
        }
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
