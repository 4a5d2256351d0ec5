package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.BatchSender;
import io.github.cdpcli.backfill.Guard;
import io.github.cdpcli.backfill.RejectFile;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.input.InputFormat;
import io.github.cdpcli.send.Sender;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code cdp backfill}: history from files. */
final class BackfillCommand implements Command {

    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(10);

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
    private final Options.Value<Duration> maxOutage;
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
        options.group("Outcome:");
        rejects = options.text("--rejects", "FILE", "Records not sent go here (default: INPUT.rejects.ndjson).");
        maxOutage = options.value(
                "--max-outage", "TIME", Parsers::duration, "Ride out failures as long as this (default: 10m).");
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
        List<String> names = names(world);
        BackfillInputs inputs = new BackfillInputs(world, type.get(), format.get(), delimiter.get());
        List<Backfill.Source> sources = inputs.check(names);
        checkRejects(world, names);
        try (Link link = Link.open(world, printer, connection);
                Sender sender = link.sender(link.outage(maxOutage.get().orElse(LONGEST_OUTAGE)), printer);
                RejectFile rejectFile = new RejectFile(name -> rejectsOf(world, name))) {
            long began = world.nanoTime().getAsLong();
            Summary summary =
                    new Backfill(plan(world, link), factory(world), new BatchSender(sender), rejectFile).run(sources);
            Duration took = Duration.ofNanos(world.nanoTime().getAsLong() - began);
            return new BackfillReport(printer, link, names, took).end(summary, rejectFile);
        } catch (IOException e) {
            throw Failure.of(
                    ExitCode.INTERNAL,
                    "the rejects file cannot be closed: " + Shown.text(String.valueOf(e.getMessage())));
        }
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
        String name = rejects.get().orElse((input.equals("-") ? "stdin" : input) + ".rejects.ndjson");
        return world.path(name);
    }

    /** Found out before the first record is sent: one that is sent must be one that can be accounted for. */
    private void checkRejects(World world, List<String> names) {
        for (String name : names) {
            Path file = rejectsOf(world, name);
            checkWritable(file);
            if (names.stream().anyMatch(input -> BackfillInputs.isSame(file, world.path(input)))) {
                throw Failure.usage(
                        "the rejects file " + Shown.text(file.toString()) + " is an input",
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

    private Backfill.Plan plan(World world, Link link) {
        byte[] namespace = (link.endpoint().url() + " " + link.key().fingerprint()).getBytes(StandardCharsets.UTF_8);
        Optional<Instant> now = timestampDefault.get().map(text -> world.clock().instant());
        return new Backfill.Plan(
                type.get(),
                now,
                new Guard(world.clock(), allowTriggers.isSet(), allowDestructive.isSet(), allowFuture.isSet()),
                (record, event) -> MessageIds.derived(namespace, record, event));
    }
}
