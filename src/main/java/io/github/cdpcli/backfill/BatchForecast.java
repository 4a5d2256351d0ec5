package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Limits;
import java.util.Arrays;

/**
 * How many requests records will make: they are divided among lanes and filled into batches as a run does it. A run may
 * still need some more, where an alias closes a batch early, input comes slowly, or the service refuses a batch.
 */
public final class BatchForecast {

    private final int[] filled;
    private long closed;
    private long bytes;

    /** Nothing to send yet, on so many lanes. */
    BatchForecast(int lanes) {
        filled = new int[lanes];
    }

    /** A record of a partition. */
    void add(int partition, int itemBytes) {
        int lane = partition % filled.length;
        int weight = itemBytes + 1;
        bytes += itemBytes;
        if (filled[lane] > 0 && filled[lane] + weight > Limits.BATCH_BYTES) {
            closed++;
            filled[lane] = 0;
        }
        filled[lane] += filled[lane] == 0 ? BatchBody.frameBytes() + weight : weight;
    }

    public long requests() {
        return closed + Arrays.stream(filled).filter(size -> size > 0).count();
    }

    /** Of the records themselves, as the summary of a run counts them. */
    public long bytes() {
        return bytes;
    }

    /** How many requests can be under way at once. */
    public int lanes() {
        return filled.length;
    }
}
