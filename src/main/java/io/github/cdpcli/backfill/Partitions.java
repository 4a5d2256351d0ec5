package io.github.cdpcli.backfill;

import java.nio.charset.StandardCharsets;

/**
 * Divides people into 256 partitions. The hash is fixed for ever, because journals and shards rest on it: FNV-1a with 32
 * bits over the UTF-8 bytes of the user key, folded by {@code h ^ h >>> 16}, {@code h ^ h >>> 8}, lowest eight bits.
 */
final class Partitions {

    static final int COUNT = 256;

    private Partitions() {}

    /** The partition of a user key, from 0 to 255; records of nobody share that of the empty key. */
    static int of(String userKey) {
        int hash = 0x811c9dc5;
        for (byte b : userKey.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x01000193;
        }
        hash ^= hash >>> 16;
        hash ^= hash >>> 8;
        return hash & (COUNT - 1);
    }
}
