package io.github.cdpcli.input;

import java.util.BitSet;

/**
 * Finds the end of a JSON object or array, byte by byte, and notices as early as possible when there can be none. It knows
 * how JSON is put together but does not judge words, numbers and escapes: that is left to the parser, which sees the
 * document when it is complete. Whatever is at fault here is at fault there too.
 */
final class DocumentScanner {

    /** Where the scanner stands after a byte. */
    enum State {
        /** The document goes on. */
        INSIDE,
        /** The byte was the document's last. */
        CLOSED,
        /** The byte cannot stand there. */
        FAULT
    }

    private enum Expected {
        KEY_OR_END,
        KEY,
        COLON,
        VALUE_OR_END,
        VALUE,
        COMMA_OR_END,
        REST_OF_KEY,
        REST_OF_STRING,
        REST_OF_WORD
    }

    private static final int MAX_DEPTH = 1000;

    private final BitSet objects = new BitSet();
    private int depth;
    private boolean escaped;
    private Expected expected = Expected.VALUE;

    State step(int b) {
        if (expected == Expected.REST_OF_KEY || expected == Expected.REST_OF_STRING) {
            return inString(b);
        }
        if (expected == Expected.REST_OF_WORD) {
            if (isWord(b)) {
                return State.INSIDE;
            }
            expected = Expected.COMMA_OR_END;
        }
        return switch (b) {
            case ' ', '\t', '\r', '\n' -> State.INSIDE;
            case '{' -> open(true);
            case '[' -> open(false);
            case '}' -> close(true, Expected.KEY_OR_END);
            case ']' -> close(false, Expected.VALUE_OR_END);
            case ',' -> take(expected == Expected.COMMA_OR_END, inObject() ? Expected.KEY : Expected.VALUE);
            case ':' -> take(expected == Expected.COLON, Expected.VALUE);
            case '"' -> quote();
            default -> take(depth > 0 && isValueExpected() && isWord(b), Expected.REST_OF_WORD);
        };
    }

    private State inString(int b) {
        if (b < ' ') {
            return State.FAULT;
        }
        if (b == '"' && !escaped) {
            expected = expected == Expected.REST_OF_KEY ? Expected.COLON : Expected.COMMA_OR_END;
        }
        escaped = b == '\\' && !escaped;
        return State.INSIDE;
    }

    private State quote() {
        boolean isKey = expected == Expected.KEY || expected == Expected.KEY_OR_END;
        return take(isKey || (depth > 0 && isValueExpected()), isKey ? Expected.REST_OF_KEY : Expected.REST_OF_STRING);
    }

    private State open(boolean object) {
        if (!isValueExpected() || depth == MAX_DEPTH) {
            return State.FAULT;
        }
        objects.set(depth++, object);
        expected = object ? Expected.KEY_OR_END : Expected.VALUE_OR_END;
        return State.INSIDE;
    }

    private State close(boolean object, Expected whenEmpty) {
        if (depth == 0 || inObject() != object || (expected != whenEmpty && expected != Expected.COMMA_OR_END)) {
            return State.FAULT;
        }
        depth--;
        expected = Expected.COMMA_OR_END;
        return depth == 0 ? State.CLOSED : State.INSIDE;
    }

    private State take(boolean fits, Expected next) {
        if (!fits) {
            return State.FAULT;
        }
        expected = next;
        return State.INSIDE;
    }

    private boolean inObject() {
        return depth > 0 && objects.get(depth - 1);
    }

    private boolean isValueExpected() {
        return expected == Expected.VALUE || expected == Expected.VALUE_OR_END;
    }

    private static boolean isWord(int b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '+'
                || b == '.';
    }
}
