package io.github.cdpcli.backfill;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Pieces of memory that are used again: records by the million would else be moved about by the garbage collector. */
final class Pieces {

    /** The size of each, in bytes. */
    static final int SIZE = 1 << 15;

    private final Deque<byte[]> free = new ArrayDeque<>();

    synchronized byte[] take() {
        byte[] piece = free.pollLast();
        return piece == null ? new byte[SIZE] : piece;
    }

    /** Takes back what nobody reads any more. */
    synchronized void give(List<byte[]> pieces) {
        free.addAll(pieces);
    }
}
