package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a single call is spoken of. */
final class CallLines {

    private CallLines() {}

    /**
     * A line, or an object, for an accepted call.
     *
     * @param together how many calls went in the same request
     */
    static void accepted(
            Printer printer,
            Event event,
            Outcome.Accepted outcome,
            Duration took,
            int together,
            List<Problem> warnings) {
        String id = event.messageId();
        String text = printer.highlighted("accepted") + "  " + described(event)
                + (id == null ? "  no messageId (no room for one)" : "  messageId " + Shown.text(id))
                + "  (" + outcome.status()
                + (outcome.attempts() > 1 ? ", attempt " + outcome.attempts() : "")
                + (together > 1 ? ", batch of " + together : "")
                + ", " + Words.time(took) + ")";
        printer.result(text, asJson(event, outcome, took, together, warnings));
    }

    /** {@code track "Order Completed"  user 42}. */
    static String described(Event event) {
        StringBuilder text = new StringBuilder(event.type().wireName());
        String name = event.text(event.type() == CallType.TRACK ? Field.EVENT : Field.NAME);
        if (name != null) {
            text.append(" \"").append(Shown.text(name, 60)).append('"');
        }
        append(text, event, Field.GROUP_ID, " group ");
        append(text, event, Field.PREVIOUS_ID, " previous ");
        append(text, event, Field.USER_ID, " user ");
        append(text, event, Field.ANONYMOUS_ID, " anonymous ");
        return text.toString();
    }

    private static void append(StringBuilder text, Event event, Field field, String label) {
        String value = event.text(field);
        if (value != null) {
            text.append(' ').append(label).append(Shown.text(value, 60));
        }
    }

    private static Json.Obj asJson(
            Event event, Outcome.Accepted outcome, Duration took, int together, List<Problem> warnings) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("status", Json.of("accepted"));
        members.put("type", Json.of(event.type().wireName()));
        for (Field field : List.of(
                Field.EVENT,
                Field.NAME,
                Field.USER_ID,
                Field.ANONYMOUS_ID,
                Field.GROUP_ID,
                Field.PREVIOUS_ID,
                Field.TIMESTAMP,
                Field.MESSAGE_ID)) {
            String value = event.text(field);
            if (value != null) {
                members.put(field.key(), Json.of(value));
            }
        }
        members.put("httpStatus", Json.of(outcome.status()));
        members.put("attempts", Json.of(outcome.attempts()));
        members.put("together", Json.of(together));
        members.put("milliseconds", Json.of(took.toMillis()));
        members.put("warnings", Printer.asJson(warnings));
        return new Json.Obj(members);
    }
}
