package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/** Looking at records in place of sending them. */
final class LookOptions {

    private final Options.Flag check;
    private final Options.Value<Integer> preview;
    private final Options.Flag dryRun;
    private final Options.Value<String> output;

    LookOptions(Options options) {
        options.group("Looking before sending:");
        check = options.flag("--check", "Read all, send nothing, tell what is in it (no key).");
        preview = options.value(
                "--preview", "N", LookOptions::records, "Print the first N records as they would be sent.");
        dryRun = options.flag("-n|--dry-run", "Print all of them, as NDJSON; send nothing.");
        output = options.text("-o|--output", "FILE", "With --dry-run: write them to a new file.");
    }

    /** What to do in place of sending. */
    sealed interface Wish {
        /** Tell what is in the inputs. */
        record Check() implements Wish {}

        /** Print the first records. */
        record Preview(int records) implements Wish {}

        /** Print all records, or write them to a file. */
        record DryRun(Optional<String> output) implements Wish {}
    }

    private static int records(String text) {
        int records = Parsers.count(text);
        if (records < 1) {
            throw new TypeConversionException("a whole number of at least 1");
        }
        return records;
    }

    /** Where a dry run writes, if not to standard output. */
    Optional<String> output() {
        return output.get().filter(name -> !name.equals("-"));
    }

    /** What is wished for, if it is not sending. */
    Optional<Wish> wish() {
        List<Wish> wishes = new ArrayList<>();
        List<String> names = new ArrayList<>();
        if (check.isSet()) {
            wishes.add(new Wish.Check());
            names.add("--check");
        }
        preview.get().ifPresent(records -> {
            wishes.add(new Wish.Preview(records));
            names.add("--preview");
        });
        if (dryRun.isSet()) {
            wishes.add(new Wish.DryRun(output()));
            names.add("--dry-run");
        }
        if (wishes.size() > 1) {
            throw Failure.usage(String.join(" and ", names) + " exclude each other; give one of them");
        } else if (output.get().isPresent() && !dryRun.isSet()) {
            throw Failure.usage("--output says where --dry-run writes; give both");
        }
        return wishes.stream().findFirst();
    }
}
