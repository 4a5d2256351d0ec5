package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.input.InputFormat;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Mapping;
import io.github.cdpcli.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** Which files a backfill reads, and what is said about them. */
final class BackfillInputOptions {

    private final Options.Positional files;
    private final Options.Value<CallType> type;
    private final Options.Value<InputFormat> format;
    private final Options.Value<Character> delimiter;

    BackfillInputOptions(Options options) {
        files = options.positional("0..*", "FILE|-", "Files of NDJSON or CSV; - reads standard input.");
        options.group("Input:");
        type = options.value("--type", "CALL", Parsers::callType, "The call, for records that name none.");
        format = options.value(
                "--format", "ndjson|csv", BackfillInputOptions::format, "Format (default: told by content).");
        delimiter = options.value(
                "--delimiter",
                "CHAR",
                BackfillInputOptions::delimiter,
                "Between cells of CSV, or 'tab' (default: told by content).");
    }

    private static InputFormat format(String text) {
        for (InputFormat format : InputFormat.values()) {
            if (format.name().equalsIgnoreCase(text)) {
                return format;
            }
        }
        throw new TypeConversionException("ndjson or csv");
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

    /** The inputs as the user named them; standard input when none is named and something is piped in. */
    List<String> names(World world) {
        List<String> names = files.get();
        if (names.isEmpty() && world.terminal().in()) {
            throw Failure.usage(
                    "no input", "Name files, or pipe records in: cdp backfill -", "See 'cdp backfill --help'.");
        } else if (names.isEmpty()) {
            return List.of("-");
        }
        return names;
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
                mapping.type().orElse(null),
                delimiter.get().orElse(null),
                mapping);
    }

    /** What of this gives other records, and so makes another run of the same input another matter. */
    void addTo(Map<String, Json> about) {
        about.put("type", Json.of(type.get().map(CallType::wireName).orElse("")));
        about.put("format", Json.of(format.get().map(InputFormat::name).orElse("")));
        about.put("delimiter", Json.of(delimiter.get().map(String::valueOf).orElse("")));
    }
}
