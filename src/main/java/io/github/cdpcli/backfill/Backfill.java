package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.input.RowReader;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sends the records of files as history: the whole of {@code cdp backfill} but for words and options. Single-threaded;
 * holds one batch at a time, whatever the size of its input.
 */
public final class Backfill {

    private final Plan plan;
    private final EventFactory factory;
    private final RejectSink rejects;
    private final Tally tally = new Tally();
    private final Lane lane;

    /**
     * How records are read and what is let through.
     *
     * @param defaultType the type of records that name none
     * @param defaultTimestamp the time of records that name none; rejected when empty
     * @param guard what is held back
     * @param ids message ids of records that have none: see {@link MessageIds#derived}
     */
    public record Plan(Optional<CallType> defaultType, Optional<Instant> defaultTimestamp, Guard guard, Identity ids) {}

    /** Derives the message id of a record that has none, from its place and its bytes. */
    public interface Identity {
        String messageId(long record, byte[] event);
    }

    /** Sets up a run. */
    public Backfill(Plan plan, EventFactory factory, BatchSink sink, RejectSink rejects) {
        this.plan = plan;
        this.factory = factory;
        this.rejects = rejects;
        this.lane = new Lane(sink, tally, rejects);
    }

    /** Opens the inputs one after another. */
    public interface Source {
        RowReader open() throws IOException;
    }

    /** Sends everything, or as much as it can. */
    public Summary run(List<Source> sources) {
        try {
            for (Source source : sources) {
                Optional<Outcome> stop = run(source);
                if (stop.isPresent()) {
                    return stopped(stop.get());
                }
            }
            return lane.flush().map(this::stopped).orElseGet(() -> tally.summary(Optional.empty()));
        } catch (IOException e) {
            String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
            return tally.summary(Optional.of(new Summary.Stop.ByMachine(message)));
        }
    }

    private Summary stopped(Outcome outcome) {
        return tally.summary(Optional.of(new Summary.Stop.ByOutcome(outcome)));
    }

    private Optional<Outcome> run(Source source) throws IOException {
        try (RowReader rows = source.open()) {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                tally.read();
                Optional<Outcome> stop = take(row);
                if (stop.isPresent()) {
                    return stop;
                }
            }
            return Optional.empty();
        }
    }

    private Optional<Outcome> take(Row row) throws IOException {
        if (row instanceof Row.Broken broken) {
            reject(row, List.of(broken.problem()));
            return Optional.empty();
        }
        Row.Parsed parsed = (Row.Parsed) row;
        Optional<CallType> type = type(parsed.call());
        if (type.isEmpty()) {
            reject(row, List.of(noType(parsed.call())));
            return Optional.empty();
        }
        EventFactory.Result result = event(type.get(), parsed);
        if (result instanceof EventFactory.Result.Made made) {
            return guarded(row, made);
        }
        reject(row, result.problems().stream().filter(Problem::isError).toList());
        return Optional.empty();
    }

    /** The id is that of the record as it stands in the file: it must not change with the time of the run. */
    private EventFactory.Result event(CallType type, Row.Parsed row) {
        EventFactory.Result result = event(type, row, row.call());
        if (plan.defaultTimestamp().isEmpty()
                || row.call().has(Field.TIMESTAMP.key())
                || !(result instanceof EventFactory.Result.Made made)) {
            return result;
        }
        Json.Obj timed = row.call()
                .with(
                        Field.TIMESTAMP.key(),
                        Json.of(Timestamps.format(plan.defaultTimestamp().get())));
        String id = made.event().messageId();
        return event(
                type,
                row,
                id == null || timed.has(Field.MESSAGE_ID.key())
                        ? timed
                        : timed.with(Field.MESSAGE_ID.key(), Json.of(id)));
    }

    private EventFactory.Result event(CallType type, Row.Parsed row, Json.Obj call) {
        return factory.historical(
                type,
                call,
                row.source(),
                bytes -> plan.ids().messageId(row.position().record(), bytes));
    }

    private Optional<CallType> type(Json.Obj call) {
        Json named = call.get(Field.TYPE.key());
        return named == null || named == Json.Word.NULL
                ? plan.defaultType()
                : named instanceof Json.Str text ? CallType.of(text.value()) : Optional.empty();
    }

    private static Problem noType(Json.Obj call) {
        String given = call.text(Field.TYPE.key());
        return given == null
                ? new Problem(Problem.Code.MISSING, "type", "is missing: name it in each record, or by --type for all")
                : new Problem(
                        Problem.Code.UNKNOWN_TYPE,
                        "type",
                        "is \"" + given + "\"; it must be one of " + CallType.list());
    }

    private Optional<Outcome> guarded(Row row, EventFactory.Result.Made made) throws IOException {
        Event event = made.event();
        Optional<Guard.Objection> objection = plan.guard().objectTo(event);
        if (objection.isPresent()) {
            ReasonCode code = objection.get().code();
            put(new Reject(
                    row.position(),
                    code.isHeld(),
                    code.wireName(),
                    objection.get().field(),
                    objection.get().message(),
                    0,
                    null,
                    row.raw()));
            return Optional.empty();
        }
        tally.pending(made.problems());
        return lane.add(new Lane.Waiting(row.position(), row.raw(), event));
    }

    /** One line for a record, whatever the number of its problems: the first gives the code, all are told. */
    private void reject(Row row, List<Problem> problems) throws IOException {
        Problem first = problems.get(0);
        StringBuilder message = new StringBuilder(first.message());
        for (Problem other : problems.subList(1, problems.size())) {
            message.append("; ").append(other.path()).append(' ').append(other.message());
        }
        put(new Reject(
                row.position(), false, first.code().wireName(), first.path(), message.toString(), 0, null, row.raw()));
    }

    private void put(Reject reject) throws IOException {
        rejects.write(reject);
        tally.rejected(reject);
    }
}
