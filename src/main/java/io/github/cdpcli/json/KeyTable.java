package io.github.cdpcli.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by name, for names that stand somewhere in bytes and need not become strings to be looked up. */
public final class KeyTable<T> {

    private final byte[][] names;
    private final @Nullable Object[] values;
    private final int mask;

    /** A table of these; it does not change. */
    public KeyTable(Map<String, T> entries) {
        int slots = Integer.highestOneBit(Math.max(1, entries.size())) * 4;
        this.mask = slots - 1;
        this.names = new byte[slots][];
        this.values = new Object[slots];
        entries.forEach((name, value) -> {
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            int slot = slot(bytes, 0, bytes.length);
            names[slot] = bytes;
            values[slot] = value;
        });
    }

    /** The value of the name that stands between two places; null when it has none. */
    @SuppressWarnings("unchecked")
    public @Nullable T get(byte[] bytes, int from, int to) {
        return (T) values[slot(bytes, from, to)];
    }

    /** Where a name is, or would be. */
    private int slot(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        hash ^= hash >>> 15;
        int slot = hash & mask;
        while (names[slot] != null && !Arrays.equals(names[slot], 0, names[slot].length, bytes, from, to)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
