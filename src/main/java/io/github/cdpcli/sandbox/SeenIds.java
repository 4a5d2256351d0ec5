package io.github.cdpcli.sandbox;

import io.github.cdpcli.sandbox.SandboxCall.Repeat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Remembers message ids and what came with them, as 64-bit hashes: up to 1,048,576 in at most 18 MB. They lie in small
 * shelves that are chosen by the hash; a full shelf forgets its oldest id, which then counts as new.
 */
final class SeenIds {

    private static final int SHELVES = 1 << 16;
    private static final int IDS_A_SHELF = 16;

    /** Of each id its own hash and, behind it, that of the call; the newest first, and 0 where there is none. */
    private final long[][] shelves = new long[SHELVES][];

    synchronized Repeat see(String messageId, String type, ByteBuffer json) {
        if (messageId.isEmpty()) {
            return Repeat.NEW;
        }
        long id = hash(0, bytes(messageId)) | 1;
        long call = hash(hash(0, bytes(type)), json);
        long[] shelf = shelf((int) (id >>> 48));
        for (int i = 0; i < shelf.length; i += 2) {
            if (shelf[i] == id) {
                return shelf[i + 1] == call ? Repeat.DUPLICATE : Repeat.CONFLICT;
            }
        }
        System.arraycopy(shelf, 0, shelf, 2, shelf.length - 2);
        shelf[0] = id;
        shelf[1] = call;
        return Repeat.NEW;
    }

    private long[] shelf(int index) {
        if (shelves[index] == null) {
            shelves[index] = new long[2 * IDS_A_SHELF];
        }
        return shelves[index];
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** FNV-1a, and at the end a shift that lets the last bytes reach every bit. */
    private static long hash(long seed, ByteBuffer bytes) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (int i = 0; i < bytes.limit(); i++) {
            hash = (hash ^ bytes.get(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 32) * 0xff51afd7ed558ccdL;
        return hash ^ hash >>> 32;
    }
}
