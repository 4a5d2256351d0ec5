package io.github.cdpcli.input;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The kinds of files that can be read. */
public enum InputFormat {
    /** JSON documents, one a line or one after another. */
    NDJSON,
    /** An array of JSON documents. */
    JSON,
    /** A table of text with a header. */
    CSV;

    /** What the beginning of a file says about the rest. */
    public sealed interface Detected {
        /** A file that can be read. */
        record Known(InputFormat format) implements Detected {}

        /** A file that cannot be read; why, and what to do about it. */
        record Unreadable(String why) implements Detected {}
    }

    private static final int BINARY_WITHIN = 512;
    private static final char ESCAPE = 0x1B;
    private static final String BYTE_ORDER_MARK = "\u00EF\u00BB\u00BF";

    /**
     * Tells a file by its beginning: JSON begins with a brace, an array with a bracket, everything else is taken for CSV.
     *
     * @param head the first line that is not blank and all before it, and the line behind it if the first is no JSON
     */
    public static Detected detect(byte[] head) {
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        Optional<String> stillPacked = stillPacked(Packing.of(head));
        if (stillPacked.isPresent()) {
            return new Detected.Unreadable(stillPacked.get());
        }
        if (hasZeroAmongTheFirst(bytes)) {
            return new Detected.Unreadable(
                    "holds zero bytes, so it is no text, or it is UTF-16; for that say --encoding UTF-16LE or UTF-16BE");
        }
        String text = bytes.startsWith(BYTE_ORDER_MARK) ? bytes.substring(BYTE_ORDER_MARK.length()) : bytes;
        String begun = text.strip();
        if (!begun.startsWith("[") && !isDocument(begun) && isBinary(begun)) {
            return new Detected.Unreadable(
                    "has no readable header: it is no text, but binary, as a picture or a database is; leave it out");
        }
        return new Detected.Known(begun.startsWith("[") ? JSON : isDocument(begun) ? NDJSON : CSV);
    }

    private static Optional<String> stillPacked(Packing packing) {
        return switch (packing) {
            case NONE -> Optional.empty();
            case GZIP ->
                Optional.of("is packed into one another more than three times; use: gzip -dc FILE | cdp backfill -");
            case ZSTD ->
                Optional.of("is packed into one another more than three times; use: zstd -dc FILE | cdp backfill -");
            case XZ -> Optional.of("is compressed by xz, which is not read; use: xz -dc FILE | cdp backfill -");
            case BZIP2 ->
                Optional.of("is compressed by bzip2, which is not read; use: bzip2 -dc FILE | cdp backfill -");
            case ZIP ->
                Optional.of(
                        "is a zip archive in a pipe or in something else, but its table of contents stands at its end;"
                                + " save it as a file of its own, or use: unzip -p FILE | cdp backfill -");
        };
    }

    /** In the first letters, zero bytes tell characters of two or four; further on, one is a fault of its record. */
    private static boolean hasZeroAmongTheFirst(String bytes) {
        int zero = bytes.indexOf('\0');
        return zero >= 0 && zero < 4;
    }

    /** Text in another encoding has bytes that are not UTF-8 in its header, but none of these controls behind them. */
    private static boolean isBinary(String begun) {
        String first = begun.lines().findFirst().orElse("");
        return Utf8.fault(first.getBytes(StandardCharsets.ISO_8859_1)) >= 0
                && begun.chars().limit(BINARY_WITHIN).anyMatch(c -> c < '\t' || (c > '\r' && c < ' ' && c != ESCAPE));
    }

    /** A first line that is none may be torn or a comment; the second tells. */
    private static boolean isDocument(String text) {
        String second = text.lines().skip(1).findFirst().orElse("").strip();
        return text.isEmpty() || text.startsWith("{") || (second.startsWith("{") && second.endsWith("}"));
    }
}
