package io.github.cdpcli.json;

import java.nio.charset.StandardCharsets;
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
        int length = to - from;
        int hash = length == 0 ? 0 : (length * 31 + bytes[from]) * 31 + bytes[to - 1] * 7 + bytes[from + length / 2];
        int slot = (hash ^ (hash >>> 7)) & mask;
        while (names[slot] != null && !isAt(names[slot], bytes, from, length)) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private static boolean isAt(byte[] name, byte[] bytes, int from, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != bytes[from + i]) {
                return false;
            }
        }
        return true;
    }
}
