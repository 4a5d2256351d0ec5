package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Limits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The size that batches are filled up to: sinks for the rest of the run when the service finds one too large. */
final class Ceiling implements IntSupplier {

    private static final int LANES_OF_FULL_BATCHES = 32;

    private final AtomicInteger bytes;

    /**
     * A ceiling.
     *
     * @param lanes how many lanes fill batches at the same time: where there are very many, they are smaller, or all of
     *     them together would take more memory than there is
     */
    Ceiling(int lanes) {
        int share = (int) (Limits.BATCH_BYTES * (long) LANES_OF_FULL_BATCHES / Math.max(LANES_OF_FULL_BATCHES, lanes));
        bytes = new AtomicInteger(Math.max(share, Limits.CALL_BYTES));
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
