package io.github.cdpcli.input;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The kinds of files that can be read. */
public enum InputFormat {
    /** JSON documents, one a line or one after another. */
    NDJSON,
    /** A table of text with a header. */
    CSV;

    /** What the beginning of a file says about the rest. */
    public sealed interface Detected {
        /** A file that can be read. */
        record Known(InputFormat format) implements Detected {}

        /** A file that cannot be read; why, and what to do about it. */
        record Unreadable(String why) implements Detected {}
    }

    /** A kind of file that is known by its first bytes, here as characters up to 255, and cannot be read. */
    private record Magic(String bytes, String why) {}

    private static final String UTF_16 = "is UTF-16, not UTF-8; use: iconv -f UTF-16 -t UTF-8 FILE | cdp backfill -";
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";
    private static final List<Magic> UNREADABLE = List.of(
            new Magic("\u001F\u008B", compressedBy("gzip")),
            new Magic("(\u00B5/\u00FD", compressedBy("zstd")),
            new Magic("\u00FD7zXZ", compressedBy("xz")),
            new Magic("BZh", compressedBy("bzip2")),
            new Magic(
                    "PK\u0003\u0004",
                    "is a zip archive, which is not read yet; use: unzip -p FILE | cdp backfill -"
                            + " (if it is a workbook, save it as CSV)"),
            new Magic("\u00FF\u00FE", UTF_16),
            new Magic("\u00FE\u00FF", UTF_16));

    private static String compressedBy(String program) {
        return "is compressed, and compressed input is not read yet; use: " + program + " -dc FILE | cdp backfill -";
    }

    /**
     * Tells a file by its beginning: JSON begins with a brace or bracket, everything else is taken for CSV.
     *
     * @param head the first line that is not blank and all before it, and the line behind it if the first is no JSON
     */
    public static Detected detect(byte[] head) {
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        Optional<Magic> magic = UNREADABLE.stream()
                .filter(known -> bytes.startsWith(known.bytes))
                .findFirst();
        if (magic.isPresent()) {
            return new Detected.Unreadable(magic.get().why);
        }
        if (hasZeroAmongTheFirst(bytes)) {
            return new Detected.Unreadable("holds zero bytes, so it is no text, or it is UTF-16; for that use: "
                    + "iconv -f UTF-16 -t UTF-8 FILE | cdp backfill -");
        }
        String text = bytes.startsWith(BYTE_ORDER_MARK) ? bytes.substring(BYTE_ORDER_MARK.length()) : bytes;
        return new Detected.Known(isJson(text.strip()) ? NDJSON : CSV);
    }

    /** In the first letters, zero bytes tell characters of two or four; further on, one is a fault of its record. */
    private static boolean hasZeroAmongTheFirst(String bytes) {
        int zero = bytes.indexOf('\0');
        return zero >= 0 && zero < 4;
    }

    /** A first line that is none may be torn or a comment; the second tells. */
    private static boolean isJson(String text) {
        String second = text.lines().skip(1).findFirst().orElse("").strip();
        return text.isEmpty()
                || text.startsWith("{")
                || text.startsWith("[")
                || (second.startsWith("{") && second.endsWith("}"));
    }
}
