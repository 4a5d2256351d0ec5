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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The inputs a backfill was given, as the user named them. */
final class BackfillInputs {

    private static final String STDIN = "-";

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
        List<Backfill.Source> sources = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            if (names.subList(0, i).stream().anyMatch(other -> isSameInput(other, name))) {
                throw Failure.usage("an input is named twice; every record would be sent twice");
            }
            sources.add(name.equals(STDIN) ? standardInput() : file(name));
        }
        return sources;
    }

    private boolean isSameInput(String one, String other) {
        return one.equals(other)
                || (!one.equals(STDIN) && !other.equals(STDIN) && isSame(world.path(one), world.path(other)));
    }

    /** Whether two names are of one file; a file that does not exist is none. */
    static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private Backfill.Source file(String name) {
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
        return () -> open(name);
    }

    /** Can be opened only once, so that is done here and now. */
    private Backfill.Source standardInput() {
        try {
            RowReader reader = open(STDIN);
            return () -> reader;
        } catch (IOException e) {
            throw Failure.usage("standard input cannot be read: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    private RowReader open(String name) throws IOException {
        InputStream in = name.equals(STDIN) ? world.in() : Files.newInputStream(world.path(name));
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
