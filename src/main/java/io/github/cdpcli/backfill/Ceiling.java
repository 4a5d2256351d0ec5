package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Limits;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** The size that batches are filled up to: sinks for the rest of the run when the service finds one too large. */
final class Ceiling implements IntSupplier {

    private final AtomicInteger bytes = new AtomicInteger(Limits.BATCH_BYTES);

    @Override
    public int getAsInt() {
        return bytes.get();
    }

    /** A body of so many bytes was too large. */
    void refused(int size) {
        bytes.accumulateAndGet(Math.max(size / 2, Limits.CALL_BYTES), Math::min);
    }
}
