package io.github.cdpcli.send;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with its escapes undone - those of JSON and of most languages, of URLs, of HTML, and one within the other - that
 * still knows where each of its characters stood. Made for finding, not for showing: a backslash that escapes nothing
 * known is left out, and so is the beginning of an escape at the end of a text that was cut.
 */
final class Unescaped {

    /** Escapes of escapes: a body within a body, passed on by a proxy, shown on a page. */
    private static final int MOST_LAYERS = 4;

    /** A run of backslashes is taken at once, however long: nothing is looked at twice. */
    private static final class Escape {
        private static final Pattern PATTERN = Pattern.compile(
                "(?:\\\\++(?:u[0-9a-f]{0,3}|x[0-9a-f]?)?|%[0-9a-f]?|&#?[a-z0-9]{0,6})\\z"
                        + "|\\\\++(?:u(?<unicode>[0-9a-f]{4})|x(?<byte>[0-9a-f]{2}))?"
                        + "|%(?<percent>[0-9a-f]{2})"
                        + "|&#x0*+(?<hex>[0-9a-f]{1,4});?"
                        + "|&#0*+(?<decimal>[0-9]{1,4});?"
                        + "|&(?<name>amp|lt|gt|quot|apos);",
                Pattern.CASE_INSENSITIVE);
    }

    private final String text;
    private final int[] starts;
    private final int[] ends;

    private Unescaped(String text, int[] starts, int[] ends) {
        this.text = text;
        this.starts = starts;
        this.ends = ends;
    }

    static Unescaped of(String raw) {
        int[] starts = new int[raw.length()];
        int[] ends = new int[raw.length()];
        for (int i = 0; i < raw.length(); i++) {
            starts[i] = i;
            ends[i] = i + 1;
        }
        Unescaped result = new Unescaped(raw, starts, ends);
        for (int layer = 0; layer < MOST_LAYERS && result.holdsEscapes(); layer++) {
            result = result.onceMore();
        }
        return result;
    }

    /** The pattern is made only for a text with a character that every escape begins with: most have none. */
    private boolean holdsEscapes() {
        return (text.indexOf('\\') >= 0 || text.indexOf('%') >= 0 || text.indexOf('&') >= 0)
                && Escape.PATTERN.matcher(text).find();
    }

    String text() {
        return text;
    }

    /** Where the raw spelling of a character begins, with the backslashes before it. */
    int start(int index) {
        return starts[index];
    }

    /** Where it ends, exclusive. */
    int end(int index) {
        return ends[index];
    }

    private Unescaped onceMore() {
        Copy copy = new Copy();
        Matcher escape = Escape.PATTERN.matcher(text);
        int done = 0;
        while (escape.find()) {
            copy.plain(done, escape.start());
            copy.escape(escape);
            done = escape.end();
        }
        copy.plain(done, text.length());
        return copy.finished();
    }

    private static char character(Matcher escape) {
        String hex = first(escape, "unicode", "byte", "percent", "hex");
        String name = escape.group("name");
        if (!hex.isEmpty()) {
            return (char) Integer.parseInt(hex, 16);
        } else if (name == null) {
            return (char) Integer.parseInt(first(escape, "decimal", "decimal"));
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "amp" -> '&';
            case "lt" -> '<';
            case "gt" -> '>';
            case "quot" -> '"';
            default -> '\'';
        };
    }

    private static String first(Matcher escape, String... groups) {
        for (String group : groups) {
            if (escape.group(group) != null) {
                return escape.group(group);
            }
        }
        return "";
    }

    /** The text with one layer less, while it is being made. */
    private final class Copy {
        private final StringBuilder copied = new StringBuilder(text.length());
        private final int[] copiedStarts = new int[text.length()];
        private final int[] copiedEnds = new int[text.length()];
        private int begun = -1;

        void plain(int from, int to) {
            for (int i = from; i < to; i++) {
                add(text.charAt(i), i, i + 1);
            }
        }

        void escape(Matcher escape) {
            if (first(escape, "unicode", "byte", "percent", "hex", "decimal", "name")
                    .isEmpty()) {
                begun = escape.start();
            } else {
                add(character(escape), escape.start(), escape.end());
            }
        }

        private void add(char c, int from, int to) {
            copiedStarts[copied.length()] = starts[begun >= 0 ? begun : from];
            copiedEnds[copied.length()] = ends[to - 1];
            copied.append(c);
            begun = -1;
        }

        Unescaped finished() {
            return new Unescaped(copied.toString(), copiedStarts, copiedEnds);
        }
    }
}
