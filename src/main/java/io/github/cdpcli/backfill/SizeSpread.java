package io.github.cdpcli.backfill;

import io.github.cdpcli.event.Limits;

/** The sizes of calls, in bytes: a counter for each size a call may have, so that nothing about them is guessed. */
public final class SizeSpread {

    private final long[] counts = new long[Limits.CALL_BYTES + 1];
    private long total;

    /** Counts a call of at most {@link Limits#CALL_BYTES}. */
    void add(int bytes) {
        counts[bytes]++;
        total++;
    }

    public boolean isEmpty() {
        return total == 0;
    }

    /** The size that at least a share of the calls does not exceed; 0 when there are none. */
    private int quantile(double share) {
        long rank = Math.max(1, (long) Math.ceil(total * share));
        long seen = 0;
        for (int size = 0; size < counts.length; size++) {
            seen += counts[size];
            if (seen >= rank) {
                return size;
            }
        }
        return 0;
    }

    public int smallest() {
        return quantile(0);
    }

    /** The size that half of the calls do not exceed. */
    public int median() {
        return quantile(0.5);
    }

    public int largest() {
        return quantile(1);
    }

    /** How many calls are larger. */
    public long above(int bytes) {
        long above = 0;
        for (int size = bytes + 1; size < counts.length; size++) {
            above += counts[size];
        }
        return above;
    }
}
