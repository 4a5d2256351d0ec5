package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.send.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Sends records in the order they come, one request in flight: what is settled is always a prefix of what it was given.
 * Later there will be many; nothing here knows how many there are.
 */
final class Lane {

    private final BatchSink sink;
    private final Tally tally;
    private final RejectSink rejects;
    private final Batcher<Waiting> batcher = new Batcher<>(Limits.BATCH_BYTES, Waiting::event);

    Lane(BatchSink sink, Tally tally, RejectSink rejects) {
        this.sink = sink;
        this.tally = tally;
        this.rejects = rejects;
    }

    /** A record on its way. */
    record Waiting(Position position, String raw, Event event) {}

    /**
     * Takes a record; sends the batch when it is full.
     *
     * @return what stopped the lane, if anything did
     */
    Optional<Outcome> add(Waiting record) throws IOException {
        Optional<Outcome> stop = batcher.fits(record) ? Optional.empty() : flush();
        batcher.add(record);
        return stop;
    }

    /** Sends what waits. */
    Optional<Outcome> flush() throws IOException {
        List<Waiting> batch = batcher.take();
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        List<Event> events = batch.stream().map(Waiting::event).toList();
        try {
            return sink.send(events, new BatchSender.Settlement() {
                @Override
                public void accepted(int from, int to, Outcome.Accepted outcome) {
                    tally.accepted(events.subList(from, to));
                }

                @Override
                public void refused(int index, Outcome.Refused outcome) {
                    refuse(batch.get(index), outcome);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void refuse(Waiting record, Outcome.Refused outcome) {
        Outcome.Complaint first = outcome.complaints().isEmpty()
                ? new Outcome.Complaint("refused without a reason", null, null)
                : outcome.complaints().get(0);
        String field = first.field();
        Reject reject = new Reject(
                record.position(),
                false,
                ReasonCode.API_REFUSED.wireName(),
                field == null ? "" : field,
                first.message(),
                outcome.status(),
                outcome.body(),
                record.raw());
        try {
            rejects.write(reject);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tally.refused(reject);
    }
}
