package io.github.cdpcli.input;

import io.github.cdpcli.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** Opens files: tells what they hold and gives the reader for it. */
public final class Inputs {

    private static final int MOST_LOOKED_AT = 1 << 16;

    /** What opening gives. */
    public sealed interface Opened {
        /** A file that can be read; an empty one has no rows. */
        record Ready(RowReader reader, InputFormat format) implements Opened {}

        /**
         * A file that cannot be read at all.
         *
         * @param reasons what is wrong with it and what to do, each the rest of a sentence that begins with its name
         */
        record Refused(List<String> reasons) implements Opened {
            public Refused {
                reasons = List.copyOf(reasons);
            }
        }
    }

    private Inputs() {}

    /**
     * Looks at the beginning of a file, which must have arrived up to its first line end, and loses nothing of it.
     *
     * @param name the file as the user named it, for positions
     * @param in its content, unpacked and in UTF-8 ({@link Content}); closed with the reader, or by the caller after a
     *     refusal
     * @throws IOException when the machine fails to read
     */
    public static Opened open(String name, InputStream in, InputOptions options) throws IOException {
        Window window = window(in, options);
        InputFormat.Detected detected = InputFormat.detect(head(window));
        if (detected instanceof InputFormat.Detected.Unreadable unreadable) {
            return new Opened.Refused(List.of(unreadable.why()));
        }
        InputFormat found = ((InputFormat.Detected.Known) detected).format();
        InputFormat format = options.format() == null ? found : options.format();
        return switch (format) {
            case NDJSON -> documents(new DocumentReader(name, window), format, options);
            case JSON -> documents(new ArrayReader(name, window), format, options);
            case CSV -> CsvReader.open(name, window, options);
        };
    }

    /** What looking at the beginning of a file gives. */
    public sealed interface Looked {
        /** A mapping for it, see {@link MappingFile}; what is left to fill in stands between angle brackets. */
        record Suggested(Json.Obj mapping) implements Looked {}

        /** A file that cannot be read at all; why, as in {@link Opened.Refused}. */
        record Refused(List<String> reasons) implements Looked {
            public Refused {
                reasons = List.copyOf(reasons);
            }
        }
    }

    /**
     * Looks at the first rows of a file, and suggests a mapping for it.
     *
     * @param in its content; closed by the caller
     * @throws IOException when the machine fails to read
     */
    public static Looked suggest(InputStream in, InputOptions options) throws IOException {
        Window window = window(in, options);
        InputFormat.Detected detected = InputFormat.detect(head(window));
        if (detected instanceof InputFormat.Detected.Unreadable unreadable) {
            return new Looked.Refused(List.of(unreadable.why()));
        }
        InputFormat found = ((InputFormat.Detected.Known) detected).format();
        InputFormat format = options.format() == null ? found : options.format();
        return switch (format) {
            case NDJSON -> Seen.suggest(new DocumentReader("", window), options);
            case JSON -> Seen.suggest(new ArrayReader("", window), options);
            case CSV -> CsvReader.suggest(window, options);
        };
    }

    private static Window window(InputStream in, InputOptions options) throws IOException {
        Window window = new Window(
                in, options.encoding() == null ? "UTF-8" : options.encoding().name());
        window.skipByteOrderMark();
        return window;
    }

    private static Opened documents(RowReader reader, InputFormat format, InputOptions options) {
        if (!options.mapping().shapesDocuments()) {
            return new Opened.Ready(reader, format);
        }
        DocumentMap map = new DocumentMap(options.mapping(), options.type());
        return map.problems().isEmpty()
                ? new Opened.Ready(new MappedReader(reader, map), format)
                : new Opened.Refused(map.problems());
    }

    /** The first line that is not blank and all before it; and the next one, where the first is no JSON. */
    private static byte[] head(Window window) throws IOException {
        boolean blank = true;
        int lines = 0;
        int b = window.next();
        while (b >= 0 && window.length() < MOST_LOOKED_AT && lines >= 0) {
            if (blank && (b > ' ' || b == 0)) {
                blank = false;
                lines = b == '{' ? 1 : b == '[' ? 0 : 2;
            }
            lines -= !blank && b == '\n' ? 1 : 0;
            if (!blank && lines == 0) {
                break;
            }
            b = window.next();
        }
        byte[] head = window.bytes();
        window.rewind(0);
        return head;
    }
}
