package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.BatchSender;
import io.github.cdpcli.backfill.Halt;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Pace;
import io.github.cdpcli.send.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp backfill}: history from files. */
final class BackfillCommand implements Command {

    private final CommandSpec spec = CommandSpec.create();
    private final BackfillInputOptions input;
    private final TimeOptions times;
    private final GuardOptions guards;
    private final PaceOptions pace;
    private final JournalOptions journals;
    private final RejectOptions rejects;
    private final Options.Flag failIfEmpty;
    private final ReportOptions report;
    private final Options.Value<Progress.Mode> progress;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    BackfillCommand() {
        Options options = new Options(spec);
        input = new BackfillInputOptions(options);
        times = new TimeOptions(options);
        guards = new GuardOptions(options);
        pace = new PaceOptions(options);
        journals = new JournalOptions(options);
        rejects = new RejectOptions(options);
        failIfEmpty = options.flag("--fail-if-empty", "Exit with 8 when there is no record.");
        report = new ReportOptions(options);
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
        input.check();
        InputSelection selection = input.selection(world, printer);
        journals.check(selection.size());
        try (BackfillInputs inputs = new BackfillInputs(world, selection, input.value());
                RejectFile rejectFile = new RejectFile(name -> rejectsOf(world, selection, name))) {
            inputs.check();
            rejects.check(world, selection, pace.shard());
            report.check(world, files(world, selection));
            try (Link link = Link.open(world, printer, connection)) {
                return run(world, printer, link, selection, inputs, rejectFile);
            }
        } catch (IOException e) {
            throw Failure.of(
                    ExitCode.INTERNAL, "a file cannot be closed: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    private ExitCode run(
            World world,
            Printer printer,
            Link link,
            InputSelection selection,
            BackfillInputs inputs,
            RejectFile rejectFile) {
        Optional<BackfillJournals> kept = journals.journals(world, connection.isSandbox(), about(link));
        List<Source> sources = inputs.sources(kept, rejectFile);
        Halt halt = new Halt(world.sleeper());
        AtomicInteger signal = new AtomicInteger();
        world.signals().handle(number -> {
            signal.set(number);
            printer.note("stopping: what is under way is finished first (once more quits at once)");
            halt.stop(new Summary.Stop.ByUser());
        });
        OptionalLong size = selection.bytes();
        int lanes = pace.lanes(size.orElse(Long.MAX_VALUE / 2));
        long began = world.nanoTime().getAsLong();
        Receipt receipt = new Receipt(Link.narrator(printer));
        Pace shared = link.pace(halt, lanes, pace.requestsPerSecond(), pace.recordsPerSecond());
        try (Sender sender = link.sender(link.outage(pace.longestOutage()), halt, shared, receipt)) {
            Backfill backfill = new Backfill(
                    plan(world, link, lanes, begun(sources)),
                    new EventFactory(new CallRules(world.clock(), times.reader())),
                    new BatchSender(sender, pace.recordsPerSecond().orElse(Integer.MAX_VALUE)),
                    rejectFile,
                    world.clock(),
                    halt);
            Summary summary = runToldOf(
                    world,
                    printer,
                    size,
                    sources,
                    backfill,
                    () -> new Progress.Traffic(shared.limit(), receipt.retries()));
            Duration took = Duration.ofNanos(world.nanoTime().getAsLong() - began);
            boolean journaled =
                    sources.stream().anyMatch(source -> source.journal().isPresent());
            BackfillReport end =
                    new BackfillReport(printer, link, selection.names(), took, receipt.retries(), journaled);
            Optional<Failure> unwritten =
                    report.write(world, receipt, end.asJson(summary, rejectFile), about(link), sources);
            if (input.areUnnamed() && summary.read() == 0 && summary.stop().isEmpty()) {
                throw Failure.usage("no input: no file is named, and nothing came on standard input");
            }
            ExitCode code = end.end(summary, rejectFile, signal.get(), failIfEmpty.isSet());
            if (unwritten.isPresent()) {
                throw unwritten.get();
            }
            return code;
        }
    }

    private Summary runToldOf(
            World world,
            Printer printer,
            OptionalLong size,
            List<Source> sources,
            Backfill backfill,
            Supplier<Progress.Traffic> traffic) {
        Progress.Mode mode = progress.get().orElse(Progress.Mode.AUTO);
        try (Progress telling = Progress.start(world, printer, mode, backfill, size, traffic)) {
            return telling.during(() -> backfill.run(sources));
        }
    }

    /** The files of a run: its inputs, and where its rejects go. */
    private List<Path> files(World world, InputSelection selection) {
        return selection.names().stream()
                .flatMap(name -> Stream.of(world.path(name), rejectsOf(world, selection, name)))
                .toList();
    }

    private Path rejectsOf(World world, InputSelection selection, String name) {
        return rejects.fileFor(world, selection.outputName(name), pace.shard());
    }

    /** What makes another run of the same input another matter: other records, other ids, or another receiver. */
    private Json.Obj about(Link link) {
        Map<String, Json> about = new LinkedHashMap<>();
        about.put("url", Json.of(link.endpoint().url()));
        about.put("key", Json.of(link.key().fingerprint()));
        input.addTo(about);
        times.addTo(about);
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

    private Backfill.Plan plan(World world, Link link, int lanes, Optional<Instant> begun) {
        byte[] namespace = (link.endpoint().url() + " " + link.key().fingerprint()).getBytes(StandardCharsets.UTF_8);
        return new Backfill.Plan(
                input.type(),
                times.timeOfOthers(() -> begun.orElseGet(() -> world.clock().instant())),
                times.window(),
                guards.guard(world),
                (origin, event) -> MessageIds.derived(namespace, origin.file(), origin.record(), event),
                pace.order(),
                lanes,
                pace.shard(),
                rejects.tolerance(),
                input.flush());
    }
}
