package io.github.cdpcli.cli;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.sandbox.Faults;
import io.github.cdpcli.sandbox.Sandbox;
import io.github.cdpcli.sandbox.SandboxCall;
import io.github.cdpcli.sandbox.SandboxOptions;
import io.github.cdpcli.sandbox.SandboxRequest;
import io.github.cdpcli.send.ApiKey;
import io.github.cdpcli.send.Endpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.TypeConversionException;

/** {@code cdp sandbox}: the API on this machine, until interrupted. */
final class SandboxCommand implements Command {

    static final int DEFAULT_PORT = 8787;
    private static final String DEFAULT_KEY = "sandbox";

    private final Options options = new Options(CommandSpec.create());
    private final Options.Value<Integer> port;
    private final Options.Value<String> key;
    private final Options.Flag permissive;
    private final Options.Value<Faults> fail;
    private final Options.Value<Duration> latency;
    private final Options.Value<String> record;
    private final OutputOptions output;

    SandboxCommand() {
        options.group("Sandbox:");
        port = options.value("--port", "N", SandboxCommand::port, "Port on 127.0.0.1; 0 for any (default: 8787).");
        key = options.text("--key", "KEY", "The API key it accepts (default: sandbox).");
        permissive = options.flag("--permissive", "Answer 200 to everything, as the service does without strict mode.");
        fail = options.value(
                "--fail",
                "SPEC",
                SandboxCommand::faults,
                "Make up failures: status:503,rate:0.1 and" + " every:5, times:3, retry-after:2.");
        latency = options.value("--latency", "TIME", Parsers::duration, "Take so long for each answer: 50ms.");
        record = options.text("--record", "FILE", "Append each accepted call to a file, as NDJSON.");
        output = new OutputOptions(options);
    }

    private static int port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > 65535) {
            throw new TypeConversionException("a port from 0 to 65535");
        }
        return Integer.parseInt(text);
    }

    private static Faults faults(String text) {
        Faults.Parsed parsed = Faults.parse(text);
        if (parsed instanceof Faults.Parsed.Good good) {
            return good.faults();
        }
        throw new TypeConversionException("a list of failures: " + ((Faults.Parsed.Bad) parsed).why());
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
        String accepted = key.get().orElse(DEFAULT_KEY);
        if (ApiKey.of(accepted).isEmpty()) {
            throw Failure.usage("--key is blank or holds characters no key has");
        }
        SandboxOptions options = new SandboxOptions(
                port.get().orElse(DEFAULT_PORT),
                accepted,
                permissive.isSet(),
                fail.get().orElse(Faults.none()),
                latency.get().orElse(Duration.ZERO),
                record.get().map(world::path));
        try (Sandbox sandbox =
                Sandbox.start(options, world.clock(), world::chance, request -> tell(printer, request))) {
            greet(printer, sandbox, options.permissive());
            new CountDownLatch(1).await();
            return ExitCode.OK;
        } catch (IOException e) {
            throw Failure.usage("the sandbox cannot start: " + Shown.text(String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.INTERRUPTED;
        }
    }

    /** Programs get the address as the first line: of port 0 they could not know it otherwise. */
    private static void greet(Printer printer, Sandbox sandbox, boolean permissive) {
        if (printer.isJson()) {
            printer.output(JsonWriter.text(
                    new Json.Obj(Map.of("url", Json.of(sandbox.url().toString())))));
            return;
        }
        printer.note("sandbox" + (permissive ? " (permissive)" : "") + " at " + sandbox.url()
                + ", page at http://127.0.0.1:" + sandbox.port() + "/");
        printer.note("in another shell: export CDP_API_URL=" + sandbox.url() + " CDP_API_KEY="
                + (sandbox.key().equals(DEFAULT_KEY) ? DEFAULT_KEY : "…"));
        printer.note("Ctrl-C ends it");
    }

    /** A line for each accepted call, or one for a request of which nothing was kept. */
    private static void tell(Printer printer, SandboxRequest request) {
        if (printer.isJson()) {
            printer.output(JsonWriter.text(asJson(request)));
            return;
        }
        String head = request.status() + "  ";
        if (request.calls().isEmpty()) {
            String what = request.errors().isEmpty()
                    ? ""
                    : "  " + Shown.text(request.errors().get(0));
            printer.result(
                    head + (request.isDropped() ? "dropped " : "") + Shown.text(request.path()) + what,
                    Json.Obj.empty());
        }
        for (SandboxCall call : request.calls()) {
            printer.result(
                    head + told(call) + (request.retry() > 0 ? "  retry " + request.retry() : ""), Json.Obj.empty());
        }
    }

    private static String told(SandboxCall call) {
        String repeat = switch (call.repeat()) {
            case NEW -> "";
            case DUPLICATE -> "  duplicate";
            case CONFLICT -> "  same messageId, other call";
        };
        return call.type() + (call.name().isEmpty() ? "" : " \"" + Shown.text(call.name(), 60) + "\"") + "  "
                + Shown.text(call.user(), 60) + "  " + Shown.text(call.messageId(), 60) + repeat;
    }

    private static Json.Obj asJson(SandboxRequest request) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("time", Json.of(request.time().toString()));
        members.put("path", Json.of(Shown.text(request.path())));
        members.put("status", Json.of(request.status()));
        members.put("calls", Json.of(request.calls().size()));
        members.put(
                "errors",
                new Json.Arr(request.errors().stream()
                        .map(error -> Json.of(Shown.text(error)))
                        .toList()));
        members.put("retry", Json.of(request.retry()));
        members.put("bytes", Json.of(request.bytes()));
        return new Json.Obj(members);
    }

    /** A sandbox for one command: any port, a key of its own, and silent. */
    static Sandbox embedded(World world) {
        String fresh = "sandbox-" + Long.toHexString(world.random().getAsLong());
        try {
            return Sandbox.start(SandboxOptions.strict(fresh), world.clock(), world::chance, request -> {});
        } catch (IOException e) {
            throw Failure.usage("the sandbox cannot start: " + Shown.text(String.valueOf(e.getMessage())));
        }
    }

    static Endpoint endpoint(Sandbox sandbox) {
        return new Endpoint(false, "127.0.0.1", sandbox.port(), "/v1");
    }

    static ApiKey key(Sandbox sandbox) {
        return ApiKey.of(sandbox.key()).orElseThrow();
    }
}
