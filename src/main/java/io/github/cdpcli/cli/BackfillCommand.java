package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.BatchSender;
import io.github.cdpcli.backfill.Halt;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.input.Mapping;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp backfill}: history from files. */
final class BackfillCommand implements Command {

    private final CommandSpec spec = CommandSpec.create();
    private final BackfillInputOptions input;
    private final TimeOptions times;
    private final MappingOptions mappings;
    private final GuardOptions guards;
    private final PaceOptions pace;
    private final JournalOptions journals;
    private final RejectOptions rejects;
    private final Options.Flag failIfEmpty;
    private final Options.Value<String> report;
    private final Options.Value<Progress.Mode> progress;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    BackfillCommand() {
        Options options = new Options(spec);
        input = new BackfillInputOptions(options);
        times = new TimeOptions(options);
        mappings = new MappingOptions(options);
        guards = new GuardOptions(options);
        pace = new PaceOptions(options);
        journals = new JournalOptions(options);
        rejects = new RejectOptions(options);
        failIfEmpty = options.flag("--fail-if-empty", "Exit with 8 when there is no record.");
        report = options.text("--report", "FILE", "Write a receipt of the run, as JSON.");
        progress = options.value(
                "--progress", "HOW", Progress.Mode::parse, "auto, bar, plain, json or none (default: auto).");
        connection = new ConnectionOptions(options);
        output = new OutputOptions(options);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        times.check();
        List<String> names = input.names(world);
        if (mappings.isSuggestion()) {
            return suggest(world, printer, names);
        }
        Mapping mapping = mappings.read(world, input.type(), times.zone());
        journals.check(names.size());
        try (BackfillInputs inputs = new BackfillInputs(world, input.value(mapping));
                RejectFile rejectFile = new RejectFile(name -> rejects.fileFor(world, name, pace.shard()))) {
            inputs.check(names);
            rejects.check(world, names, pace.shard());
            try (Link link = Link.open(world, printer, connection)) {
                return run(world, printer, link, names, mapping, inputs, rejectFile);
            }
        } catch (IOException e) {
            throw Failure.of(
                    ExitCode.INTERNAL, "a file cannot be closed: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    private ExitCode suggest(World world, Printer printer, List<String> names) {
        mappings.checkSuggestion(names);
        printer.output(new SuggestedMapping(world, input.value(Mapping.NONE)).of(names.get(0)));
        return ExitCode.OK;
    }

    private ExitCode run(
            World world,
            Printer printer,
            Link link,
            List<String> names,
            Mapping mapping,
            BackfillInputs inputs,
            RejectFile rejectFile) {
        Json.Obj about = about(link, mapping);
        Optional<BackfillJournals> kept = journals.journals(world, connection.isSandbox(), about);
        List<Source> sources = inputs.sources(names, kept, rejectFile);
        Halt halt = new Halt(world.sleeper());
        AtomicInteger signal = new AtomicInteger();
        world.signals().handle(number -> {
            signal.set(number);
            halt.stop(new Summary.Stop.ByUser());
        });
        InputSize size = InputSize.of(world, names);
        int lanes = pace.lanes(size.atMost());
        long began = world.nanoTime().getAsLong();
        Receipt receipt = new Receipt(Link.narrator(printer));
        try (Sender sender =
                link.sender(link.outage(pace.longestOutage()), halt, lanes, pace.requestsPerSecond(), receipt)) {
            Backfill backfill = new Backfill(
                    plan(world, link, mapping, lanes, begun(sources)),
                    new EventFactory(new CallRules(world.clock(), times.reader(mapping.zone()))),
                    new BatchSender(sender),
                    rejectFile,
                    world.clock(),
                    halt);
            Summary summary = runToldOf(world, printer, size, sources, backfill);
            Duration took = Duration.ofNanos(world.nanoTime().getAsLong() - began);
            boolean journaled =
                    sources.stream().anyMatch(source -> source.journal().isPresent());
            BackfillReport end = new BackfillReport(printer, link, names, took, journaled);
            writeReceipt(world, printer, receipt, end.asJson(summary, rejectFile), about, sources);
            if (input.areUnnamed() && summary.read() == 0 && summary.stop().isEmpty()) {
                throw Failure.usage("no input: no file is named, and nothing came on standard input");
            }
            return end.end(summary, rejectFile, signal.get(), failIfEmpty.isSet());
        }
    }

    private Summary runToldOf(World world, Printer printer, InputSize size, List<Source> sources, Backfill backfill) {
        try (Progress telling =
                Progress.start(world, printer, progress.get().orElse(Progress.Mode.AUTO), backfill, size.bytes())) {
            return telling.during(() -> backfill.run(sources));
        }
    }

    private void writeReceipt(
            World world, Printer printer, Receipt receipt, Json.Obj outcome, Json.Obj about, List<Source> sources) {
        if (report.get().isEmpty()) {
            return;
        }
        try {
            receipt.write(world.path(report.get().get()), world.clock().instant(), outcome, about, sources);
        } catch (IOException e) {
            printer.warn("the report " + Shown.text(report.get().get()) + " could not be written");
        }
    }

    /** What makes another run of the same input another matter: other records, other ids, or another receiver. */
    private Json.Obj about(Link link, Mapping mapping) {
        Map<String, Json> about = new LinkedHashMap<>();
        about.put("url", Json.of(link.endpoint().url()));
        about.put("key", Json.of(link.key().fingerprint()));
        input.addTo(about);
        times.addTo(about);
        mappings.addTo(about, mapping);
        pace.addTo(about);
        return new Json.Obj(about);
    }

    /** When the first run of an input began: records without a time keep theirs when they are sent again. */
    private static Optional<Instant> begun(List<Source> sources) {
        return sources.stream()
                .flatMap(source -> source.journal().stream())
                .map(open -> open.header().text("begun"))
                .filter(Objects::nonNull)
                .map(Instant::parse)
                .findFirst();
    }

    private Backfill.Plan plan(World world, Link link, Mapping mapping, int lanes, Optional<Instant> begun) {
        byte[] namespace = (link.endpoint().url() + " " + link.key().fingerprint()).getBytes(StandardCharsets.UTF_8);
        return new Backfill.Plan(
                mapping.type(),
                times.timeOfOthers(() -> begun.orElseGet(() -> world.clock().instant())),
                guards.guard(world),
                mappings.messageIds().identity(world, namespace),
                pace.order(),
                lanes,
                pace.shard(),
                rejects.tolerance());
    }
}
