package io.github.cdpcli.backfill;

import java.nio.charset.StandardCharsets;
import java.util.TreeSet;

/**
 * How many different texts there are among any number of them. Each is hashed to a number; the smallest of these are kept,
 * and how close together they lie tells how many there are: exactly as long as all are kept, within about two per cent
 * behind that.
 */
public final class DistinctCount {

    private static final int MOST_KEPT = 4096;
    private static final double ALL_HASHES = 0x1.0p64;

    private final TreeSet<Long> smallest = new TreeSet<>(Long::compareUnsigned);

    private long largest;

    void add(String text) {
        long hash = hash(text);
        if (smallest.size() < MOST_KEPT) {
            smallest.add(hash);
            largest = smallest.last();
        } else if (Long.compareUnsigned(hash, largest) < 0 && smallest.add(hash)) {
            smallest.pollLast();
            largest = smallest.last();
        }
    }

    /** FNV-1a with 64 bits, then mixed, because its high bits alone are too even for short texts. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        return hash ^ hash >>> 33;
    }

    /** Whether {@link #value} is no estimate. */
    public boolean isExact() {
        return smallest.size() < MOST_KEPT;
    }

    public long value() {
        if (isExact()) {
            return smallest.size();
        }
        double largest = (smallest.last() >>> 1) * 2.0;
        return Math.round((MOST_KEPT - 1) * ALL_HASHES / largest);
    }
}
