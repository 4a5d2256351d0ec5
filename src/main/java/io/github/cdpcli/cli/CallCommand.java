package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp identify}, {@code track}, {@code page}, {@code screen}, {@code group} and {@code alias}. */
final class CallCommand implements Command {

    private static final String FIELD_NAMES = "\\b(userId|anonymousId|groupId|previousId|messageId|objectTypeId)\\b";

    private final CallType type;
    private final Options options = new Options(CommandSpec.create());
    private final CallOptions call;
    private final DryRunOptions dryRun;
    private final ConnectionOptions connection;
    private final OutputOptions output;

    CallCommand(CallType type) {
        this.type = type;
        call = new CallOptions(type, options);
        dryRun = new DryRunOptions(options);
        connection = new ConnectionOptions(options);
        output = new OutputOptions(options);
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        dryRun.check();
        CallOptions.Given given = call.read(world);
        if (given.isEmpty() && world.terminal().in()) {
            throw Failure.usage(
                    "nothing to send",
                    "Give the call as options, see 'cdp " + type.wireName() + " --help',",
                    "or pipe JSON in: jq -c … | cdp " + type.wireName() + " -");
        }
        if (given.stdin() && given.payload().isPresent()) {
            throw Failure.usage("two payloads: --payload and standard input; give one of them");
        }
        EventFactory factory = new EventFactory(new CallRules(world.clock(), TimestampReader.forCalls()));
        Maker maker = new LiveMaker(world, type, factory);
        if (given.stdin() || given.isEmpty()) {
            failOn(given.problems(), given);
            return new StdinCalls(world, printer, type, given, maker).run(connection, dryRun);
        }
        return single(world, printer, given, maker);
    }

    /** Makes an event of a call, or says why not. */
    interface Maker {
        EventFactory.Result make(Json.Obj call);
    }

    /** A call of today, with an id of today. Twice a class with a name: lambdas take a call's time to start. */
    private record LiveMaker(World world, CallType type, EventFactory factory) implements Maker, Supplier<String> {
        @Override
        public EventFactory.Result make(Json.Obj call) {
            return factory.live(type, call, library(), this);
        }

        @Override
        public String get() {
            return MessageIds.fresh(world.clock().instant(), world.random());
        }
    }

    private static Json library() {
        Map<String, Json> library = new LinkedHashMap<>();
        library.put("name", Json.of("cdp-cli"));
        library.put("version", Json.of(Version.number()));
        return new Json.Obj(library);
    }

    private ExitCode single(World world, Printer printer, CallOptions.Given given, Maker maker) {
        EventFactory.Result result = maker.make(given.over(given.payload().orElse(Json.Obj.empty())));
        List<Problem> problems = new ArrayList<>(given.problems());
        for (Problem problem : result.problems()) {
            if (problem.isError()) {
                problems.add(problem);
            }
        }
        failOn(problems, given);
        warn(printer, result.problems(), given);
        Event event = ((EventFactory.Result.Made) result).event();
        if (dryRun.isSet()) {
            dryRun.show(world, printer, connection, type.wireName(), event.body());
            return ExitCode.OK;
        }
        try (Link link = Link.open(world, printer, connection);
                Sender sender = link.sender(link.retries(Link.CALL_RETRIES), printer)) {
            long began = world.nanoTime().getAsLong();
            Outcome outcome = sender.send(type.wireName(), event.body());
            Duration took = Duration.ofNanos(world.nanoTime().getAsLong() - began);
            if (outcome instanceof Outcome.Accepted accepted) {
                CallLines.accepted(printer, event, accepted, took, 1, result.problems());
                return ExitCode.OK;
            }
            throw again(Outcomes.failure(outcome, link, type.wireName()), outcome, event);
        }
    }

    /** Run again as it is, the command would make a new id, and the service count two calls. */
    private static Failure again(Failure failure, Outcome outcome, Event event) {
        String id = event.messageId();
        return outcome instanceof Outcome.Unknown unknown && unknown.mayHaveArrived() && id != null
                ? failure.with("To send it again and have it count once: --message-id " + Shown.text(id))
                : failure;
    }

    private void failOn(List<Problem> problems, CallOptions.Given given) {
        if (!problems.isEmpty()) {
            throw Failure.invalid(
                    "this is not a valid " + type.wireName() + " call; nothing was sent",
                    problems.stream().map(problem -> placed(problem, given)).toList());
        }
    }

    private void warn(Printer printer, List<Problem> problems, CallOptions.Given given) {
        for (Problem problem : problems) {
            Problem placed = placed(problem, given);
            printer.warn(Shown.text(placed.path(), 60) + " " + Shown.text(placed.message(), 300));
        }
    }

    /** In the user's terms: by option where the field was given by one, or could have been; else by its JSON path. */
    private Problem placed(Problem problem, CallOptions.Given given) {
        boolean byOption = Field.of(problem.path()).isPresent()
                && (given.payload().isEmpty() || given.fields().has(problem.path()));
        if (!byOption) {
            return problem;
        }
        Pattern names = Pattern.compile(FIELD_NAMES);
        String message = names.matcher(problem.message()).replaceAll(name -> call.place(name.group()));
        return new Problem(problem.code(), call.place(problem.path()), message);
    }
}
