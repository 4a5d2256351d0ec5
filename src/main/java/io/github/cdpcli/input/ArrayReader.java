package io.github.cdpcli.input;

import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements of a JSON array one by one; arrays that follow one another are read like one.
 *
 * <p>A broken element is skipped to where its brackets balance, if a comma or the end of the array follows there. Where they
 * do not, the reading goes on at the next line that begins as other elements did, and all that lies between is part of the
 * broken one: to go on anywhere else could take an object from within a record for a record. An array that is not closed
 * and what stands behind its end are told as broken records too.
 */
final class ArrayReader implements RowReader {

    private enum Place {
        OUTSIDE,
        AT_FIRST,
        AT_NEXT,
        BEHIND_ELEMENT,
        BEHIND_BROKEN,
        ENDED
    }

    private final String file;
    private final Window window;
    private final DocumentReader documents;
    private Place place = Place.OUTSIDE;
    private boolean opened;
    private long record;
    private long line = 1;
    private long lineOffset;
    private boolean indented = true;
    private long indentation;

    /** The window stands at the beginning of the file or behind its byte order mark. */
    ArrayReader(String file, Window window) {
        this.file = file;
        this.window = window;
        this.documents = new DocumentReader(file, window);
        this.lineOffset = window.offset();
    }

    @Override
    public @Nullable Row next() throws IOException {
        while (place != Place.ENDED) {
            skipBlanks();
            int b = window.peek();
            if (b < 0) {
                return atEnd();
            } else if (b == '[' && place == Place.OUTSIDE) {
                pass(Place.AT_FIRST);
                opened = true;
            } else if (b == ']' && isElementOver()) {
                pass(Place.OUTSIDE);
            } else if (b == ',' && (place == Place.BEHIND_ELEMENT || place == Place.BEHIND_BROKEN)) {
                pass(Place.AT_NEXT);
            } else {
                return place == Place.OUTSIDE ? stray() : element(b);
            }
        }
        return null;
    }

    private boolean isElementOver() {
        return place == Place.AT_FIRST || place == Place.BEHIND_ELEMENT || place == Place.BEHIND_BROKEN;
    }

    private void pass(Place next) throws IOException {
        take();
        place = next;
    }

    private @Nullable Row atEnd() {
        boolean isOpen = place != Place.OUTSIDE;
        place = Place.ENDED;
        return isOpen ? broken(here(), "", "the array has no closing bracket: the file may be cut off here") : null;
    }

    private Row stray() throws IOException {
        Position here = here();
        while (window.peek() >= 0 && window.peek() != '\n') {
            take();
        }
        return broken(
                here,
                Utf8.beginning(window.bytes()).strip(),
                "stands " + (opened ? "behind the closing bracket of the array" : "before the array"));
    }

    private Row broken(Position here, String raw, String message) {
        return new Row.Broken(here, raw, window.fingerprint(), new Problem(Code.NOT_JSON, "", message));
    }

    private Position here() {
        return new Position(file, ++record, line, window.offset());
    }

    private Row element(int first) throws IOException {
        Position here = here();
        long column = here.offset() - lineOffset + 1;
        boolean beginsLine = indented;
        boolean isInDoubt = place == Place.BEHIND_BROKEN;
        if (first == ',' || first == ']') {
            place = first == ',' ? Place.AT_NEXT : Place.OUTSIDE;
            take();
            return broken(here, first == ',' ? "," : "]", "an element is missing here, behind a comma");
        }
        ElementScanner.Step step = isInDoubt ? ElementScanner.Step.LOST : scan();
        if (step == ElementScanner.Step.LOST) {
            skipToLineLikeOthers();
        }
        Row row = documents.found(here, column);
        if (row instanceof Row.Parsed && beginsLine) {
            indentation = column - 1;
        }
        place = step == ElementScanner.Step.LOST
                ? (window.peek() < 0 ? Place.ENDED : Place.AT_NEXT)
                : step == ElementScanner.Step.INSIDE
                        ? Place.ENDED
                        : row instanceof Row.Parsed ? Place.BEHIND_ELEMENT : Place.BEHIND_BROKEN;
        return row;
    }

    /** To the end of the element; inside it only at the end of the file. */
    private ElementScanner.Step scan() throws IOException {
        ElementScanner scanner = new ElementScanner();
        ElementScanner.Step step = ElementScanner.Step.INSIDE;
        while (step == ElementScanner.Step.INSIDE && window.peek() >= 0) {
            step = scanner.step(window.peek());
            if (step != ElementScanner.Step.BEHIND) {
                take();
            }
        }
        return step;
    }

    private void skipToLineLikeOthers() throws IOException {
        while (window.peek() >= 0 && !isLineLikeOthers()) {
            take();
        }
    }

    private boolean isLineLikeOthers() throws IOException {
        return window.peek() == '{'
                && indented
                && window.length() > 0
                && window.offset() + window.length() - lineOffset == indentation;
    }

    private void skipBlanks() throws IOException {
        while (isBlank(window.peek())) {
            take();
        }
        window.begin();
    }

    private void take() throws IOException {
        int b = window.next();
        if (b == '\n') {
            line++;
            lineOffset = window.offset() + window.length();
            indented = true;
        } else if (b != ' ' && b != '\t' && b != ',') {
            indented = false;
        }
    }

    private static boolean isBlank(int b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    @Override
    public boolean hasBuffered() throws IOException {
        return window.holds(b -> !isBlank(b)) || window.hasMore();
    }

    @Override
    public void close() throws IOException {
        window.close();
    }
}
