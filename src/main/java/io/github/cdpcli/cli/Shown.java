package io.github.cdpcli.cli;

import java.util.HexFormat;

/**
 * Text from elsewhere - a file, a server, an argument - made fit to be shown: control characters are spelled out, so that
 * none reaches the terminal, and long text is cut.
 */
final class Shown {

    private static final int LONGEST = 200;

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
