package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.input.InputFormat;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Mapping;
import io.github.cdpcli.json.Json;
import java.nio.charset.Charset;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/** Which files a backfill reads, and what is said about them. */
final class BackfillInputOptions {

    private final Options.Positional files;
    private final Options.Value<CallType> type;
    private final Options.Value<InputFormat> format;
    private final Options.Value<Character> delimiter;
    private final Options.Flag noHeader;
    private final Options.Value<List<String>> columns;
    private final Options.Value<Charset> encoding;
    private final Options.Value<Duration> flushInterval;

    BackfillInputOptions(Options options) {
        files = options.positional(
                "0..*",
                "FILE|-",
                "Files, folders or 'patterns': NDJSON, JSON or CSV, in gzip, zstd or zip too; - reads standard input.");
        options.group("Input:");
        type = options.value("--type", "CALL", Parsers::callType, "The call, for records that name none.");
        format = options.value(
                "--format", "ndjson|json|csv", BackfillInputOptions::format, "Format (default: by content).");
        delimiter = options.value(
                "--delimiter",
                "CHAR",
                BackfillInputOptions::delimiter,
                "Between cells of CSV, or 'tab' (default: by content).");
        noHeader = options.flag("--no-header", "CSV without a header; give --columns.");
        columns = options.value("--columns", "A,B,C", BackfillInputOptions::columns, "Their names, with --no-header.");
        encoding = options.value(
                "--encoding",
                "NAME",
                BackfillInputOptions::encoding,
                "What text is written in: windows-1252, UTF-16LE, … (default: UTF-8, or told by a mark).");
        flushInterval = options.value(
                "--flush-interval", "TIME", Parsers::duration, "When a batch goes that is not full (default: 1s).");
    }

    private static InputFormat format(String text) {
        return Parsers.oneOf(InputFormat.values(), text, "ndjson, json or csv");
    }

    private static List<String> columns(String text) {
        List<String> names = Stream.of(text.split(",", -1)).map(String::strip).toList();
        if (names.stream().allMatch(String::isEmpty)) {
            throw new TypeConversionException("names with commas between them");
        }
        return names;
    }

    private static Charset encoding(String text) {
        try {
            return Charset.forName(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException("an encoding such as windows-1252, ISO-8859-1 or UTF-16LE");
        }
    }

    private static char delimiter(String text) {
        if (text.equals("tab") || text.equals("\\t")) {
            return '\t';
        } else if (text.length() != 1
                || text.equals("\"")
                || text.charAt(0) > '~'
                || (text.charAt(0) < ' ' && !text.equals("\t"))) {
            throw new TypeConversionException("one character, or tab");
        }
        return text.charAt(0);
    }

    void check() {
        if (noHeader.isSet() && columns.get().isEmpty()) {
            throw Failure.usage(
                    "--no-header leaves the columns without names", "Name them: --columns userId,event,timestamp");
        } else if (columns.get().isPresent() && !noHeader.isSet()) {
            throw Failure.usage(
                    "--columns names the columns of a table without a header", "Give --no-header if there is none.");
        }
    }

    /** The inputs that the user named; standard input when none is named and something is piped in. */
    InputSelection selection(World world, Printer printer) {
        if (files.get().isEmpty() && world.terminal().in()) {
            throw Failure.usage(
                    "no input", "Name files, or pipe records in: cdp backfill -", "See 'cdp backfill --help'.");
        }
        InputSelection selection =
                InputSelection.of(world, files.get().isEmpty() ? List.of(InputSelection.STDIN) : files.get());
        for (String name : files.get()) {
            if (FileGlob.holdsFolders(world, name)) {
                printer.warn("the folders in " + Shown.text(name) + " are not read; a pattern reads them: '"
                        + Shown.text(name) + "/**'");
            }
        }
        if (!selection.names().equals(files.get())) {
            selection.names().forEach(name -> printer.detail("input: " + Shown.text(name)));
        }
        return selection;
    }

    /** Whether standard input is read only because nothing else was named. */
    boolean areUnnamed() {
        return files.get().isEmpty();
    }

    Optional<CallType> type() {
        return type.get();
    }

    InputOptions value(Mapping mapping) {
        return new InputOptions(
                format.get().orElse(null),
                mapping.type().or(type::get).orElse(null),
                delimiter.get().orElse(null),
                columns.get().orElse(null),
                encoding.get().orElse(null),
                mapping);
    }

    /** How long a batch that is not full waits for more. */
    Duration flush() {
        return flushInterval.get().orElse(Backfill.FLUSH);
    }

    /** What of this gives other records, and so makes another run of the same input another matter. */
    void addTo(Map<String, Json> about) {
        about.put("type", Json.of(type.get().map(CallType::wireName).orElse("")));
        about.put("format", Json.of(format.get().map(InputFormat::name).orElse("")));
        about.put("delimiter", Json.of(delimiter.get().map(String::valueOf).orElse("")));
        columns.get().ifPresent(names -> about.put("columns", Json.of(String.join(",", names))));
        encoding.get().ifPresent(name -> about.put("encoding", Json.of(name.name())));
    }
}
