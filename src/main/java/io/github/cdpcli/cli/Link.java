package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Halt;
import io.github.cdpcli.sandbox.Sandbox;
import io.github.cdpcli.send.ApiKey;
import io.github.cdpcli.send.Attempt;
import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.HttpTransport;
import io.github.cdpcli.send.Pace;
import io.github.cdpcli.send.Proxy;
import io.github.cdpcli.send.Region;
import io.github.cdpcli.send.Request;
import io.github.cdpcli.send.RetryPolicy;
import io.github.cdpcli.send.SendListener;
import io.github.cdpcli.send.Sender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.DoubleSupplier;

/** The way to the service that the connection options describe: open while a command runs. */
final class Link implements AutoCloseable {

    private static final String SANDBOX = "--sandbox";

    /** Retries of a call given by hand, unless said otherwise. */
    static final int CALL_RETRIES = 4;

    private final World world;
    private final ConnectionOptions options;
    private final Settings.Found<Endpoint> endpoint;
    private final Settings.Found<ApiKey> key;
    private final Optional<Sandbox> sandbox;
    private final Optional<Proxy> proxy;
    private final HttpTransport transport;
    private final SteadyClock clock;

    private Link(
            World world,
            ConnectionOptions options,
            Settings.Found<Endpoint> endpoint,
            Settings.Found<ApiKey> key,
            Optional<Sandbox> sandbox) {
        this.world = world;
        this.options = options;
        this.endpoint = endpoint;
        this.key = key;
        this.sandbox = sandbox;
        this.clock = new SteadyClock(world.clock(), world.nanoTime());
        this.proxy = options.proxy(world, endpoint.value());
        this.transport = new HttpTransport(
                endpoint.value(),
                key.value(),
                proxy,
                options.trust(world),
                options.timeouts(),
                Version.userAgent(),
                world.nanoTime());
    }

    /** Resolves the settings; no connection is made yet, but a sandbox is started if one is asked for. */
    static Link open(World world, Printer printer, ConnectionOptions options) {
        if (options.isSandbox()) {
            return toSandbox(world, options);
        }
        Settings settings = options.settings(world, printer);
        Settings.Found<Endpoint> endpoint = settings.endpoint();
        Optional<Settings.Found<ApiKey>> key = settings.key();
        if (key.isEmpty()) {
            throw Failure.usage(
                    "no API key",
                    "Set CDP_API_KEY, give --api-key-file FILE, or store one: cdp profile add NAME",
                    "To try without an account: --sandbox");
        }
        printer.detail("to " + endpoint.value().url() + " (from " + endpoint.source() + "), key "
                + key.get().value().ending() + " (from " + key.get().source() + ")");
        return new Link(world, options, endpoint, key.get(), Optional.empty());
    }

    private static Link toSandbox(World world, ConnectionOptions options) {
        options.checkSandbox();
        Sandbox sandbox = SandboxCommand.embedded(world);
        Endpoint endpoint = SandboxCommand.endpoint(sandbox);
        ApiKey key = options.keyOption().orElseGet(() -> SandboxCommand.key(sandbox));
        return new Link(
                world,
                options,
                new Settings.Found<>(endpoint, SANDBOX),
                new Settings.Found<>(key, options.keyOption().isPresent() ? "--api-key" : SANDBOX),
                Optional.of(sandbox));
    }

    /** A way with the same key and options to another address. */
    Link to(Endpoint other, String source) {
        return new Link(world, options, new Settings.Found<>(other, source), key, Optional.empty());
    }

    Endpoint endpoint() {
        return endpoint.value();
    }

    String endpointSource() {
        return endpoint.source();
    }

    ApiKey key() {
        return key.value();
    }

    /** What tells this receiver from others: a record sent to one is not taken for a record sent to another. */
    byte[] namespace() {
        return isSandbox() ? SANDBOX.getBytes(StandardCharsets.UTF_8) : namespace(endpoint(), key());
    }

    static byte[] namespace(Endpoint endpoint, ApiKey key) {
        return (endpoint.url() + " " + key.fingerprint()).getBytes(StandardCharsets.UTF_8);
    }

    String keySource() {
        return key.source();
    }

    Optional<Proxy> proxy() {
        return proxy;
    }

    HttpTransport transport() {
        return transport;
    }

    boolean isSandbox() {
        return sandbox.isPresent();
    }

    /** The host as people name it: with its region where it has one. */
    String place() {
        return sandbox.isPresent() ? "the sandbox" : place(endpoint());
    }

    static String place(Endpoint endpoint) {
        return endpoint.authority()
                + Region.at(endpoint)
                        .map(region -> " (region " + region.wireName() + ")")
                        .orElse("");
    }

    /** A sender over this link that says aloud when it waits. */
    Sender sender(RetryPolicy policy, Printer printer) {
        return new Sender(
                endpoint(), transport, policy, clock, world.sleeper(), new Chance(world), new Narrator(printer));
    }

    private record Chance(World world) implements DoubleSupplier {
        @Override
        public double getAsDouble() {
            return world.chance();
        }
    }

    /** The pace of many threads at once, which ends with the run. */
    Pace pace(Halt halt, int lanes, int requestsPerSecond, OptionalInt recordsPerSecond) {
        return new Pace(transport, clock, halt, halt::isStopped, lanes, requestsPerSecond, recordsPerSecond);
    }

    /** A sender for many threads at once. */
    Sender sender(RetryPolicy policy, Halt halt, Pace pace, SendListener listener) {
        return new Sender(
                endpoint(),
                pace,
                policy,
                clock,
                halt,
                world::chance,
                pace.waits().counting(listener));
    }

    /** Tells the user about waits always, and about every request when asked. */
    static SendListener narrator(Printer printer) {
        return new Narrator(printer);
    }

    /** Retries as asked for, else so many. */
    RetryPolicy retries(int usual) {
        return RetryPolicy.retries(options.maxRetries().orElse(usual));
    }

    /** Retries until an outage has lasted so long, or as many as asked for, of many who share a {@link Pace}. */
    RetryPolicy outage(Duration longest) {
        return RetryPolicy.outage(options.maxRetries().orElse(Integer.MAX_VALUE), longest)
                .paced();
    }

    private record Narrator(Printer printer) implements SendListener {
        @Override
        public void attempted(Request request, Attempt attempt) {
            if (!printer.isVerbose()) {
                return;
            }
            String answer = attempt instanceof Attempt.Answered answered
                    ? answered.status() + " " + Shown.text(answered.body())
                    : Shown.text(((Attempt.Failed) attempt).message());
            printer.detail("POST " + request.path() + "  " + request.body().size() + " bytes -> " + answer);
        }

        @Override
        public void waiting(String why, Duration wait, int retry) {
            if (wait.isZero()) {
                // A server that closes kept connections does nothing wrong.
                printer.detail("again at once: " + Shown.text(why));
                return;
            }
            printer.note("retry " + retry + " in " + Words.time(wait) + ": " + Shown.text(why));
        }
    }

    @Override
    public void close() {
        transport.close();
        if (sandbox.isPresent()) {
            sandbox.get().close();
        }
    }
}
