package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Event;
import io.github.cdpcli.send.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Takes batches of events and says what becomes of each. */
public interface BatchSink {

    /** The size batches are filled up to; it sinks for the rest of a run when the service finds one too large. */
    IntSupplier maxBytes();

    /** How many records a batch should hold at most. */
    int maxRecords();

    /**
     * Settles the events of a batch in order, as far as it gets.
     *
     * @return what stopped it, or empty when every event is settled
     */
    Optional<Outcome> send(List<Event> events, BatchSender.Settlement settlement);
}
