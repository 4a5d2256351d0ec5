package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.input.Mapping;
import java.io.IOException;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp backfill}: history from files. */
final class BackfillCommand implements Command {

    private final Options declared = new Options(CommandSpec.create());
    private final BackfillOptions options;
    private final OutputOptions output;

    BackfillCommand() {
        options = new BackfillOptions(declared);
        output = new OutputOptions(declared);
    }

    @Override
    public Options options() {
        return declared;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        options.times.check();
        options.input.check();
        Optional<LookOptions.Wish> wish = options.look.wish();
        InputSelection selection = options.input.selection(world, printer);
        if (options.mappings.isSuggestion()) {
            return suggest(world, printer, selection);
        }
        Mapping mapping = options.mappings.read(world, options.input.type(), options.times.zone());
        options.journals.check(selection.size());
        try (BackfillInputs inputs = new BackfillInputs(world, selection, options.input.value(mapping));
                RejectFile rejectFile = new RejectFile(name -> options.rejectsOf(world, selection, name))) {
            inputs.check();
            BackfillJob job = new BackfillJob(world, printer, options, selection, mapping, inputs, rejectFile);
            return wish.isPresent()
                    ? new BackfillLook(job, NextCommand.words(spec())).look(wish.get())
                    : new BackfillRun(job).send();
        } catch (IOException e) {
            throw Failure.of(
                    ExitCode.INTERNAL, "a file cannot be closed: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    private ExitCode suggest(World world, Printer printer, InputSelection selection) {
        options.mappings.checkSuggestion();
        Mapping said = options.mappings.read(world, options.input.type(), options.times.zone());
        printer.output(new SuggestedMapping(world, options.input.value(said)).of(selection));
        if (selection.size() > 1) {
            printer.note("suggested from " + Shown.text(selection.names().get(0)) + ", the first of "
                    + Words.count(selection.size(), "input"));
        }
        return ExitCode.OK;
    }
}
