package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.Position;
import java.util.List;

/** A record on its way through a lane: to the service, or past it into the rejects. */
sealed interface Item {

    /** The objects around the bytes. */
    int OVERHEAD = 400;

    /** Where it was read, with how far the reading had come. */
    Reading reading();

    /** The record's number in its input, from 1. */
    long record();

    /** The part of the input it must keep its order in. */
    int partition();

    /** An input that is being read. */
    record Reading(Source source, HashingInputStream stream) {}

    /** A record to be sent. */
    record Sending(
            Reading reading,
            int partition,
            Position position,
            Reject.Recorded recorded,
            Event event,
            List<Problem> warnings)
            implements Item {
        @Override
        public long record() {
            return position.record();
        }
    }

    /** A record that is not sent; it waits its turn, so that everything before it is settled when it is. */
    record TurnedAway(Reading reading, int partition, Reject reject) implements Item {
        @Override
        public long record() {
            return reject.position().record();
        }
    }

    /** What it weighs in a batch. */
    default int bytes() {
        return this instanceof Sending sending
                ? sending.event().batchItemBytes() + 1
                : ((TurnedAway) this).reject().recorded().asItStands().size();
    }

    /** About what it takes of memory while it waits, in bytes: its record is kept beside it, in case it is refused. */
    default int held() {
        return this instanceof Sending sending
                ? OVERHEAD
                        + sending.event().batchItemBytes()
                        + sending.recorded().size()
                : OVERHEAD + ((TurnedAway) this).reject().recorded().size();
    }
}
