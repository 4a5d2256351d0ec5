package io.github.cdpcli.input;

import io.github.cdpcli.event.EventFactory.SourceText;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.input.DocumentScanner.State;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.ObjectScanner;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON documents that follow one another: NDJSON, and documents that span lines, such as jq writes them.
 *
 * <p>Which of the two a file holds is told by its first whole document. If that ends on the line it began on, every line
 * stands for itself: what is wrong in one does not reach the next. A line may hold several documents, each a record of its
 * own; one that is followed by anything but another document is broken together with the rest of its line. Otherwise a
 * document ends where its braces balance, and behind a syntax error the reading goes on at the next line that begins with
 * an opening brace; all that lies between is part of the broken record. Blank lines are no records.
 */
public final class DocumentReader implements RowReader {

    private enum Mode {
        UNDECIDED,
        LINES,
        DOCUMENTS
    }

    private final String file;
    private final Window window;
    private final ObjectScanner scanner = new ObjectScanner();
    private Mode mode = Mode.UNDECIDED;
    private boolean started;
    private boolean behindDocument;
    private long line = 1;
    private long lineOffset;
    private Position here;
    private long column;

    /**
     * Reads a file from its beginning.
     *
     * @param file its name, for positions
     * @param in its content; closed with this reader
     */
    public DocumentReader(String file, InputStream in) {
        this(file, new Window(in));
    }

    DocumentReader(String file, Window window) {
        this.file = file;
        this.window = window;
        this.here = new Position(file, 0, 1, 0);
    }

    @Override
    public @Nullable Row next() throws IOException {
        if (!started) {
            window.skipByteOrderMark();
            lineOffset = window.offset();
            started = true;
        }
        if (!skipBlanks()) {
            return null;
        }
        column = window.offset() - lineOffset + 1;
        here = new Position(file, here.record() + 1, line, window.offset());
        return mode == Mode.LINES ? line() : document();
    }

    @Override
    public boolean hasBuffered() throws IOException {
        return (mode == Mode.LINES && holdsLine()) || holdsDocument() || window.hasMore();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }

    private boolean holdsLine() {
        boolean[] blank = {true};
        return window.holds(b -> {
            blank[0] &= isBlank(b);
            return b == '\n' && !blank[0];
        });
    }

    private boolean holdsDocument() {
        DocumentScanner scanner = new DocumentScanner();
        State[] state = {State.INSIDE};
        return window.holds(b -> {
            state[0] = state[0] == State.FAULT ? State.FAULT : scanner.step(b);
            return state[0] == State.CLOSED;
        });
    }

    private boolean skipBlanks() throws IOException {
        while (isBlank(window.peek())) {
            take();
        }
        window.begin();
        return window.peek() >= 0;
    }

    /** In most files each line is one document, so that is tried first. */
    private Row line() throws IOException {
        Row sound = behindDocument ? null : soundLine();
        long before = window.fills();
        if (sound == null && !behindDocument && window.readLine() && window.fills() > before) {
            window.rewind(0);
            sound = soundLine();
        }
        if (sound != null) {
            return sound;
        }
        window.rewind(0);
        if (!behindDocument && window.readLine()) {
            byte[] bytes = trimmed();
            if (JsonReader.read(bytes) instanceof JsonText.Document document && isRightSize(bytes)) {
                newLine();
                return row(bytes, document);
            }
        }
        window.rewind(0);
        return restOfLine(scan(true));
    }

    /** The line at hand if it is here already and in order; null says nothing about it. */
    private @Nullable Row soundLine() {
        int behind = window.scan(scanner);
        if (behind < 0) {
            return null;
        }
        Row row = new Row.Parsed(here, scanner.text(behind));
        newLine();
        return row;
    }

    private Row document() throws IOException {
        State state = scan(false);
        if (mode == Mode.UNDECIDED && line == here.line()) {
            mode = state == State.CLOSED ? Mode.LINES : Mode.UNDECIDED;
            return restOfLine(state);
        }
        if (state == State.CLOSED) {
            mode = Mode.DOCUMENTS;
        } else {
            synchronise();
        }
        return row();
    }

    /** Reads on to where the document at hand ends, cannot go on, or breaks off. */
    private State scan(boolean withinLine) throws IOException {
        DocumentScanner scanner = new DocumentScanner();
        State state = State.INSIDE;
        while (state == State.INSIDE) {
            int b = window.peek();
            if (b < 0 || (withinLine && b == '\n')) {
                break;
            }
            state = scanner.step(b);
            if (state != State.FAULT) {
                take();
            }
        }
        return state;
    }

    /** The document that was scanned if it is followed by another or by the end of the line, else all of the line. */
    private Row restOfLine(State scanned) throws IOException {
        boolean isWhole = scanned == State.CLOSED && isFollowedWell();
        while (!isWhole && !isLineEnd(window.peek())) {
            take();
        }
        behindDocument = true;
        return row();
    }

    private boolean isFollowedWell() throws IOException {
        int b = window.peek();
        while (isBlank(b) && b != '\n') {
            take();
            b = window.peek();
        }
        return b == '{' || isLineEnd(b);
    }

    private void synchronise() throws IOException {
        while (window.peek() >= 0 && !(window.peek() == '{' && isLineBegin())) {
            take();
        }
    }

    private boolean isLineBegin() {
        return window.length() > 0 && window.offset() + window.length() == lineOffset;
    }

    private void take() throws IOException {
        if (window.next() == '\n') {
            newLine();
        }
    }

    private void newLine() {
        line++;
        lineOffset = window.offset() + window.length();
        behindDocument = false;
    }

    /** The record at hand, which another reader found in this window. */
    Row found(Position where, long columnInLine) {
        here = where;
        column = columnInLine;
        return row();
    }

    private Row row() {
        byte[] bytes = trimmed();
        if (!isRightSize(bytes)) {
            return bytes[0] == '[' ? array(bytes) : tooLarge(bytes);
        }
        JsonText text = JsonReader.read(bytes);
        return text instanceof JsonText.Document document
                ? row(bytes, document)
                : malformed(bytes, (JsonText.Malformed) text);
    }

    private Row row(byte[] bytes, JsonText.Document document) {
        if (document.value() instanceof Json.Obj call) {
            return new Row.Parsed(here, bytes, call, new SourceText(bytes, document.spans(), call));
        }
        return document.value() instanceof Json.Arr
                ? array(bytes)
                : broken(
                        Utf8.lenient(bytes),
                        Code.NOT_AN_OBJECT,
                        "this is " + document.value().kind() + ", not a JSON object");
    }

    private Row array(byte[] bytes) {
        Problem problem = new Problem(
                Code.NOT_AN_OBJECT,
                "",
                "this is a JSON array; write its elements on lines of their own, where they are records");
        return isRightSize(bytes)
                ? new Row.Broken(here, Utf8.lenient(bytes), null, problem)
                : new Row.Broken(here, Utf8.beginning(bytes), window.fingerprint(), problem);
    }

    private Row tooLarge(byte[] bytes) {
        Problem problem = new Problem(
                Code.TOO_LARGE, "", "the record is longer than " + MAX_RECORD_BYTES + " bytes, and is skipped");
        return new Row.Broken(here, Utf8.beginning(bytes), window.fingerprint(), problem);
    }

    private Row malformed(byte[] bytes, JsonText.Malformed fault) {
        String text = Utf8.lenient(bytes);
        int foreign = Utf8.fault(bytes);
        return foreign >= 0
                ? new Row.Broken(
                        here,
                        text,
                        window.fingerprint(),
                        new Problem(Code.BAD_TEXT, "", "this is not " + window.encoding() + placeOf(bytes, foreign)))
                : broken(
                        text,
                        Code.NOT_JSON,
                        "this is not JSON: " + reason(fault) + place(fault.line(), fault.column()));
    }

    private Row broken(String text, Code code, String message) {
        return new Row.Broken(here, text, null, new Problem(code, "", message));
    }

    /** The parser's words without its remarks on where the text came from. */
    private static String reason(JsonText.Malformed fault) {
        int remark = fault.why().indexOf(" (start marker at");
        return remark < 0 ? fault.why() : fault.why().substring(0, remark);
    }

    private String placeOf(byte[] bytes, int index) {
        int lines = 1;
        int lineBegin = 0;
        for (int i = 0; i < index; i++) {
            if (bytes[i] == '\n') {
                lines++;
                lineBegin = i + 1;
            }
        }
        return place(lines, index - lineBegin + 1);
    }

    /** A place in the record, as one in the file. */
    private String place(int lineInRecord, int columnInLine) {
        long inFile = lineInRecord == 1 ? column + columnInLine - 1 : columnInLine;
        return " (line " + (here.line() + lineInRecord - 1) + ", column " + inFile + ")";
    }

    private boolean isRightSize(byte[] bytes) {
        return !window.isOversized() && bytes.length <= MAX_RECORD_BYTES;
    }

    /** The record without the blanks behind it; there are none before it. */
    private byte[] trimmed() {
        byte[] bytes = window.bytes();
        int length = bytes.length;
        while (length > 0 && isBlank(bytes[length - 1])) {
            length--;
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    private static boolean isLineEnd(int b) {
        return b < 0 || b == '\n';
    }
}
