package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.BatchSender;
import io.github.cdpcli.backfill.Bottleneck;
import io.github.cdpcli.backfill.Halt;
import io.github.cdpcli.backfill.Room;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Pace;
import io.github.cdpcli.send.Sender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A backfill that sends. */
final class BackfillRun {

    private final BackfillJob job;
    private final BackfillOptions options;
    private final World world;
    private final Printer printer;
    private final Halt halt;
    private final AtomicInteger signal = new AtomicInteger();

    BackfillRun(BackfillJob job) {
        this.job = job;
        this.options = job.options();
        this.world = job.world();
        this.printer = job.printer();
        this.halt = new Halt(world.sleeper());
    }

    ExitCode send() {
        options.rejects.check(world, job.selection(), options.pace.shard());
        List<Path> files = files();
        options.journals.checkApart(world, files);
        options.report.check(
                world,
                Stream.concat(files.stream(), options.journals.named(world).stream())
                        .toList());
        try (Link link = Link.open(world, printer, options.connection)) {
            return send(link);
        }
    }

    /** The files of a run: its inputs, and where its rejects go. */
    private List<Path> files() {
        return job.selection().names().stream()
                .flatMap(name -> Stream.of(world.path(name), options.rejectsOf(world, job.selection(), name)))
                .toList();
    }

    private ExitCode send(Link link) {
        Json.Obj about = about(link);
        Optional<BackfillJournals> kept = options.journals.journals(world, options.connection.isSandbox(), about);
        List<Source> sources = job.inputs().sources(kept, job.rejects());
        heedSignals();
        long began = world.nanoTime().getAsLong();
        Receipt receipt = new Receipt(Link.narrator(printer));
        Pace pace = link.pace(halt, job.lanes(), options.pace.requestsPerSecond(), options.pace.recordsPerSecond());
        try (Sender sender = link.sender(link.outage(options.pace.longestOutage()), halt, pace, receipt)) {
            long room = Room.of(world.memory());
            BatchSender batches = new BatchSender(
                    sender, job.lanes(), options.pace.recordsPerSecond().orElse(Integer.MAX_VALUE), room);
            Backfill.Identity ids = options.mappings.messageIds().identity(world, link.namespace());
            Backfill backfill =
                    new Backfill(job.plan(ids), job.factory(), batches, job.rejects(), world.clock(), halt, room);
            Summary summary = runToldOf(backfill, sources, pace, receipt);
            Duration took = Duration.ofNanos(world.nanoTime().getAsLong() - began);
            Optional<LimitedBy> limits = backfill.bottleneck(pace.waits(), took)
                    .flatMap(bottleneck -> limitedBy(bottleneck, summary, receipt));
            return end(link, about, sources, receipt, summary, limits, took);
        }
    }

    /** Nothing of a run that failed: that it did is what is to be told. */
    private Optional<LimitedBy> limitedBy(Bottleneck bottleneck, Summary summary, Receipt receipt) {
        boolean isFinished = summary.stop().isEmpty();
        return isFinished || summary.stop().get() instanceof Summary.Stop.ByUser
                ? Optional.of(new LimitedBy(
                        bottleneck, options.pace, receipt.traffic().byStatus(), summary.requests(), isFinished))
                : Optional.empty();
    }

    private void heedSignals() {
        world.signals().handle(number -> {
            signal.set(number);
            printer.note("stopping: what is under way is finished first (once more quits at once)");
            halt.stop(new Summary.Stop.ByUser());
        });
    }

    private Summary runToldOf(Backfill backfill, List<Source> sources, Pace pace, Receipt receipt) {
        Progress.Mode mode = options.progress.get().orElse(Progress.Mode.AUTO);
        try (Progress telling = Progress.start(
                world,
                printer,
                mode,
                backfill,
                job.selection().bytes(),
                () -> new Progress.Traffic(pace.limit(), receipt.retries()))) {
            return telling.during(() -> backfill.run(sources));
        }
    }

    private ExitCode end(
            Link link,
            Json.Obj about,
            List<Source> sources,
            Receipt receipt,
            Summary summary,
            Optional<LimitedBy> limits,
            Duration took) {
        boolean journaled = sources.stream().anyMatch(source -> source.journal().isPresent());
        boolean finishedBefore = sources.stream().allMatch(Source::finished);
        BackfillReport report = new BackfillReport(
                printer, link, job.selection().names(), took, receipt.retries(), journaled, finishedBefore, limits);
        Ending ending = report.ending(summary, signal.get(), options.failIfEmpty.isSet());
        FinishedRun run = new FinishedRun(
                link.place(),
                link.key().ending(),
                link.isSandbox(),
                world.clock().instant(),
                took,
                about,
                report.asJson(summary, job.rejects()),
                sources,
                summary,
                limits,
                List.copyOf(job.rejects().written()),
                ending);
        Optional<Failure> unwritten = options.report.write(world, receipt, run);
        boolean nothingCame = options.input.areUnnamed()
                && summary.read() == 0
                && summary.stop().isEmpty();
        if (nothingCame && !options.failIfEmpty.isSet()) {
            throw Failure.usage("no input: no file is named, and nothing came on standard input");
        }
        ExitCode code = report.end(summary, job.rejects(), ending);
        if (unwritten.isPresent()) {
            throw unwritten.get();
        }
        return code;
    }

    /** What makes another run of the same input another matter: other records, other ids, or another receiver. */
    private Json.Obj about(Link link) {
        Map<String, Json> about = new LinkedHashMap<>();
        about.put("url", Json.of(link.isSandbox() ? "sandbox" : link.endpoint().url()));
        about.put("key", Json.of(link.isSandbox() ? "sandbox" : link.key().fingerprint()));
        options.input.addTo(about);
        options.times.addTo(about, job.mapping().zone());
        options.mappings.addTo(about, job.mapping());
        options.pace.addTo(about);
        return new Json.Obj(about);
    }
}
