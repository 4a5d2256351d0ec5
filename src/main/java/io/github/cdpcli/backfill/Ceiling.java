package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Limits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The size that batches are filled up to: sinks for the rest of the run when the service finds one too large. */
final class Ceiling implements IntSupplier {

    /** One is under way, and another is filled, if not always to the brim. */
    private static final long BATCHES_OF_A_LANE = 2;

    private final AtomicInteger bytes;

    /**
     * A ceiling.
     *
     * @param lanes how many lanes fill batches at the same time
     * @param room what all of them may hold, in bytes: where they are so many that batches of the usual size would not go
     *     in, smaller ones are made
     */
    Ceiling(int lanes, long room) {
        long share = room / (BATCHES_OF_A_LANE * lanes);
        bytes = new AtomicInteger((int) Math.max(Math.min(share, Limits.BATCH_BYTES), Limits.CALL_BYTES));
    }

    @Override
    public int getAsInt() {
        return bytes.get();
    }

    /** A body of so many bytes was too large. */
    void refused(int size) {
        bytes.accumulateAndGet(Math.max(size / 2, Limits.CALL_BYTES), Math::min);
    }
}
