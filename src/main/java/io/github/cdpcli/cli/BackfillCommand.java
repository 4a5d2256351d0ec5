package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.BatchSender;
import io.github.cdpcli.backfill.Guard;
import io.github.cdpcli.backfill.Halt;
import io.github.cdpcli.backfill.Order;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.input.InputFormat;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Pace;
import io.github.cdpcli.send.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code cdp backfill}: history from files. */
final class BackfillCommand implements Command {

    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);
    private static final int USUAL_LANES = 16;
    private static final long UNKNOWN_SIZE = Long.MAX_VALUE / 1_000_000;
    private static final Pattern SHARD = Pattern.compile("(\\d{1,3})/(\\d{1,3})");
    private static final Pattern TOLERANCE = Pattern.compile("(\\d{1,9})(%?)");

    private final CommandSpec spec = CommandSpec.create();
    private final Options.Positional files;
    private final Options.Value<CallType> type;
    private final Options.Value<InputFormat> format;
    private final Options.Value<Character> delimiter;
    private final Options.Value<ZoneId> timezone;
    private final Options.Value<String> timestampDefault;
    private final Options.Flag allowTriggers;
    private final Options.Flag allowDestructive;
    private final Options.Flag allowFuture;
    private final Options.Value<String> rejects;
    private final Options.Value<Backfill.Tolerance> maxErrors;
    private final Options.Flag failIfEmpty;
    private final Options.Value<String> report;
    private final Options.Value<Progress.Mode> progress;
    private final Options.Value<Order> order;
    private final Options.Value<Integer> concurrency;
    private final Options.Value<Integer> maxRps;
    private final Options.Value<Backfill.Shard> shard;
    private final Options.Value<Duration> maxOutage;
    private final Options.Value<String> journal;
    private final Options.Flag noJournal;
    private final Options.Flag restart;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    BackfillCommand() {
        Options options = new Options(spec);
        files = options.positional("0..*", "FILE|-", "Files of NDJSON or CSV; - reads standard input.");
        options.group("Input:");
        type = options.value("--type", "CALL", Parsers::callType, "The call, for records that name none.");
        format = options.value("--format", "ndjson|csv", BackfillCommand::format, "Format (default: told by content).");
        delimiter = options.value(
                "--delimiter",
                "CHAR",
                BackfillCommand::delimiter,
                "Between cells of CSV, or 'tab' (default: told by content).");
        timezone = options.value("--timezone", "ZONE", Parsers::zone, "Zone of times that name none: Europe/Rome.");
        timestampDefault =
                options.text("--timestamp-default", "now", "Time of records without one (default: rejected).");
        options.group("Guards:");
        allowTriggers =
                options.flag("--allow-triggers", "Send records of the last 72 hours, which can trigger campaigns.");
        allowDestructive =
                options.flag("--allow-destructive", "Send events that delete or suppress people and objects.");
        allowFuture = options.flag("--allow-future", "Send records that lie in the future.");
        options.group("Order and pace:");
        order = options.value(
                "--order",
                "user|file|none",
                BackfillCommand::order,
                "What arrives in file order (default: each user's records).");
        concurrency = options.value(
                "--concurrency", "N", BackfillCommand::lanes, "Requests at a time (default: up to 16, by size).");
        maxRps = options.value("--max-rps", "N", BackfillCommand::rate, "Requests a second at most (default: 500).");
        shard = options.value("--shard", "I/N", BackfillCommand::shard, "Take the I-th of N parts, from 0.");
        maxOutage = options.value(
                "--max-outage", "TIME", Parsers::duration, "Ride out failures as long as this (default: 10m).");
        options.group("Running again:");
        journal = options.text("--journal", "FILE", "Keep what is settled here (default: under ~/.local/state/cdp).");
        noJournal = options.flag("--no-journal", "Keep nothing: the next run sends everything again.");
        restart = options.flag("--restart", "Forget earlier runs of this input, and send everything.");
        options.group("Outcome:");
        rejects = options.text("--rejects", "FILE", "Records not sent go here (default: INPUT.rejects.ndjson).");
        maxErrors = options.value(
                "--max-errors",
                "N|P%",
                BackfillCommand::tolerance,
                "Stop at so many rejects (default: 1000 in a row" + " with nothing accepted).");
        failIfEmpty = options.flag("--fail-if-empty", "Exit with 8 when there is no record.");
        report = options.text("--report", "FILE", "Write a receipt of the run, as JSON.");
        progress = options.value(
                "--progress", "HOW", Progress.Mode::parse, "auto, bar, plain, json or none (default: auto).");
        connection = new ConnectionOptions(options);
        output = new OutputOptions(options);
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
        if (timestampDefault.get().filter(text -> !text.equals("now")).isPresent()) {
            throw Failure.usage("--timestamp-default can only be now");
        }
        if (noJournal.isSet() && (journal.get().isPresent() || restart.isSet())) {
            throw Failure.usage("--no-journal leaves nothing for --journal or --restart to say");
        }
        List<String> names = names(world);
        InputOptions options = new InputOptions(
                format.get().orElse(null),
                type.get().orElse(null),
                delimiter.get().orElse(null));
        try (BackfillInputs inputs = new BackfillInputs(world, options);
                RejectFile rejectFile = new RejectFile(name -> rejectsOf(world, name))) {
            inputs.check(names);
            checkRejects(world, names);
            try (Link link = Link.open(world, printer, connection)) {
                return run(world, printer, link, names, inputs, rejectFile);
            }
        } catch (IOException e) {
            throw Failure.of(
                    ExitCode.INTERNAL, "a file cannot be closed: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    private ExitCode run(
            World world, Printer printer, Link link, List<String> names, BackfillInputs inputs, RejectFile rejectFile) {
        List<Source> sources = inputs.sources(names, journals(world, link, names), rejectFile);
        Halt halt = new Halt(world.sleeper());
        AtomicInteger signal = new AtomicInteger();
        world.signals().handle(number -> {
            signal.set(number);
            halt.stop(new Summary.Stop.ByUser());
        });
        int lanes = lanes(world, names);
        long began = world.nanoTime().getAsLong();
        Receipt receipt = new Receipt(Link.narrator(printer));
        try (Sender sender = link.sender(
                link.outage(maxOutage.get().orElse(LONGEST_OUTAGE)), halt, lanes, requestsPerSecond(), receipt)) {
            Backfill backfill = new Backfill(
                    plan(world, link, lanes, begun(sources)),
                    factory(world),
                    new BatchSender(sender),
                    rejectFile,
                    world.clock(),
                    halt);
            Summary summary = runToldOf(world, printer, names, sources, backfill);
            Duration took = Duration.ofNanos(world.nanoTime().getAsLong() - began);
            boolean journaled =
                    sources.stream().anyMatch(source -> source.journal().isPresent());
            BackfillReport end = new BackfillReport(printer, link, names, took, journaled);
            writeReceipt(world, printer, receipt, end.asJson(summary, rejectFile), link, sources);
            if (files.get().isEmpty() && summary.read() == 0 && summary.stop().isEmpty()) {
                throw Failure.usage("no input: no file is named, and nothing came on standard input");
            }
            return end.end(summary, rejectFile, signal.get(), failIfEmpty.isSet());
        }
    }

    private Summary runToldOf(
            World world, Printer printer, List<String> names, List<Source> sources, Backfill backfill) {
        long total = totalBytes(world, names);
        OptionalLong known = total >= UNKNOWN_SIZE ? OptionalLong.empty() : OptionalLong.of(total);
        try (Progress telling =
                Progress.start(world, printer, progress.get().orElse(Progress.Mode.AUTO), backfill, known)) {
            return telling.during(() -> backfill.run(sources));
        }
    }

    private void writeReceipt(
            World world, Printer printer, Receipt receipt, Json.Obj outcome, Link link, List<Source> sources) {
        if (report.get().isEmpty()) {
            return;
        }
        try {
            receipt.write(world.path(report.get().get()), world.clock().instant(), outcome, about(link), sources);
        } catch (IOException e) {
            printer.warn("the report " + Shown.text(report.get().get()) + " could not be written");
        }
    }

    private Optional<BackfillJournals> journals(World world, Link link, List<String> names) {
        if (noJournal.isSet() || (connection.isSandbox() && journal.get().isEmpty())) {
            return Optional.empty();
        } else if (journal.get().isPresent() && names.size() > 1) {
            throw Failure.usage("--journal names one file, but there are " + names.size() + " inputs", "Leave it out.");
        }
        return Optional.of(new BackfillJournals(world, journal.get().map(world::path), restart.isSet(), about(link)));
    }

    /** What makes another run of the same input another matter: other records, other ids, or another receiver. */
    private Json.Obj about(Link link) {
        Map<String, Json> about = new LinkedHashMap<>();
        about.put("url", Json.of(link.endpoint().url()));
        about.put("key", Json.of(link.key().fingerprint()));
        about.put("type", Json.of(type.get().map(CallType::wireName).orElse("")));
        about.put("format", Json.of(format.get().map(InputFormat::name).orElse("")));
        about.put("delimiter", Json.of(delimiter.get().map(String::valueOf).orElse("")));
        about.put("timezone", Json.of(timezone.get().map(ZoneId::getId).orElse("")));
        about.put("timestampDefault", Json.of(timestampDefault.get().orElse("")));
        about.put("partitions", Json.of(order.get().orElse(Order.USER) == Order.NONE ? "by record" : "by user"));
        Backfill.Shard part = shard.get().orElse(Backfill.Shard.ALL);
        about.put("shard", Json.of(part.index() + "/" + part.count()));
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

    private int requestsPerSecond() {
        return maxRps.get().orElse(Pace.USUAL_REQUESTS_PER_SECOND);
    }

    /** As many as were asked for; else one for each batch there may be, up to 16. */
    private int lanes(World world, List<String> names) {
        if (order.get().orElse(Order.USER) == Order.FILE) {
            return 1;
        } else if (concurrency.get().isPresent()) {
            return concurrency.get().get();
        }
        return (int) Math.min(USUAL_LANES, 1 + totalBytes(world, names) / Limits.BATCH_BYTES);
    }

    private static long totalBytes(World world, List<String> names) {
        return names.stream().mapToLong(name -> size(world, name)).sum();
    }

    private static long size(World world, String name) {
        try {
            Path file = world.path(name);
            return name.equals("-") || !Files.isRegularFile(file) ? UNKNOWN_SIZE : Files.size(file);
        } catch (IOException e) {
            return UNKNOWN_SIZE;
        }
    }

    private static Order order(String text) {
        for (Order order : Order.values()) {
            if (order.name().equalsIgnoreCase(text)) {
                return order;
            }
        }
        throw new TypeConversionException("user, file or none");
    }

    private static int lanes(String text) {
        int lanes = Parsers.count(text);
        if (lanes < 1 || lanes > 256) {
            throw new TypeConversionException("a whole number from 1 to 256");
        }
        return lanes;
    }

    private static int rate(String text) {
        int rate = Parsers.count(text);
        if (rate < 1 || rate > 1000) {
            throw new TypeConversionException("a whole number from 1 to 1000");
        }
        return rate;
    }

    private static Backfill.Shard shard(String text) {
        Matcher matcher = SHARD.matcher(text);
        if (matcher.matches()) {
            int index = Integer.parseInt(matcher.group(1));
            int count = Integer.parseInt(matcher.group(2));
            if (index < count && count <= 256) {
                return new Backfill.Shard(index, count);
            }
        }
        throw new TypeConversionException("a part and a number of parts, 0/4 to 3/4, of at most 256");
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

    private List<String> names(World world) {
        List<String> names = files.get();
        if (names.isEmpty() && world.terminal().in()) {
            throw Failure.usage(
                    "no input", "Name files, or pipe records in: cdp backfill -", "See 'cdp backfill --help'.");
        } else if (names.isEmpty()) {
            return List.of("-");
        }
        return names;
    }

    private Path rejectsOf(World world, String input) {
        // Shards of one file may run at the same time, and must not write to one file of rejects.
        String part = shard.get()
                .map(one -> ".shard-" + one.index() + "-of-" + one.count())
                .orElse("");
        String name = rejects.get().orElse((input.equals("-") ? "stdin" : input) + part + ".rejects.ndjson");
        return world.path(name);
    }

    /** Found out before the first record is sent: one that is sent must be one that can be accounted for. */
    private void checkRejects(World world, List<String> names) {
        for (String name : names) {
            Path file = rejectsOf(world, name);
            if (names.stream().anyMatch(input -> BackfillInputs.isSame(file, world.path(input)))) {
                throw Failure.usage(
                        "the rejects file " + Shown.text(file.toString()) + " is an input",
                        "Name another place by --rejects FILE.");
            }
            checkWritable(file);
            if (!RejectFile.isOurs(file)) {
                throw Failure.usage(
                        "the rejects file " + Shown.text(file.toString()) + " exists and holds something else",
                        "Name another place by --rejects FILE.");
            }
        }
    }

    private static void checkWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        boolean writable = folder != null
                && Files.isDirectory(folder)
                && Files.isWritable(folder)
                && (!Files.exists(file) || (Files.isRegularFile(file) && Files.isWritable(file)));
        if (!writable) {
            throw Failure.usage(
                    "the rejects file " + Shown.text(file.toString()) + " could not be written",
                    "Name another place by --rejects FILE.");
        }
    }

    private EventFactory factory(World world) {
        return new EventFactory(new CallRules(
                world.clock(), TimestampReader.forFiles(timezone.get().orElse(null))));
    }

    private Backfill.Plan plan(World world, Link link, int lanes, Optional<Instant> begun) {
        byte[] namespace = (link.endpoint().url() + " " + link.key().fingerprint()).getBytes(StandardCharsets.UTF_8);
        return new Backfill.Plan(
                type.get(),
                timestampDefault
                        .get()
                        .map(text -> begun.orElseGet(() -> world.clock().instant())),
                new Guard(world.clock(), allowTriggers.isSet(), allowDestructive.isSet(), allowFuture.isSet()),
                (record, event) -> MessageIds.derived(namespace, record, event),
                order.get().orElse(Order.USER),
                lanes,
                shard.get().orElse(Backfill.Shard.ALL),
                maxErrors.get().orElse(Backfill.Tolerance.USUAL));
    }
}
