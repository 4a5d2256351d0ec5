package io.github.cdpcli.input;

import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the records of a table begin and end. Lines end with LF, CR LF or CR; not so within quotes, which are quotes
 * only at the beginning of a cell, as RFC 4180 has it.
 *
 * <p>What stands within quotes is never taken for records, however long it is: a quote that is never closed makes one
 * broken record of all that follows. To go on at the next line would be a guess, and could send what nobody recorded.
 */
final class CsvSplitter {

    /**
     * One record, blank or not.
     *
     * @param line the line it begins on
     * @param offset the byte it begins at
     * @param text the record without its line end; of an oversized one, its beginning
     * @param fingerprint of a record whose text is not all of it, to the byte; else null
     * @param fault why it cannot be read; null when it can
     */
    record Piece(
            long line,
            long offset,
            String text,
            Row.@Nullable Fingerprint fingerprint,
            @Nullable Problem fault) {}

    private enum Ending {
        WHOLE,
        WITHIN_QUOTES,
        OVERSIZED
    }

    private enum Place {
        CELL_BEGIN,
        PLAIN,
        QUOTED,
        BEHIND_QUOTE
    }

    private final Window window;
    private char delimiter;
    private long line = 1;
    private int previous = -1;

    /** Reads on from where the window stands, which is the beginning of a line. */
    CsvSplitter(Window window, char delimiter) {
        this.window = window;
        this.delimiter = delimiter;
    }

    /** What cells are divided by. */
    char delimiter() {
        return delimiter;
    }

    /** From the next record on, cells are divided by something else. */
    void divideBy(char other) {
        delimiter = other;
    }

    /** Reads the next record if it is in order in every respect; if not, nothing is read. */
    boolean read(PlainRows rows) throws IOException {
        begin();
        if (!window.read(rows)) {
            return false;
        }
        line++;
        previous = '\n';
        return true;
    }

    /** The line that the next record begins on, if none is begun. */
    long line() {
        return line;
    }

    /** Where the record begins that was read last. */
    long offset() {
        return window.offset();
    }

    private void begin() throws IOException {
        if (previous == '\r' && window.peek() == '\n') {
            take();
        }
        window.begin();
    }

    /** The next record, which may be blank; null at the end of the file. */
    @Nullable
    Piece next() throws IOException {
        begin();
        if (window.peek() < 0) {
            return null;
        }
        long begin = line;
        Ending ending = readRecord();
        byte[] bytes = withoutLineEnd(window.bytes());
        if (ending == Ending.OVERSIZED || bytes.length > RowReader.MAX_RECORD_BYTES || window.isOversized()) {
            Problem problem = ending == Ending.WITHIN_QUOTES ? fault(ending) : tooLarge();
            return new Piece(begin, window.offset(), Utf8.beginning(bytes), window.fingerprint(), problem);
        }
        int foreign = Utf8.fault(bytes);
        return foreign >= 0
                ? new Piece(begin, window.offset(), Utf8.lenient(bytes), window.fingerprint(), foreign(foreign))
                : new Piece(begin, window.offset(), Utf8.lenient(bytes), null, fault(ending));
    }

    private static Problem tooLarge() {
        return new Problem(
                Code.TOO_LARGE,
                "",
                "the record is longer than " + RowReader.MAX_RECORD_BYTES + " bytes, and is skipped");
    }

    private Problem foreign(int at) {
        return new Problem(
                Code.BAD_TEXT,
                "",
                "byte " + (at + 1) + " of the record is not " + window.encoding()
                        + "; name what the file is written in by --encoding");
    }

    private static @Nullable Problem fault(Ending ending) {
        return ending == Ending.WITHIN_QUOTES
                ? new Problem(
                        Code.NOT_CSV,
                        "",
                        "a quote is opened in this record and never closed; all that follows is within it")
                : null;
    }

    private Ending readRecord() throws IOException {
        Place place = Place.CELL_BEGIN;
        while (!window.isOversized()) {
            int b = take();
            if (b < 0 && place == Place.QUOTED) {
                return Ending.WITHIN_QUOTES;
            } else if (b < 0 || (isLineEnd(b) && place != Place.QUOTED)) {
                return Ending.WHOLE;
            }
            place = after(place, b);
        }
        return skipRecord(place) ? Ending.OVERSIZED : Ending.WITHIN_QUOTES;
    }

    private Place after(Place place, int b) {
        if (place == Place.QUOTED) {
            return b == '"' ? Place.BEHIND_QUOTE : Place.QUOTED;
        } else if (b == delimiter) {
            return Place.CELL_BEGIN;
        }
        return b == '"' && place != Place.PLAIN ? Place.QUOTED : Place.PLAIN;
    }

    /**
     * To the end of the record, wherever that is: what stands within quotes is never taken for records.
     *
     * @return whether there is one; the file may end within quotes
     */
    private boolean skipRecord(Place from) throws IOException {
        Place place = from;
        int b = take();
        while (b >= 0 && (!isLineEnd(b) || place == Place.QUOTED)) {
            place = after(place, b);
            b = take();
        }
        return b >= 0 || place != Place.QUOTED;
    }

    /** The next byte, counting lines. */
    private int take() throws IOException {
        int b = window.next();
        boolean endsPair = b == '\n' && previous == '\r';
        if (isLineEnd(b) && !endsPair) {
            line++;
        }
        previous = b;
        return b;
    }

    private static byte[] withoutLineEnd(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') {
            length--;
        }
        if (length > 0 && bytes[length - 1] == '\r') {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    private static boolean isLineEnd(int b) {
        return b == '\n' || b == '\r';
    }
}
