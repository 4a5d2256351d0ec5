package io.github.cdpcli.cli;

import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Outcome.Refusal;
import io.github.cdpcli.send.Outcome.Refused;
import io.github.cdpcli.send.Region;
import java.util.ArrayList;
import java.util.List;

/** What an outcome other than success means to a person, and to the shell. */
final class Outcomes {

    private static final int TOO_MANY = 429;

    private Outcomes() {}

    /** The failure that ends a command with this outcome. */
    static Failure failure(Outcome outcome, Link link, String call) {
        if (outcome instanceof Refused refused) {
            return Failure.of(
                    exitCode(refused.refusal()),
                    message(refused, link, call),
                    hints(refused.refusal(), link).toArray(String[]::new));
        }
        Outcome.Unknown unknown = (Outcome.Unknown) outcome;
        return Failure.of(
                ExitCode.TEMPORARY,
                "no acknowledgement from " + link.place() + " after " + Words.count(unknown.attempts(), "attempt")
                        + ": " + Shown.text(unknown.why())
                        + unknown.tooLong()
                                .map(wait -> "; the service asks to wait " + Words.time(wait)
                                        + ", which is longer than allowed")
                                .orElse(""),
                whereabouts(unknown));
    }

    private static String whereabouts(Outcome.Unknown unknown) {
        if (unknown.mayHaveArrived()) {
            return "It may or may not have arrived.";
        }
        return unknown.status() == TOO_MANY
                ? "The service did not take it: too much came at a time."
                : "Nothing was sent: there was no connection.";
    }

    static ExitCode exitCode(Refusal refusal) {
        return switch (refusal) {
            case KEY -> ExitCode.KEY_REFUSED;
            case FORBIDDEN -> ExitCode.FORBIDDEN;
            case CONNECTION -> ExitCode.USAGE;
            case ADDRESS, REDIRECT, UNEXPECTED, TOO_LARGE, INVALID -> ExitCode.REFUSED;
        };
    }

    private static String message(Refused refused, Link link, String call) {
        String what = switch (refused.refusal()) {
            case KEY -> link.place() + " refused the API key " + link.key().ending();
            case FORBIDDEN ->
                link.place() + " forbids this to the API key " + link.key().ending();
            case ADDRESS -> "there is no " + call + " at " + link.endpoint().url();
            case REDIRECT -> link.place() + " sent the call elsewhere";
            case CONNECTION -> "nothing was sent";
            case UNEXPECTED -> link.place() + " answered unexpectedly";
            case TOO_LARGE -> link.place() + " finds the " + call + " too large";
            case INVALID -> link.place() + " refused the " + call;
        };
        return what + (refused.status() == 0 ? "" : " (" + refused.status() + ")") + details(refused);
    }

    /** In the service's own words, cleaned. */
    static String details(Refused refused) {
        List<String> words = new ArrayList<>();
        for (Outcome.Complaint complaint : refused.complaints()) {
            words.add((complaint.field() == null ? "" : Shown.text(complaint.field(), 60) + ": ")
                    + Shown.text(complaint.message()));
        }
        if (words.isEmpty() && !refused.body().isBlank()) {
            words.add(Shown.text(refused.body()));
        }
        return words.isEmpty() ? "" : ": " + String.join("; ", words);
    }

    private static List<String> hints(Refusal refusal, Link link) {
        boolean known = Region.at(link.endpoint()).isPresent();
        String other = link.endpoint().equals(Endpoint.of(Region.US)) ? "eu" : "us";
        return switch (refusal) {
            case KEY, FORBIDDEN ->
                known
                        ? List.of("A key belongs to one source in one region; is yours --region " + other + "?"
                                + " Look closer: cdp test-connection")
                        : List.of("Look closer: cdp test-connection");
            case ADDRESS -> List.of("Check --region or --api-url; look closer: cdp test-connection");
            case CONNECTION ->
                List.of("Certificates: --cacert FILE. Proxies: --proxy URL. Look closer: cdp test-connection");
            case REDIRECT, UNEXPECTED, TOO_LARGE, INVALID -> List.of();
        };
    }
}
