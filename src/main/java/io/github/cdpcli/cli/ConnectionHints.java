package io.github.cdpcli.cli;

import io.github.cdpcli.send.Attempt;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Region;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What may be wrong, and what to try, for each way in which a test of the connection can end badly. */
final class ConnectionHints {

    private static final String IMPOSTOR =
            "Something else may answer in the service's place: a captive portal, or a proxy.";

    private final Link link;
    private final Clock clock;

    ConnectionHints(Link link, Clock clock) {
        this.link = link;
        this.clock = clock;
    }

    /** No connection came about. */
    Failure failure(Attempt.Failed failed) {
        return Failure.of(
                failed.cause().isPermanent() ? ExitCode.USAGE : ExitCode.TEMPORARY,
                Shown.text(failed.message(), 400),
                hints(failed).toArray(String[]::new));
    }

    private List<String> hints(Attempt.Failed failed) {
        return switch (failed.cause()) {
            case NAME -> List.of(name());
            case CONNECT, TIMEOUT -> List.of(route());
            case PROXY ->
                List.of(
                        "A user and a password go into the proxy's URL, best in HTTPS_PROXY: http://user:password@host:port",
                        "To go without the proxy: --proxy none");
            case TLS -> tls(failed.message());
            case STALE, BROKEN, GARBAGE ->
                List.of("Something in between may cut connections: a firewall or a proxy. If this network has one:"
                        + " --proxy URL, or HTTPS_PROXY");
        };
    }

    private String name() {
        return link.proxy().isPresent()
                ? "This is the proxy's name (from --proxy or the environment); to go without it: --proxy none"
                : "Check --region or --api-url, and this machine's DNS; where only a proxy gets out: --proxy URL, or"
                        + " HTTPS_PROXY";
    }

    private String route() {
        if (link.proxy().isPresent()) {
            return "The way leads through the proxy " + link.proxy().get() + "; to go without it: --proxy none";
        } else if (link.endpoint().isLoopback()) {
            return "Is something listening there?";
        }
        return "A firewall may block port " + link.endpoint().port()
                + "; where only a proxy gets out: --proxy URL, or HTTPS_PROXY";
    }

    /** The transport tells causes of distrust apart only in its words, which are Java's. */
    private List<String> tls(String message) {
        if (message.contains("validity check failed")
                || message.contains("NotAfter")
                || message.contains("NotBefore")) {
            return List.of("The certificate has expired or is not valid yet. This machine's clock says "
                    + clock.instant().truncatedTo(ChronoUnit.SECONDS) + ": is that right?");
        } else if (message.contains("does not speak TLS")) {
            return List.of("Is it http:// in place of https://, or another port?");
        } else if (message.contains("No subject alternative") || message.contains("No name matching")) {
            return List.of(
                    "The certificate is another host's: check --api-url, and whether a proxy answers in its place.");
        }
        return List.of(
                "If a proxy looks into TLS, or the authority is your own: --cacert FILE, or SSL_CERT_FILE.",
                "With either, only the authorities in that file are trusted; without, those of this Java.");
    }

    /** The connection is there, but the call was not accepted. */
    Failure failure(Outcome outcome) {
        Failure plain = Outcomes.failure(outcome, link, "track");
        return Failure.of(plain.exitCode(), plain.message(), hints(outcome).toArray(String[]::new));
    }

    private List<String> hints(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused refused)) {
            return isSuccess((Outcome.Unknown) outcome)
                    ? List.of(IMPOSTOR)
                    : List.of("Try again in a while; with --max-retries N this command does so by itself.");
        }
        return switch (refused.refusal()) {
            case KEY ->
                Stream.concat(Stream.of(whichKey()), otherRegion().stream()).toList();
            case FORBIDDEN -> List.of(whichKey(), "A firewall or proxy in between may also have answered so.");
            case ADDRESS ->
                List.of("The address is " + Settings.from(link.endpointSource())
                        + "; the service's own are --region us and eu.");
            case CONNECTION -> List.of("Certificates: --cacert FILE. Proxies: --proxy URL.");
            case REDIRECT, UNEXPECTED -> List.of(IMPOSTOR);
            case TOO_LARGE, INVALID -> List.of("The key seems to be accepted, but the test event is not.");
        };
    }

    private static boolean isSuccess(Outcome.Unknown unknown) {
        return unknown.status() / 100 == 2;
    }

    private String whichKey() {
        return "The key ends in " + link.key().ending() + " and comes from " + link.keySource()
                + ": is it the source's API key, and whole?";
    }

    private Optional<String> otherRegion() {
        return Region.at(link.endpoint())
                .map(region -> "A key belongs to one region, and " + region.wireName() + " ("
                        + Settings.from(link.endpointSource())
                        + ") was asked; to ask both: cdp test-connection --detect-region");
    }

    /** An empty call was accepted. */
    Failure unclear(int status) {
        return Failure.of(
                ExitCode.REFUSED,
                link.place() + " accepted an empty call (" + status
                        + "), which strict mode refuses: this says nothing about the key",
                IMPOSTOR,
                "Without --no-send, a test event is sent.");
    }
}
