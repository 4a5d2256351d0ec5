package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Outcome.Accepted;
import io.github.cdpcli.send.Outcome.Refused;
import io.github.cdpcli.send.Sender;
import java.util.List;
import java.util.Optional;

/**
 * Sends events as a batch, and finds the ones the service refuses. A refusal is a verdict on the batch and not on its
 * eight hundred records: it is split, with the same bytes and message ids, down to the single record. Halves go in order,
 * so that what is settled is always a prefix of what was given.
 */
public final class BatchSender implements BatchSink {

    private final Sender sender;

    public BatchSender(Sender sender) {
        this.sender = sender;
    }

    /** Is told of each event as it is settled, in order. */
    public interface Settlement {

        /** The events from one index to another were accepted with one request. */
        void accepted(int from, int to, Accepted outcome);

        /** One event was refused, by itself. */
        void refused(int index, Refused outcome);
    }

    /**
     * Sends all of them.
     *
     * @return what stopped it, or empty when every event is settled
     */
    @Override
    public Optional<Outcome> send(List<Event> events, Settlement settlement) {
        return send(events, 0, events.size(), settlement);
    }

    private Optional<Outcome> send(List<Event> events, int from, int to, Settlement settlement) {
        if (from == to) {
            return Optional.empty();
        }
        Outcome outcome = sender.send("batch", BatchBody.of(events.subList(from, to)));
        if (outcome instanceof Accepted accepted) {
            settlement.accepted(from, to, accepted);
            return Optional.empty();
        } else if (outcome instanceof Refused refused && !refused.refusal().stopsRun()) {
            return to - from == 1
                    ? single(events.get(from), from, refused, settlement)
                    : split(events, from, to, refused, settlement);
        }
        return Optional.of(outcome);
    }

    /** The documentation names no alias among the calls of a batch, though the vendor's clients send it: it has a second way. */
    private Optional<Outcome> single(Event event, int index, Refused refused, Settlement settlement) {
        if (event.type() != CallType.ALIAS) {
            settlement.refused(index, refused);
            return Optional.empty();
        }
        Outcome alone = sender.send(event.type().wireName(), event.body());
        if (alone instanceof Accepted accepted) {
            settlement.accepted(index, index + 1, accepted);
        } else if (alone instanceof Refused again && !again.refusal().stopsRun()) {
            settlement.refused(index, again);
        } else {
            return Optional.of(alone);
        }
        return Optional.empty();
    }

    private Optional<Outcome> split(List<Event> events, int from, int to, Refused refused, Settlement settlement) {
        int culprit = culprit(refused, to - from);
        if (culprit >= 0) {
            int at = from + culprit;
            return send(events, from, at, settlement)
                    .or(() -> send(events, at, at + 1, settlement))
                    .or(() -> send(events, at + 1, to, settlement));
        }
        int middle = (from + to) >>> 1;
        return send(events, from, middle, settlement).or(() -> send(events, middle, to, settlement));
    }

    /** The first item the answer itself names; -1 when it names none. It is tried by itself, not condemned unheard. */
    private static int culprit(Refused refused, int size) {
        return refused.complaints().stream()
                .map(Outcome.Complaint::batchIndex)
                .filter(index -> index != null && index < size)
                .mapToInt(Integer::intValue)
                .min()
                .orElse(-1);
    }
}
