package io.github.cdpcli.input;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The checksum of zstd's frames: XXH64 with seed 0, of which a frame keeps the lower half. */
final class XxHash64 {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long P1 = 0x9E3779B185EBCA87L;
    private static final long P2 = 0xC2B2AE3D27D4EB4FL;
    private static final long P3 = 0x165667B19E3779F9L;
    private static final long P4 = 0x85EBCA77C2B2AE63L;
    private static final long P5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE = 32;

    /** P1 + P2, P2, 0 and -P1. */
    private final long[] lanes = {0x60EA27EEADC0B5D6L, P2, 0, 0x61C8864E7A143579L};

    private final byte[] rest = new byte[STRIPE];
    private int held;
    private long length;

    void update(byte[] bytes, int offset, int count) {
        length += count;
        int at = offset;
        int end = offset + count;
        while (at < end) {
            if (held == 0 && end - at >= STRIPE) {
                stripe(bytes, at);
                at += STRIPE;
            } else {
                int part = Math.min(STRIPE - held, end - at);
                System.arraycopy(bytes, at, rest, held, part);
                at += part;
                held += part;
                if (held == STRIPE) {
                    stripe(rest, 0);
                    held = 0;
                }
            }
        }
    }

    private void stripe(byte[] bytes, int at) {
        for (int i = 0; i < lanes.length; i++) {
            lanes[i] = round(lanes[i], (long) LONG.get(bytes, at + 8 * i));
        }
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * P2, 31) * P1;
    }

    /** The hash of all that was given. */
    long value() {
        long hash = (length < STRIPE ? P5 : merged()) + length;
        int at = 0;
        for (; at + 8 <= held; at += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(rest, at)), 27) * P1 + P4;
        }
        if (at + 4 <= held) {
            long word = (rest[at] & 0xFF)
                    | ((rest[at + 1] & 0xFF) << 8)
                    | ((rest[at + 2] & 0xFF) << 16)
                    | ((rest[at + 3] & 0xFFL) << 24);
            hash = Long.rotateLeft(hash ^ (word * P1), 23) * P2 + P3;
            at += 4;
        }
        for (; at < held; at++) {
            hash = Long.rotateLeft(hash ^ ((rest[at] & 0xFF) * P5), 11) * P1;
        }
        hash = (hash ^ (hash >>> 33)) * P2;
        hash = (hash ^ (hash >>> 29)) * P3;
        return hash ^ (hash >>> 32);
    }

    private long merged() {
        long hash = Long.rotateLeft(lanes[0], 1)
                + Long.rotateLeft(lanes[1], 7)
                + Long.rotateLeft(lanes[2], 12)
                + Long.rotateLeft(lanes[3], 18);
        for (long lane : lanes) {
            hash = (hash ^ round(0, lane)) * P1 + P4;
        }
        return hash;
    }
}
