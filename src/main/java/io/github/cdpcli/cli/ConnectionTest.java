package io.github.cdpcli.cli;

import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.send.Attempt;
import io.github.cdpcli.send.Dial;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Region;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Goes the way to the service one step after the other, and says of each what it came to. */
final class ConnectionTest {

    private static final String CALL = "track";
    private static final String EVENT = "cdp connection test";
    private static final String ANONYMOUS_ID = "cdp-cli-test";

    private final World world;
    private final Printer printer;
    private final Link link;
    private final ConnectionReport report;
    private final ConnectionHints hints;

    ConnectionTest(World world, Printer printer, Link link, ConnectionReport report) {
        this.world = world;
        this.printer = printer;
        this.link = link;
        this.report = report;
        this.hints = new ConnectionHints(link, world.clock());
    }

    /**
     * Tests the whole way.
     *
     * @param noSend whether to send an empty call in place of a test event
     * @param began when the command did
     */
    ExitCode run(boolean noSend, long began) {
        report.settings(report.since(began), key(link) + ", " + address() + through());
        Optional<Attempt.Failed> failed = link.transport().connect(this::dialled);
        if (failed.isPresent()) {
            throw report.failed(hints.failure(failed.get()));
        }
        String messageId = MessageIds.fresh(world.clock().instant(), world.random());
        long called = report.now();
        Outcome outcome = send(world, printer, link, noSend ? KeyProbe.emptyCall() : event(messageId));
        report.step("key", report.since(called), noSend ? KeyProbe.words(outcome) : KeyProbe.plainWords(outcome));
        report.answered(status(outcome));
        return noSend ? probed(outcome) : sent(outcome, messageId);
    }

    private static int status(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return accepted.status();
        }
        return outcome instanceof Outcome.Refused refused ? refused.status() : ((Outcome.Unknown) outcome).status();
    }

    private ExitCode sent(Outcome outcome, String messageId) {
        if (!(outcome instanceof Outcome.Accepted)) {
            throw report.failed(hints.failure(outcome));
        }
        return report.passed(
                "the key is accepted in strict mode, and the source took a test event",
                "It is \"" + EVENT + "\" of " + ANONYMOUS_ID + ", messageId " + messageId
                        + ", marked for no destination.",
                unproven(),
                isSandbox()
                        ? "For the real way, leave out --sandbox."
                        : "See whether the event shows among the source's incoming data in Customer.io.");
    }

    private boolean isSandbox() {
        return link.endpointSource().equals("--sandbox");
    }

    private String unproven() {
        if (isSandbox()) {
            return "Not proven: anything about an account; this was a sandbox on this machine.";
        }
        return Region.at(link.endpoint())
                .map(region -> "Not proven: that the workspace lives in region " + region.wireName()
                        + ". The wrong region may answer the same, and drop the data.")
                .orElse("Not proven: that what answers there passes the data on.");
    }

    private ExitCode probed(Outcome outcome) {
        return switch (KeyProbe.of(outcome)) {
            case ACCEPTS -> report.passed("the key is accepted, and nothing was stored", KeyProbe.INFERRED, unproven());
            case UNCLEAR -> throw report.failed(hints.unclear(((Outcome.Accepted) outcome).status()));
            case REFUSES, FAILS -> throw report.failed(hints.failure(outcome));
        };
    }

    /** {@code key …1a2b (from profile prod)}. */
    static String key(Link link) {
        return "key " + link.key().ending() + " (from " + link.keySource() + ")";
    }

    private String address() {
        Optional<Region> region = Region.at(link.endpoint());
        String place = region.isPresent()
                ? link.endpoint().authority()
                : link.endpoint().url();
        return place + " ("
                + region.map(known -> "region " + known.wireName() + ", ").orElse("")
                + Settings.from(link.endpointSource()) + ")";
    }

    private String through() {
        return link.proxy().map(proxy -> ", through the proxy " + proxy).orElse("");
    }

    private void dialled(Dial.Step step, Duration took, String detail) {
        boolean ofProxy = link.proxy().isPresent() && (step == Dial.Step.NAME || step == Dial.Step.TCP);
        report.step(
                step.name().toLowerCase(Locale.ROOT), took, Shown.text(detail, 400) + (ofProxy ? " (the proxy)" : ""));
    }

    /** Sends one call over the connection that is open. */
    static Outcome send(World world, Printer printer, Link link, byte[] body) {
        return link.sender(link.retries(0), printer).send(CALL, body);
    }

    private static byte[] event(String messageId) {
        Map<String, Json> call = new LinkedHashMap<>();
        call.put("anonymousId", Json.of(ANONYMOUS_ID));
        call.put("event", Json.of(EVENT));
        call.put("integrations", new Json.Obj(Map.of("All", Json.of(false))));
        call.put("messageId", Json.of(messageId));
        return JsonWriter.bytes(new Json.Obj(call));
    }
}
