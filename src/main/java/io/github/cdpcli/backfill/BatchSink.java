package io.github.cdpcli.backfill;

import io.github.cdpcli.event.BatchItem;
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
     * Settles the items of a batch in order, as far as it gets.
     *
     * @return what stopped it, or empty when every one is settled
     */
    Optional<Outcome> send(List<? extends BatchItem> items, BatchSender.Settlement settlement);
}
