package io.github.cdpcli.backfill;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A record on its way through a lane: to the service, or past it into the rejects. */
sealed interface Item {

    /** The objects around the bytes. */
    int OVERHEAD = 400;

    /** The numbers beside the bytes where there are no objects. */
    int PACKED = 80;

    /** What a warning takes beside a record, of which only the code is kept. */
    int CODE = 16;

    /** Where it was read, with how far the reading had come. */
    Reading reading();

    /** The record's number in its input, from 1. */
    long record();

    /** The part of the input it must keep its order in. */
    int partition();

    /** An input that is being read. */
    record Reading(Source source, HashingInputStream stream) {}

    /** A record to be sent. */
    sealed interface Sent extends Item permits Sending, PackedItems.Packed {

        Position position();

        /** The record itself, in case it is refused. */
        Reject.Recorded recorded();

        Event event();

        CallType type();

        /** When it says it happened. */
        Optional<Instant> happened();

        /** The size of {@link Event#batchItem()}. */
        int batchItemBytes();

        /** What there is to tell of it, although it is sent. */
        default List<Problem.Code> warnings() {
            return List.of();
        }
    }

    /** A record to be sent, as it was made. */
    final class Sending implements Sent {
        private final Reading reading;
        private final int partition;
        private final Position position;
        private final Reject.Recorded recorded;
        private final Event event;
        private final List<Problem.Code> warnings;
        private final boolean plain;

        Sending(
                Reading reading,
                int partition,
                Position position,
                Reject.Recorded recorded,
                Event event,
                List<Problem.Code> warnings) {
            this.reading = reading;
            this.partition = partition;
            this.position = position;
            this.recorded = recorded;
            this.event = event;
            this.warnings = List.copyOf(warnings);
            this.plain = event.timestamp() != null
                    && recorded.origin().record() == position.record()
                    && recorded.messageId().isEmpty()
                    && (recorded.callAsJson().isEmpty()
                            || recorded.callAsJson().get().isBytes())
                    && recorded.fingerprint().isEmpty()
                    && recorded.type().orElse(null) == event.type()
                    && position.file().equals(reading.source().name());
        }

        @Override
        public Reading reading() {
            return reading;
        }

        @Override
        public long record() {
            return position.record();
        }

        @Override
        public int partition() {
            return partition;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public Reject.Recorded recorded() {
            return recorded;
        }

        @Override
        public Event event() {
            return event;
        }

        @Override
        public CallType type() {
            return event.type();
        }

        @Override
        public Optional<Instant> happened() {
            return Optional.ofNullable(event.timestamp());
        }

        @Override
        public int batchItemBytes() {
            return event.batchItemBytes();
        }

        @Override
        public List<Problem.Code> warnings() {
            return warnings;
        }

        /** Whether there is nothing to it but what follows from its bytes, its place and its time. */
        boolean isPlain() {
            return plain;
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
        return this instanceof Sent sent
                ? sent.batchItemBytes() + 1
                : ((TurnedAway) this).reject().recorded().asItStands().size();
    }

    /** About what it takes of memory while it waits, in bytes: its record is kept beside it, in case it is refused. */
    default int held() {
        if (this instanceof Sending sending) {
            int raw = sending.recorded().sizeBeside(sending.event().given());
            int rest = CODE * sending.warnings().size() + sending.batchItemBytes() + raw;
            return (sending.isPlain() ? PACKED : OVERHEAD) + rest;
        }
        return OVERHEAD + ((TurnedAway) this).reject().recorded().size();
    }
}
