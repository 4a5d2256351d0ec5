package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/**
 * Text from elsewhere - a file, a server, an argument - made fit to be shown: control characters are spelled out, so that
 * none reaches the terminal, and long text is cut.
 */
final class Shown {

    private static final int LONGEST = 200;

    /** In a class of its own, which is only loaded where columns are counted. */
    private static final class Wide {
        private static final Set<Character.UnicodeScript> SCRIPTS = Set.of(
                Character.UnicodeScript.HAN,
                Character.UnicodeScript.HIRAGANA,
                Character.UnicodeScript.KATAKANA,
                Character.UnicodeScript.HANGUL);
    }

    private Shown() {}

    static String text(String raw) {
        return text(raw, LONGEST);
    }

    /** At most so many characters, then an ellipsis. */
    static String text(String raw, int longest) {
        StringBuilder out = new StringBuilder(Math.min(raw.length(), longest) + 1);
        int shown = 0;
        for (int i = 0; i < raw.length() && shown < longest; shown++) {
            int c = raw.codePointAt(i);
            i += Character.charCount(c);
            append(out, c);
            if (shown + 1 == longest && i < raw.length()) {
                out.append('…');
            }
        }
        return out.toString();
    }

    /** As much as goes into so many columns of a terminal, where letters of East Asia and pictures take two. */
    static String fitting(String raw, int columns) {
        String shown = text(raw, columns);
        StringBuilder out = new StringBuilder();
        int used = 0;
        for (int i = 0; i < shown.length(); ) {
            int c = shown.codePointAt(i);
            i += Character.charCount(c);
            int left = columns - used - (i < shown.length() ? 1 : 0);
            if (columns(c) > left) {
                return out.append('…').toString();
            }
            out.appendCodePoint(c);
            used += columns(c);
        }
        return out.toString();
    }

    private static int columns(int c) {
        return c >= 0x1100
                        && (Character.isIdeographic(c)
                                || Wide.SCRIPTS.contains(Character.UnicodeScript.of(c))
                                || c >= 0x1F000)
                ? 2
                : 1;
    }

    /** Shown text on lines of at most so many characters, divided between words where there are any. */
    static List<String> lines(String shown, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : shown.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
            while (line.length() > columns) {
                lines.add(line.substring(0, columns));
                line.delete(0, columns);
            }
        }
        lines.add(line.toString());
        return lines;
    }

    /** JSON of the same meaning that is fit to be shown: what is not is spelled as JSON's own escapes. */
    static String json(String json) {
        StringBuilder out = new StringBuilder(json.length());
        json.codePoints().forEach(c -> {
            if (c > ' ' && isUnsafe(c)) {
                for (char half : Character.toChars(c)) {
                    out.append("\\u").append(HexFormat.of().toHexDigits(half));
                }
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            default -> {
                if (isUnsafe(c)) {
                    String hex = Integer.toHexString(c);
                    out.append("\\u")
                            .append("0".repeat(Math.max(0, 4 - hex.length())))
                            .append(hex);
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /** Controls, halves of surrogate pairs, and the marks that reverse the direction of the text behind them. */
    private static boolean isUnsafe(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.SURROGATE
                || (type == Character.FORMAT && c != 0x200D)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
