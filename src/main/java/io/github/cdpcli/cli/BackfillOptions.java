package io.github.cdpcli.cli;

import java.nio.file.Path;

/** The options of {@code cdp backfill}, a group for each thing they are about. */
final class BackfillOptions {

    final BackfillInputOptions input;
    final TimeOptions times;
    final MappingOptions mappings;
    final GuardOptions guards;
    final LookOptions look;
    final PaceOptions pace;
    final JournalOptions journals;
    final RejectOptions rejects;
    final Options.Flag failIfEmpty;
    final ReportOptions report;
    final Options.Value<Progress.Mode> progress;
    final ConnectionOptions connection;

    BackfillOptions(Options options) {
        input = new BackfillInputOptions(options);
        times = new TimeOptions(options);
        mappings = new MappingOptions(options);
        guards = new GuardOptions(options);
        look = new LookOptions(options);
        pace = new PaceOptions(options);
        journals = new JournalOptions(options);
        rejects = new RejectOptions(options);
        failIfEmpty = options.flag("--fail-if-empty", "Exit with 8 when there is no record.");
        report = new ReportOptions(options);
        progress = options.value(
                "--progress", "HOW", Progress.Mode::parse, "auto, bar, plain, json or none (default: auto).");
        connection = new ConnectionOptions(options);
    }

    /** The file for the rejects of an input. */
    Path rejectsOf(World world, InputSelection selection, String name) {
        return rejects.fileFor(world, selection.outputName(name), pace.shard());
    }
}
