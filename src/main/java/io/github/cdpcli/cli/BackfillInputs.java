package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.InputFormat;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Inputs;
import io.github.cdpcli.input.RowReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The inputs a backfill was given, as the user named them. */
final class BackfillInputs {

    private final World world;
    private final Optional<CallType> type;
    private final Optional<InputFormat> format;
    private final Optional<Character> delimiter;

    BackfillInputs(World world, Optional<CallType> type, Optional<InputFormat> format, Optional<Character> delimiter) {
        this.world = world;
        this.type = type;
        this.format = format;
        this.delimiter = delimiter;
    }

    /** Looks at every input before the first record is sent: an unusable third file should not be found out half-way. */
    List<Backfill.Source> check(List<String> names) {
        for (String name : names) {
            if (name.equals("-")) {
                continue;
            }
            Path file = world.path(name);
            String shown = Shown.text(name);
            if (!Files.exists(file)) {
                throw Failure.usage("there is no file " + shown);
            } else if (Files.isDirectory(file)) {
                throw Failure.usage(shown + " is a directory", "Name the files in it: cdp backfill " + shown + "/*");
            }
            try {
                // Opening reads the head of the file, and the header of a CSV.
                open(name).close();
            } catch (IOException e) {
                throw Failure.usage(shown + " cannot be read: " + Shown.text(String.valueOf(e.getMessage())));
            }
        }
        return names.stream().map(name -> (Backfill.Source) () -> open(name)).toList();
    }

    private RowReader open(String name) throws IOException {
        InputStream in = name.equals("-") ? world.in() : Files.newInputStream(world.path(name));
        Inputs.Opened opened =
                Inputs.open(name, in, new InputOptions(format.orElse(null), type.orElse(null), delimiter.orElse(null)));
        if (opened instanceof Inputs.Opened.Ready ready) {
            return ready.reader();
        }
        in.close();
        List<String> reasons = ((Inputs.Opened.Refused) opened).reasons();
        throw Failure.invalid(
                Shown.text(name) + " cannot be read as it is; nothing was sent",
                reasons.stream()
                        .map(reason -> new Problem(Problem.Code.BAD_OPTION, Shown.text(name), reason))
                        .toList());
    }
}
