package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.BatchBody;
import io.github.cdpcli.backfill.BatchSender;
import io.github.cdpcli.backfill.Batcher;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.DocumentReader;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Sender;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Calls from standard input: as many JSON documents as come, each a call of the command's type, sent in order over one
 * connection. What has come by the time the last answer is there goes together, so that a fast producer is batched and a
 * slow one is not kept waiting.
 */
final class StdinCalls {

    private final World world;
    private final Printer printer;
    private final CallType type;
    private final CallOptions.Given given;
    private final CallCommand.Maker maker;
    private final Batcher<Document> batcher = new Batcher<>(Limits.BATCH_BYTES, Document::event);
    private long read;
    private long accepted;
    private long invalid;
    private long refused;

    StdinCalls(World world, Printer printer, CallType type, CallOptions.Given given, CallCommand.Maker maker) {
        this.world = world;
        this.printer = printer;
        this.type = type;
        this.given = given;
        this.maker = maker;
    }

    /** A document that became an event. */
    private record Document(Position position, Event event, List<Problem> problems) {}

    /** Takes a batch; returns what stopped it, if anything did. */
    private interface Sink {
        Optional<Failure> send(List<Document> batch);
    }

    ExitCode run(ConnectionOptions connection, DryRunOptions dryRun) {
        if (dryRun.isSet()) {
            return run(batch -> show(batch, connection, dryRun), false);
        }
        try (Link link = Link.open(world, printer, connection);
                Sender sender = link.sender(link.retries(Link.CALL_RETRIES), printer)) {
            return run(batch -> send(batch, link, sender), true);
        }
    }

    private ExitCode run(Sink sink, boolean eager) {
        Optional<Failure> stopped = Optional.empty();
        try (DocumentReader reader = new DocumentReader("standard input", world.in())) {
            for (Row row = reader.next();
                    row != null && stopped.isEmpty();
                    row = stopped.isEmpty() ? reader.next() : null) {
                read++;
                Optional<Document> document = document(row);
                if (document.isPresent() && !batcher.fits(document.get())) {
                    stopped = sink.send(batcher.take());
                }
                document.ifPresent(batcher::add);
                if (eager && stopped.isEmpty() && !batcher.isEmpty() && !reader.hasBuffered()) {
                    stopped = sink.send(batcher.take());
                }
            }
            if (stopped.isEmpty() && !batcher.isEmpty()) {
                stopped = sink.send(batcher.take());
            }
        } catch (IOException e) {
            throw Failure.of(
                    ExitCode.INTERNAL, "standard input cannot be read: " + Shown.text(String.valueOf(e.getMessage())));
        }
        return end(stopped);
    }

    private ExitCode end(Optional<Failure> stopped) {
        if (read == 0) {
            throw Failure.usage(
                    "there is no JSON document on standard input, so nothing was sent",
                    "Pipe calls in: jq -c … | cdp " + type.wireName() + " -");
        }
        if (read > 1 && (stopped.isPresent() || accepted < read)) {
            printer.note(Words.count(read, "document") + " read: " + accepted + " accepted, " + invalid + " invalid, "
                    + refused + " refused, " + (read - accepted - invalid - refused) + " not settled");
        }
        stopped.ifPresent(failure -> {
            throw failure;
        });
        return invalid > 0 ? ExitCode.USAGE : refused > 0 ? ExitCode.REFUSED : ExitCode.OK;
    }

    private Optional<Document> document(Row row) {
        String place = "document " + row.position().record() + " (line "
                + row.position().line() + ")";
        if (row instanceof Row.Broken broken) {
            invalid++;
            reject(place + " cannot be read", List.of(broken.problem()));
            return Optional.empty();
        }
        EventFactory.Result result = maker.make(given.over(((Row.Parsed) row).call()));
        if (result instanceof EventFactory.Result.Made made) {
            for (Problem problem : made.problems()) {
                printer.warn(place + ": " + Shown.text(problem.path(), 60) + " " + Shown.text(problem.message(), 300));
            }
            return Optional.of(new Document(row.position(), made.event(), made.problems()));
        }
        invalid++;
        reject(
                place + " is not a valid " + type.wireName() + " call; it was not sent",
                result.problems().stream().filter(Problem::isError).toList());
        return Optional.empty();
    }

    private void reject(String message, List<Problem> problems) {
        printer.error("cdp " + type.wireName(), Failure.invalid(message, problems));
    }

    private Optional<Failure> show(List<Document> batch, ConnectionOptions connection, DryRunOptions dryRun) {
        List<Event> events = batch.stream().map(Document::event).toList();
        if (events.size() == 1) {
            dryRun.show(
                    world, printer, connection, type.wireName(), events.get(0).body());
        } else {
            dryRun.show(world, printer, connection, "batch", BatchBody.of(events));
        }
        accepted += events.size();
        return Optional.empty();
    }

    private Optional<Failure> send(List<Document> batch, Link link, Sender sender) {
        long began = world.nanoTime().getAsLong();
        if (batch.size() == 1) {
            Outcome outcome = sender.send(type.wireName(), batch.get(0).event().body());
            if (outcome instanceof Outcome.Accepted taken) {
                accept(batch, 0, 1, taken, began);
            } else if (outcome instanceof Outcome.Refused no && !no.refusal().stopsRun()) {
                refuse(batch.get(0), no, link);
            } else {
                return Optional.of(stopped(outcome, link, batch.get(0)));
            }
            return Optional.empty();
        }
        return sendTogether(batch, link, sender, began);
    }

    private Optional<Failure> sendTogether(List<Document> batch, Link link, Sender sender, long began) {
        int[] settled = {0};
        Optional<Outcome> stop = new BatchSender(sender, 1, Integer.MAX_VALUE)
                .send(batch.stream().map(Document::event).toList(), new BatchSender.Settlement() {
                    @Override
                    public void accepted(int from, int to, Outcome.Accepted outcome) {
                        settled[0] = to;
                        accept(batch, from, to, outcome, began);
                    }

                    @Override
                    public void refused(int index, Outcome.Refused outcome) {
                        settled[0] = index + 1;
                        refuse(batch.get(index), outcome, link);
                    }
                });
        return stop.map(outcome -> stopped(outcome, link, batch.get(settled[0])));
    }

    private void accept(List<Document> batch, int from, int to, Outcome.Accepted outcome, long began) {
        Duration took = Duration.ofNanos(world.nanoTime().getAsLong() - began);
        for (Document document : batch.subList(from, to)) {
            accepted++;
            CallLines.accepted(printer, document.event(), outcome, took, to - from, document.problems());
        }
    }

    private void refuse(Document document, Outcome.Refused outcome, Link link) {
        refused++;
        Failure failure = Outcomes.failure(outcome, link, type.wireName());
        printer.error(
                "cdp " + type.wireName(),
                Failure.of(failure.exitCode(), "document " + document.position().record() + ": " + failure.message()));
    }

    private static Failure stopped(Outcome outcome, Link link, Document first) {
        Failure failure = Outcomes.failure(outcome, link, first.event().type().wireName());
        return Failure.of(
                failure.exitCode(),
                failure.message() + "; stopped at document " + first.position().record(),
                Stream.concat(
                                failure.hints().stream(),
                                Stream.of("Send again from that document on; to have what arrived count once,"
                                        + " documents need messageIds of their own."))
                        .toArray(String[]::new));
    }
}
