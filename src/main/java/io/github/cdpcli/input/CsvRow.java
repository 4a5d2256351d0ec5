package io.github.cdpcli.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The cells of one row, as places in the bytes it was read from. It is the way of the millions of rows that are in order:
 * on one line, in UTF-8, without control characters, without quotes but around a whole cell, and there written twice,
 * without blanks where a cell begins or ends, and with a cell that is surely not blank. Of any other row it only says that
 * it is not sure, and {@link CsvSplitter} and {@link CsvCells} are to be asked, which are also its measure in tests.
 *
 * <p>To be used again and again, by one thread.
 */
final class CsvRow {

    /** What {@link #scan} says of a row that the others must decide about. */
    static final int UNSURE = -1;

    /** The same of one that may only lack its end. */
    static final int CUT = -2;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final int MAX_NUMBER = 1000;

    private final byte delimiter;
    private final long delimiters;
    private final int[] starts;
    private final int[] ends;
    private final boolean[] special;
    private byte[] bytes = {};
    private int from;
    private int to;
    private int cells;
    private int contentEnd;
    private long seen;
    private boolean backslash;

    /**
     * Nothing read yet.
     *
     * @param delimiter an ASCII character, and neither a quote nor a blank but a tab
     * @param most how many cells a row has at most
     */
    CsvRow(char delimiter, int most) {
        this.delimiter = (byte) delimiter;
        this.delimiters = ONES * delimiter;
        this.starts = new int[most];
        this.ends = new int[most];
        this.special = new boolean[most];
    }

    /**
     * Reads a row.
     *
     * @param begin where it begins
     * @param behind where the bytes end that are there
     * @return behind its line end, or {@link #UNSURE} or {@link #CUT}
     */
    int scan(byte[] text, int begin, int behind) {
        bytes = text;
        from = begin;
        to = behind;
        cells = 0;
        seen = 0;
        boolean isBlank = true;
        int at = begin;
        while (cells < starts.length) {
            int end = at < to && text[at] == '"' ? quoted(at + 1) : plain(at);
            if (end < 0) {
                return end;
            }
            int start = starts[cells];
            int length = ends[cells] - start;
            if (length > 0) {
                if (text[start] == ' ' || text[start + length - 1] == ' ') {
                    return UNSURE;
                }
                isBlank &= text[start] <= ' ';
            }
            cells++;
            if (text[end] != delimiter) {
                return isBlank ? UNSURE : lineEnd(end);
            }
            at = end + 1;
        }
        return UNSURE;
    }

    /** Reads a cell without quotes; where its delimiter or line end stands. */
    private int plain(int start) {
        backslash = false;
        int end = stop(start);
        if (end >= to) {
            return CUT;
        } else if (bytes[end] == '"') {
            return UNSURE;
        }
        note(start, end, backslash);
        return end;
    }

    /** Reads a cell from behind its first quote. */
    private int quoted(int start) {
        boolean isSpecial = false;
        int at = start;
        while (true) {
            backslash = false;
            at = stop(at);
            isSpecial |= backslash;
            if (at + 1 >= to) {
                return CUT;
            } else if (bytes[at] == delimiter) {
                if (delimiter < ' ') {
                    return UNSURE;
                }
                at++;
            } else if (bytes[at] != '"') {
                return UNSURE;
            } else if (bytes[at + 1] == '"') {
                isSpecial = true;
                at += 2;
            } else {
                note(start, at, isSpecial);
                return bytes[at + 1] == delimiter || bytes[at + 1] < ' ' ? at + 1 : UNSURE;
            }
        }
    }

    private void note(int start, int end, boolean isSpecial) {
        starts[cells] = start;
        ends[cells] = end;
        special[cells] = isSpecial;
    }

    /** The first delimiter, quote or control character. */
    private int stop(int start) {
        byte[] text = bytes;
        long other = 0;
        long backslashes = 0;
        int at = start;
        int lastWord = text.length - Long.BYTES;
        while (at <= lastWord) {
            long word = (long) LONG.get(text, at);
            other |= word;
            long escapes = word ^ BACKSLASHES;
            backslashes |= (escapes - ONES) & ~escapes;
            long quotes = word ^ QUOTES;
            long divides = word ^ delimiters;
            long stops =
                    (((quotes - ONES) & ~quotes) | ((divides - ONES) & ~divides) | ((word - SPACES) & ~word)) & HIGHS;
            if (stops != 0) {
                seen |= other;
                backslash = (backslashes & HIGHS) != 0;
                return at + (Long.numberOfTrailingZeros(stops) >>> 3);
            }
            at += Long.BYTES;
        }
        seen |= other;
        backslash = true;
        return lastBytes(at);
    }

    private int lastBytes(int start) {
        int at = start;
        while (at < to && bytes[at] != '"' && bytes[at] != delimiter && (bytes[at] < 0 || bytes[at] >= ' ')) {
            seen |= bytes[at];
            at++;
        }
        return at;
    }

    /** Behind the line end that stands at a place. */
    private int lineEnd(int at) {
        contentEnd = at;
        int lineFeed = bytes[at] == '\r' ? at + 1 : at;
        // A carriage return may be all of the line end: nothing behind it is waited for.
        boolean isSound = lineFeed < to
                && bytes[lineFeed] == '\n'
                && at - from <= RowReader.MAX_RECORD_BYTES
                && ((seen & HIGHS) == 0 || Utf8.isSound(bytes, from, at));
        return isSound ? lineFeed + 1 : UNSURE;
    }

    /** The row without its line end. */
    byte[] copy() {
        return Arrays.copyOfRange(bytes, from, contentEnd);
    }

    /** How many cells it has. */
    int cells() {
        return cells;
    }

    boolean isEmpty(int cell) {
        return starts[cell] == ends[cell];
    }

    /** Takes a cell for an empty one. */
    void clear(int cell) {
        ends[cell] = starts[cell];
    }

    /** What the cells stand in; only until more is read. */
    byte[] bytes() {
        return bytes;
    }

    int start(int cell) {
        return starts[cell];
    }

    int end(int cell) {
        return ends[cell];
    }

    /** Whether there may be backslashes in a cell, or quotes, each written twice. */
    boolean isSpecial(int cell) {
        return special[cell];
    }

    /** Whether a cell is surely a number as JSON writes them. */
    boolean isNumber(int cell) {
        int end = ends[cell];
        int at = starts[cell];
        if (end - at > MAX_NUMBER) {
            return false;
        }
        at += at < end && bytes[at] == '-' ? 1 : 0;
        int whole = digits(at, end);
        if (whole == at || (bytes[at] == '0' && whole > at + 1)) {
            return false;
        }
        at = whole;
        if (at < end && bytes[at] == '.') {
            whole = digits(at + 1, end);
            if (whole == at + 1) {
                return false;
            }
            at = whole;
        }
        return at == end || isExponent(at, end);
    }

    private boolean isExponent(int at, int end) {
        if (bytes[at] != 'e' && bytes[at] != 'E') {
            return false;
        }
        int first = at + 1 < end && (bytes[at + 1] == '+' || bytes[at + 1] == '-') ? at + 2 : at + 1;
        return first < end && digits(first, end) == end;
    }

    private int digits(int start, int end) {
        int at = start;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
