package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.event.PlainCalls;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.Raw;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.ObjectText;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Makes of each row what becomes of it: an event to be sent, or a reason against it. For one thread. */
final class RecordMaker {

    private final Backfill.Plan plan;
    private final EventFactory factory;
    private final PlainCalls plainCalls;

    RecordMaker(Backfill.Plan plan, EventFactory factory) {
        this.plan = plan;
        this.factory = factory;
        this.plainCalls = factory.plainCalls();
    }

    /** What a row becomes, and whose it is. */
    sealed interface Made {
        /** Whose record this is, as far as it can be told; the same for the same row always. */
        String userKey();

        /** To be sent. */
        record ToSend(Event event, List<Problem> warnings, Reject.Recorded recorded) implements Made {
            @Override
            public String userKey() {
                return event.userKey();
            }
        }

        /**
         * Not to be sent.
         *
         * @param valid the event it would be, when a guard objects to it
         */
        record NotSent(String userKey, Reject reject, Optional<EventFactory.Result.Made> valid) implements Made {
            NotSent(String userKey, Reject reject) {
                this(userKey, reject, Optional.empty());
            }
        }

        /** Outside of the time that is to be sent. */
        record LeftOut(String userKey) implements Made {}
    }

    /**
     * Makes a record of a row.
     *
     * @param from where it is read
     */
    Made make(Row row, From from) {
        if (row instanceof Row.Broken broken) {
            Reject.Recorded recorded = new Reject.Recorded(
                    new Origin(from.file(), row.position().record()),
                    Optional.empty(),
                    plan.defaultType(),
                    Optional.empty(),
                    row.raw(),
                    Optional.ofNullable(row.fingerprint()));
            return new Made.NotSent("", rejected(row.position(), List.of(broken.problem()), recorded));
        }
        Row.Parsed given = (Row.Parsed) row;
        Optional<Made> plain = plain(given, from);
        if (plain.isPresent()) {
            return plain.get();
        }
        return make(
                RejectedRow.unwrap(given, from.file()).orElseGet(() -> RejectedRow.fresh(given, from.file())), from);
    }

    /** What becomes of a record that is in order in every respect, so that no guard objects to it; empty for any other. */
    private Optional<Made> plain(Row.Parsed row, From from) {
        ObjectText sound = row.sound();
        if (sound == null) {
            return Optional.empty();
        }
        Event event = plainCalls.event(sound, plan.defaultType());
        if (event == null) {
            return Optional.empty();
        } else if (plan.window().leavesOut(event)) {
            return Optional.of(new Made.LeftOut(event.userKey()));
        }
        Origin origin = new Origin(from.file(), row.position().record());
        if (event.messageId() == null) {
            if (plan.ids().isNone()) {
                return Optional.empty();
            }
            event = event.withMessageId(plan.ids().messageId(origin, event.body()));
        }
        if (event.batchItemBytes() > Limits.CALL_BYTES) {
            return Optional.empty();
        }
        Reject.Recorded recorded = new Reject.Recorded(
                origin,
                Optional.empty(),
                Optional.of(event.type()),
                row.asItStands().isOf(sound.bytes()) ? Optional.empty() : Optional.of(Raw.of(sound.bytes())),
                row.asItStands(),
                Optional.empty());
        return Optional.of(new Made.ToSend(event, List.of(), recorded));
    }

    private Made make(RejectedRow row, From from) {
        if (row.isBroken()) {
            return new Made.NotSent("", stillBroken(row));
        }
        if (plan.window().leavesOut(row.call(), usualTime(from))) {
            return new Made.LeftOut(userKey(row.call()));
        }
        Optional<CallType> type = type(row);
        Reject.Recorded recorded = row.recorded(type);
        if (type.isEmpty()) {
            return new Made.NotSent(
                    userKey(row.call()), rejected(row.position(), List.of(noType(row.call())), recorded));
        }
        if (plan.ids().isNone() && !has(row.call(), Field.MESSAGE_ID)) {
            Problem without =
                    new Problem(Problem.Code.MISSING, "messageId", "is missing, and --message-id keep makes none");
            return new Made.NotSent(userKey(row.call()), rejected(row.position(), List.of(without), recorded));
        }
        EventFactory.Result result = event(type.get(), row, usualTime(from));
        return result instanceof EventFactory.Result.Made made
                ? guarded(row, made, recorded)
                : new Made.NotSent(
                        userKey(row.call()),
                        rejected(
                                row.position(),
                                result.problems().stream()
                                        .filter(Problem::isError)
                                        .toList(),
                                recorded));
    }

    private Optional<Instant> usualTime(From from) {
        return plan.nowIsUsual() ? Optional.of(from.now()) : Optional.empty();
    }

    /** A line of a rejects file whose record nobody mended. */
    private static Reject stillBroken(RejectedRow row) {
        String code = row.fingerprint().isPresent() ? row.code() : Problem.Code.NOT_JSON.wireName();
        String message = row.fingerprint().isPresent()
                ? "is not all of the record: take it from the file it was first read from"
                : "is still not a call in JSON";
        return Reject.unsent(row.position(), false, code, "raw", message, row.recorded(row.type()));
    }

    private static boolean has(Json.Obj call, Field field) {
        Json value = call.get(field.key());
        return value != null && value != Json.Word.NULL;
    }

    private static String userKey(Json.Obj call) {
        for (Field field : List.of(Field.USER_ID, Field.ANONYMOUS_ID)) {
            Json id = call.get(field.key());
            if (id instanceof Json.Str text) {
                return text.value();
            } else if (id instanceof Json.Num number) {
                return number.digits();
            }
        }
        return "";
    }

    private Optional<CallType> type(RejectedRow row) {
        Json named = row.call().get(Field.TYPE.key());
        return named == null || named == Json.Word.NULL
                ? plan.defaultType().or(row::type)
                : named instanceof Json.Str text ? CallType.of(text.value()) : Optional.empty();
    }

    private static Problem noType(Json.Obj call) {
        Json named = call.get(Field.TYPE.key());
        String given = call.text(Field.TYPE.key());
        if (named != null && named != Json.Word.NULL && given == null) {
            return new Problem(Problem.Code.WRONG_TYPE, "type", "must be a string, but is " + named.kind());
        }
        return given == null
                ? new Problem(Problem.Code.MISSING, "type", "is missing: name it in each record, or by --type for all")
                : new Problem(
                        Problem.Code.UNKNOWN_TYPE,
                        "type",
                        "is \"" + given + "\"; it must be one of " + CallType.list());
    }

    /** The id is that of the record as it stands in the file: it must not change with the time of the run. */
    private EventFactory.Result event(CallType type, RejectedRow row, Optional<Instant> usualTime) {
        EventFactory.Result result = event(type, row, row.call());
        if (usualTime.isEmpty() || has(row.call(), Field.TIMESTAMP)) {
            return result;
        }
        Json.Obj timed = row.call().with(Field.TIMESTAMP.key(), Json.of(Timestamps.format(usualTime.get())));
        Optional<String> id = result instanceof EventFactory.Result.Made made
                ? Optional.ofNullable(made.event().messageId())
                : Optional.empty();
        boolean needsId = id.isPresent() && !has(timed, Field.MESSAGE_ID);
        return event(type, row, needsId ? timed.with(Field.MESSAGE_ID.key(), Json.of(id.get())) : timed);
    }

    private EventFactory.Result event(CallType type, RejectedRow row, Json.Obj call) {
        return factory.historical(
                type,
                call,
                row.source(),
                bytes -> row.messageId().orElseGet(() -> plan.ids().messageId(row.origin(), bytes)));
    }

    private Made guarded(RejectedRow row, EventFactory.Result.Made made, Reject.Recorded recorded) {
        Optional<Guard.Objection> objection = plan.guard().objectTo(made.event());
        if (objection.isEmpty()) {
            return new Made.ToSend(made.event(), made.problems(), recorded);
        }
        ReasonCode code = objection.get().code();
        Reject reject = Reject.unsent(
                row.position(),
                code.isHeld(),
                code.wireName(),
                objection.get().field(),
                objection.get().message(),
                plan.ids().isProvisional()
                        ? recorded
                        : recorded.with(made.event().messageId()));
        return new Made.NotSent(made.event().userKey(), reject, Optional.of(made));
    }

    /** One line for a record, whatever the number of its problems: the first gives the code, all are told. */
    private static Reject rejected(Position position, List<Problem> problems, Reject.Recorded recorded) {
        Problem first = problems.get(0);
        StringBuilder message = new StringBuilder(first.message());
        for (Problem other : problems.subList(1, problems.size())) {
            message.append("; ").append(other.path()).append(' ').append(other.message());
        }
        return Reject.unsent(position, false, first.code().wireName(), first.path(), message.toString(), recorded);
    }
}
