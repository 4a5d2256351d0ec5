package io.github.cdpcli.event;

import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes events of calls: applies the rules, writes the bytes, adds what may be added and holds the result against the size
 * of a call. Where the source's own bytes are at hand, members that the rules left alone are copied from them and not
 * written anew.
 */
public final class EventFactory {

    private static final String CONTEXT = Field.CONTEXT.key();
    private static final String LIBRARY = "library";

    private final CallRules rules;

    public EventFactory(CallRules rules) {
        this.rules = rules;
    }

    /** For records that were found to be sound and may need no rules. */
    public PlainCalls plainCalls() {
        return new PlainCalls(rules);
    }

    /** What making gives: an event or the reasons against it; warnings in both. */
    public sealed interface Result {
        /** All that is worth saying about the call. */
        List<Problem> problems();

        /** A call to be sent. */
        record Made(Event event, List<Problem> problems) implements Result {}

        /** A call that is not sent; at least one of the problems is an error. */
        record Invalid(List<Problem> problems) implements Result {}
    }

    /** Names the message id of an event that has none, from its bytes without one. */
    public interface Identifier {
        String identify(byte[] eventWithoutId);
    }

    /**
     * A call of today. The sender's library is added to its context and a message id where it has none, each only as far
     * as the size of a call allows: what the user wrote goes first.
     */
    public Result live(CallType type, Json.Obj call, Json library, Supplier<String> freshId) {
        CallRules.Checked checked = rules.check(type, call);
        Result plain = compose(type, checked, null);
        if (!(plain instanceof Result.Made made)) {
            return plain;
        }
        Event event = made.event();
        if (event.messageId() == null) {
            event = ifItFits(event.withMessageId(freshId.get()), event);
        }
        Json.Obj context = checked.call().get(CONTEXT) instanceof Json.Obj given ? given : Json.Obj.empty();
        if (!context.has(LIBRARY)) {
            Json.Obj signed = checked.call().with(CONTEXT, context.with(LIBRARY, library));
            String id = event.messageId();
            Json.Obj whole = id == null ? signed : signed.with(Field.MESSAGE_ID.key(), Json.of(id));
            event = ifItFits(Event.of(type, whole, JsonWriter.bytes(whole), checked.timestamp()), event);
        }
        return new Result.Made(event, made.problems());
    }

    private static Event ifItFits(Event larger, Event smaller) {
        return larger.body().length <= Limits.CALL_BYTES ? larger : smaller;
    }

    /**
     * A record of history: nothing is added to it but a message id where it has none (its type is added by
     * {@link Event#batchItem()}). The size that counts is that of the batch item.
     *
     * @param source the text the call was read from, or null when it was not read from JSON
     */
    public Result historical(CallType type, Json.Obj call, @Nullable SourceText source, Identifier ids) {
        Result plain = compose(type, rules.check(type, call), source);
        if (!(plain instanceof Result.Made made)) {
            return plain;
        }
        Event event = made.event();
        if (event.messageId() == null) {
            event = event.withMessageId(ids.identify(event.body()));
        }
        return event.batchItemBytes() <= Limits.CALL_BYTES
                ? new Result.Made(event, made.problems())
                : tooLarge(event.batchItemBytes(), made.problems());
    }

    /** A call's own text and where in it each member stands. */
    public static final class SourceText {
        private final byte[] bytes;
        private final Map<String, JsonText.Span> spans;
        private final Json.Obj call;

        /**
         * A text that was read.
         *
         * @param bytes the text; not to be written to
         * @param spans where each member stands in it
         * @param call what was read
         */
        public SourceText(byte[] bytes, Map<String, JsonText.Span> spans, Json.Obj call) {
            this.bytes = bytes;
            this.spans = spans;
            this.call = call;
        }

        JsonText.@Nullable Span unchanged(String key, Json value) {
            return call.get(key) == value ? spans.get(key) : null;
        }
    }

    private static Result compose(CallType type, CallRules.Checked checked, @Nullable SourceText source) {
        if (!checked.isValid()) {
            return new Result.Invalid(checked.problems());
        }
        byte[] body = source == null ? JsonWriter.bytes(checked.call()) : splice(checked.call(), source);
        return body.length <= Limits.CALL_BYTES
                ? new Result.Made(Event.of(type, checked.call(), body, checked.timestamp()), checked.problems())
                : tooLarge(body.length, checked.problems());
    }

    private static Result tooLarge(int length, List<Problem> others) {
        List<Problem> problems = new ArrayList<>(others);
        problems.add(new Problem(
                Code.TOO_LARGE,
                "",
                "the call is " + length + " bytes as sent; the service takes " + Limits.CALL_BYTES));
        return new Result.Invalid(problems);
    }

    private static byte[] splice(Json.Obj call, SourceText source) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(source.bytes.length + 64);
        char before = '{';
        for (Map.Entry<String, Json> member : call.members().entrySet()) {
            out.write(before);
            JsonText.Span span = source.unchanged(member.getKey(), member.getValue());
            if (span != null) {
                out.write(source.bytes, span.start(), span.end() - span.start());
            } else {
                JsonWriter.write(Json.of(member.getKey()), out);
                out.write(':');
                JsonWriter.write(member.getValue(), out);
            }
            before = ',';
        }
        if (before == '{') {
            out.write('{');
        }
        out.write('}');
        return out.toByteArray();
    }
}
