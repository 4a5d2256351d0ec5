package io.github.cdpcli.input;

import java.util.BitSet;

/**
 * Finds where an element of a JSON array ends, by strings and brackets alone: whether it is right is left to the parser,
 * which sees it as a whole. So one that is wrong need not spoil those behind it.
 */
final class ElementScanner {

    /** What a byte is to the element. */
    enum Step {
        /** Part of it. */
        INSIDE,
        /** Its last. */
        LAST,
        /** The first behind it. */
        BEHIND,
        /** Brackets and quotes do not fit together any more; where it ends cannot be told from them. */
        LOST
    }

    private static final int MAX_DEPTH = 10_000;

    private final BitSet objects = new BitSet();
    private int depth;
    private boolean quoted;
    private boolean escaped;

    Step step(int b) {
        if (quoted) {
            return inString(b);
        }
        return switch (b) {
            case '"' -> {
                quoted = true;
                yield Step.INSIDE;
            }
            case '{' -> open(true);
            case '[' -> open(false);
            case '}' -> close(true);
            case ']' -> depth == 0 ? Step.BEHIND : close(false);
            case ',' -> depth == 0 ? Step.BEHIND : Step.INSIDE;
            default -> Step.INSIDE;
        };
    }

    private Step inString(int b) {
        if (b == '"' && !escaped) {
            quoted = false;
        }
        escaped = b == '\\' && !escaped;
        return b == '\n' ? Step.LOST : Step.INSIDE;
    }

    private Step open(boolean object) {
        objects.set(depth++, object);
        return depth > MAX_DEPTH ? Step.LOST : Step.INSIDE;
    }

    private Step close(boolean object) {
        if (depth == 0 || objects.get(depth - 1) != object) {
            return Step.LOST;
        }
        depth--;
        return depth == 0 ? Step.LAST : Step.INSIDE;
    }
}
