package io.github.cdpcli.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/**
 * Writes a page element by element, as HTML that is well-formed XML too: what is text can never become an element, an
 * attribute or a character that a page must not hold.
 */
final class Markup {

    private static final Set<String> WITHIN_A_LINE = Set.of("b", "bdi", "code", "span", "time");

    private final StringBuilder out;
    private final Deque<String> open = new ArrayDeque<>();

    /**
     * Begins a page.
     *
     * @param beginning what stands before the first element, as it is
     */
    Markup(String beginning) {
        out = new StringBuilder(beginning);
    }

    /**
     * Begins an element.
     *
     * @param attributes names and values by turns
     */
    Markup open(String element, String... attributes) {
        start(element, attributes);
        out.append('>');
        open.push(element);
        return this;
    }

    /** Ends the element that was begun last. */
    Markup close() {
        String element = open.pop();
        out.append("</").append(element).append('>');
        return newLineAfter(element);
    }

    /** An element that holds nothing but text. */
    Markup element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element that holds nothing. */
    Markup empty(String element, String... attributes) {
        start(element, attributes);
        out.append("/>");
        return newLineAfter(element);
    }

    /** Words of this program. */
    Markup text(String text) {
        text.codePoints().forEach(this::append);
        return this;
    }

    /** Text from elsewhere, already fit to be shown: in a frame of its own, so that its direction changes nothing else. */
    Markup foreign(String shown) {
        return element("bdi", shown);
    }

    private void start(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            text(attributes[i + 1]);
            out.append('"');
        }
    }

    private Markup newLineAfter(String element) {
        if (!WITHIN_A_LINE.contains(element)) {
            out.append('\n');
        }
        return this;
    }

    private void append(int c) {
        switch (c) {
            case '&' -> out.append("&amp;");
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '"' -> out.append("&quot;");
            case '\'' -> out.append("&#39;");
            default -> out.appendCodePoint(isAllowed(c) ? c : 0xFFFD);
        }
    }

    /** Whether both HTML and XML let a page hold it. */
    private static boolean isAllowed(int c) {
        boolean isControl = Character.isISOControl(c) && c != '\n' && c != '\t';
        boolean isNoCharacter = (c & 0xFFFE) == 0xFFFE || (c >= 0xFDD0 && c <= 0xFDEF);
        return !isControl && !isNoCharacter && Character.getType(c) != Character.SURROGATE;
    }

    /** The whole page. */
    String page() {
        while (!open.isEmpty()) {
            close();
        }
        return out.toString();
    }
}
