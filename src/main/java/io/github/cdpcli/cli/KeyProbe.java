package io.github.cdpcli.cli;

import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Outcome.Refusal;
import io.github.cdpcli.send.Outcome.Refused;
import java.nio.charset.StandardCharsets;

/** What the answer to an empty call says about the key. */
enum KeyProbe {
    /** The call was refused for its content, so the key was not. */
    ACCEPTS,
    REFUSES,
    /** The empty call was accepted, which nothing that checks calls does. */
    UNCLEAR,
    /** There was no answer to the question. */
    FAILS;

    /** How sure that is, for a person. */
    static final String INFERRED =
            "This is inferred from the documentation: in strict mode the service answers an empty"
                    + " call with 401 when it refuses the key, else with 400, and stores nothing.";

    static byte[] emptyCall() {
        return "{}".getBytes(StandardCharsets.US_ASCII);
    }

    static KeyProbe of(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted) {
            return UNCLEAR;
        }
        Refusal refusal = outcome instanceof Refused refused ? refused.refusal() : Refusal.UNEXPECTED;
        return switch (refusal) {
            case INVALID -> ACCEPTS;
            case KEY -> REFUSES;
            default -> FAILS;
        };
    }

    /** In a few words, the outcome of an empty call. */
    static String words(Outcome outcome) {
        return switch (of(outcome)) {
            case ACCEPTS -> "accepted (" + ((Refused) outcome).status() + " to an empty call)";
            case UNCLEAR -> "unclear (" + ((Outcome.Accepted) outcome).status() + " to an empty call)";
            case REFUSES, FAILS -> plainWords(outcome);
        };
    }

    /** In a few words, the outcome of any other call. */
    static String plainWords(Outcome outcome) {
        if (outcome instanceof Outcome.Accepted accepted) {
            return "accepted (" + accepted.status() + ")";
        } else if (outcome instanceof Outcome.Unknown unknown) {
            return "no acknowledgement: " + Shown.text(unknown.why());
        }
        Refused refused = (Refused) outcome;
        return switch (refused.refusal()) {
            case KEY -> "refused (" + refused.status() + ")";
            case FORBIDDEN -> "forbidden (" + refused.status() + ")";
            case CONNECTION -> "no connection";
            default -> "answered " + refused.status();
        };
    }
}
