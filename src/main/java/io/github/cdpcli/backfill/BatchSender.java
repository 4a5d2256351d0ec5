package io.github.cdpcli.backfill;

import io.github.cdpcli.event.BatchItem;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.send.Outcome.Accepted;
import io.github.cdpcli.send.Outcome.Refused;
import io.github.cdpcli.send.Sender;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Sends events as a batch, and finds the ones the service refuses. A refusal is a verdict on the batch and not on its
 * eight hundred records: it is split, with the same bytes and message ids, down to the single record. Halves go in order,
 * so that what is settled is always a prefix of what was given.
 */
public final class BatchSender implements BatchSink {

    /** An answer that names one item at a time would have the rest sent again for each: after so many, halves are cheaper. */
    private static final int MOST_NAMED = 8;

    private final Sender sender;
    private final int maxRecords;
    private final Ceiling ceiling;

    /**
     * Sends by a sender.
     *
     * @param lanes how many send batches at the same time
     * @param maxRecords records in a batch: where only so many may go in a second, as many, or they could not leave evenly
     */
    public BatchSender(Sender sender, int lanes, int maxRecords) {
        this(sender, lanes, maxRecords, Room.USUAL);
    }

    /**
     * The same.
     *
     * @param room what all lanes together may hold, in bytes
     */
    public BatchSender(Sender sender, int lanes, int maxRecords, long room) {
        this.sender = sender;
        this.ceiling = new Ceiling(lanes, room);
        this.maxRecords = maxRecords;
    }

    @Override
    public IntSupplier maxBytes() {
        return ceiling;
    }

    @Override
    public int maxRecords() {
        return maxRecords;
    }

    /** Is told of each event as it is settled, in order. */
    public interface Settlement {

        /** The events from one index to another were accepted with one request. */
        void accepted(int from, int to, Accepted outcome);

        /** One event was refused, by itself. */
        void refused(int index, Refused outcome);
    }

    /** A part of a batch that is still to be settled. */
    private record Range(int from, int to) {
        int size() {
            return to - from;
        }
    }

    @Override
    public Optional<Outcome> send(List<? extends BatchItem> events, Settlement settlement) {
        Deque<Range> open = new ArrayDeque<>();
        open.push(new Range(0, events.size()));
        int named = 0;
        while (!open.isEmpty()) {
            Range range = open.pop();
            if (range.size() == 0) {
                continue;
            }
            BatchBody body = new BatchBody(events.subList(range.from(), range.to()));
            Outcome outcome = sender.send("batch", body, range.size());
            if (outcome instanceof Accepted accepted) {
                settlement.accepted(range.from(), range.to(), accepted);
            } else if (!(outcome instanceof Refused refused)
                    || refused.refusal().stopsRun()) {
                return Optional.of(outcome);
            } else if (range.size() == 1) {
                Optional<Outcome> stop = single(events.get(range.from()).event(), range.from(), refused, settlement);
                if (stop.isPresent()) {
                    return stop;
                }
            } else {
                if (refused.refusal() == Outcome.Refusal.TOO_LARGE) {
                    ceiling.refused(body.size());
                }
                List<Integer> culprits = named < MOST_NAMED ? culprits(refused, range.size()) : List.of();
                named += culprits.isEmpty() ? 0 : 1;
                split(range, culprits, open);
            }
        }
        return Optional.empty();
    }

    /** Puts the parts of a refused range back, the first on top: those that the answer names alone, or else two halves. */
    private static void split(Range range, List<Integer> culprits, Deque<Range> open) {
        if (culprits.isEmpty()) {
            int middle = (range.from() + range.to()) >>> 1;
            open.push(new Range(middle, range.to()));
            open.push(new Range(range.from(), middle));
            return;
        }
        int end = range.to();
        for (int i = culprits.size() - 1; i >= 0; i--) {
            int at = range.from() + culprits.get(i);
            open.push(new Range(at + 1, end));
            open.push(new Range(at, at + 1));
            end = at;
        }
        open.push(new Range(range.from(), end));
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

    /** The items the answer itself names, in order. They are tried by themselves, not condemned unheard. */
    private static List<Integer> culprits(Refused refused, int size) {
        return refused.complaints().stream()
                .map(Outcome.Complaint::batchIndex)
                .filter(index -> index != null && index < size)
                .distinct()
                .sorted()
                .toList();
    }
}
