package io.github.cdpcli.input;

import io.github.cdpcli.json.KeyTable;
import io.github.cdpcli.json.ObjectText;
import io.github.cdpcli.json.ObjectTextBuilder;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows of a table that are in order in every respect, and makes calls of them without making a tree. Of any other row
 * it only says that it is not sure; then {@link CsvSplitter}, {@link CsvCells} and {@link ColumnMap} decide. For one thread.
 */
final class PlainRows {

    private static final String DELIMITERS = ",;\t|";

    /** Empty cells behind the last column are of no account. */
    private static final int MORE_CELLS = 16;

    private final CsvRow row;
    private final boolean[] named;
    private final int width;
    private final int typeCell;
    private final @Nullable RowTemplate usual;
    private final KeyTable<RowTemplate> byType;
    private final @Nullable KeyTable<Boolean> nulls;
    private final ObjectTextBuilder call = new ObjectTextBuilder();

    /**
     * A reader for a header.
     *
     * @param named which columns have names
     * @param width how many cells a row has at least
     * @param typeCell the cell that names the type of a row; negative for none
     * @param usual of rows that name no type; null when it cannot be told what becomes of them
     * @param byType of rows that name one
     * @param nulls cells that stand for nothing; null for none
     */
    PlainRows(
            char delimiter,
            boolean[] named,
            int width,
            int typeCell,
            @Nullable RowTemplate usual,
            Map<String, RowTemplate> byType,
            @Nullable KeyTable<Boolean> nulls) {
        this.row = new CsvRow(delimiter, named.length + MORE_CELLS);
        this.named = named;
        this.width = width;
        this.typeCell = typeCell;
        this.usual = usual;
        this.byType = new KeyTable<>(byType);
        this.nulls = nulls;
    }

    /** Whether rows of cells with such a delimiter can be read by this. */
    static boolean canSplitAt(char delimiter) {
        return DELIMITERS.indexOf(delimiter) >= 0;
    }

    /**
     * Reads a row, of which {@link #raw} and {@link #call} then tell until more bytes are read.
     *
     * @return behind its line end, or {@link CsvRow#UNSURE} or {@link CsvRow#CUT}
     */
    int read(byte[] bytes, int from, int to) {
        int behind = row.scan(bytes, from, to);
        if (behind < 0) {
            return behind;
        }
        RowTemplate template = fits() ? template() : null;
        if (template == null || (nulls != null && !clear(nulls))) {
            return CsvRow.UNSURE;
        }
        return template.write(row, call) ? behind : CsvRow.UNSURE;
    }

    private boolean fits() {
        if (row.cells() < width) {
            return false;
        }
        for (int i = 0; i < row.cells(); i++) {
            if ((i >= named.length || !named[i]) && !row.isEmpty(i)) {
                return false;
            }
        }
        return true;
    }

    private @Nullable RowTemplate template() {
        return typeCell < 0 || row.isEmpty(typeCell)
                ? usual
                : byType.get(row.bytes(), row.start(typeCell), row.end(typeCell));
    }

    private boolean clear(KeyTable<Boolean> markers) {
        for (int i = 0; i < row.cells(); i++) {
            if (row.isSpecial(i)) {
                return false;
            } else if (markers.get(row.bytes(), row.start(i), row.end(i)) != null) {
                row.clear(i);
            }
        }
        return true;
    }

    /** The row as it stands in the file, without its line end. */
    byte[] raw() {
        return row.copy();
    }

    /** The call that was made of it. */
    ObjectText call() {
        return call.build();
    }
}
