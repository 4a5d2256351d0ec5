package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.RejectFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Where records go that are not sent, and how many of them end a run. */
final class RejectOptions {

    private static final Pattern TOLERANCE = Pattern.compile("(\\d{1,9})(%?)");

    private final Options.Value<String> rejects;
    private final Options.Value<Backfill.Tolerance> maxErrors;

    RejectOptions(Options options) {
        options.group("Outcome:");
        rejects = options.text("--rejects", "FILE", "Records not sent (default: INPUT.rejects.ndjson).");
        maxErrors = options.value(
                "--max-errors",
                "N|P%",
                RejectOptions::tolerance,
                "Stop at so many rejects; a share counts from 100 records on (default: 1000 in a row with nothing accepted).");
    }

    private static Backfill.Tolerance tolerance(String text) {
        Matcher matcher = TOLERANCE.matcher(text);
        if (!matcher.matches()) {
            throw new TypeConversionException("a number of records, or a part of them such as 5%");
        }
        long number = Long.parseLong(matcher.group(1));
        return matcher.group(2).isEmpty()
                ? new Backfill.Tolerance(Long.MAX_VALUE, Optional.of(Math.max(1, number)), Optional.empty())
                : new Backfill.Tolerance(Long.MAX_VALUE, Optional.empty(), Optional.of(number / 100.0));
    }

    /** Whether the user said where they go. */
    boolean isNamed() {
        return rejects.get().isPresent();
    }

    /** Records that are written and those that are not must not end up in one file. */
    void checkApart(World world, Path output) {
        if (rejects.get()
                .map(name -> Places.isSamePlace(world.path(name), output))
                .orElse(false)) {
            throw Failure.usage("--output and --rejects name the same file", "Give each its own.");
        }
    }

    Backfill.Tolerance tolerance() {
        return maxErrors.get().orElse(Backfill.Tolerance.USUAL);
    }

    /**
     * The file for the rejects of an input.
     *
     * @param input as {@link InputSelection#outputName} has it
     * @param shard the part of the input that is taken: parts may run at the same time, and do not write to one file
     */
    Path fileFor(World world, String input, Backfill.Shard shard) {
        String part = shard.count() == 1 ? "" : ".shard-" + shard.index() + "-of-" + shard.count();
        return world.path(rejects.get().orElse(input + part + ".rejects.ndjson"));
    }

    /** Found out before the first record is sent: one that is sent must be one that can be accounted for. */
    void check(World world, InputSelection inputs, Backfill.Shard shard) {
        for (String name : inputs.names()) {
            Path file = fileFor(world, inputs.outputName(name), shard);
            if (Files.exists(file) && isInput(file, inputs)) {
                throw Failure.usage(
                        "the rejects file " + Shown.text(file.toString()) + " is an input",
                        "Name another place by --rejects FILE.");
            }
            checkWritable(file);
            checkNotInUse(file);
            if (!RejectFile.isOurs(file)) {
                throw Failure.usage(
                        "the rejects file " + Shown.text(file.toString()) + " exists and holds something else",
                        "Name another place by --rejects FILE.");
            }
        }
    }

    private static boolean isInput(Path file, InputSelection inputs) {
        return inputs.files().values().stream()
                .anyMatch(input ->
                        input.filter(other -> Places.isSame(file, other.path())).isPresent());
    }

    private static void checkNotInUse(Path file) {
        try {
            if (RejectFile.isInUse(file)) {
                throw Failure.usage(
                        "the rejects file " + Shown.text(file.toString()) + " is being written by another run",
                        "Wait for that run to end, or name another place by --rejects FILE.");
            }
        } catch (IOException e) {
            throw Failure.usage("the rejects file " + Shown.text(file.toString()) + " could not be opened");
        }
    }

    private static void checkWritable(Path file) {
        if (!Places.isWritable(file)) {
            throw Failure.usage(
                    "the rejects file " + Shown.text(file.toString()) + " could not be written",
                    "Name another place by --rejects FILE.");
        }
    }
}
