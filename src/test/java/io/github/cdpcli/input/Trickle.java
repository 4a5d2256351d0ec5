package io.github.cdpcli.input;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A stream that gives its bytes in pieces, and fails the test when it is asked for more than there is yet. */
final class Trickle extends InputStream {

    private final List<byte[]> pieces;
    private int piece;
    private int at;

    private Trickle(List<byte[]> pieces) {
        this.pieces = pieces;
    }

    /** Gives these pieces one by one; asking for more is an error, since it would wait. */
    static Trickle stalling(String... pieces) {
        return new Trickle(Stream.of(pieces)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toList());
    }

    /** Gives all bytes, in pieces of a random size up to a largest. */
    static InputStream of(byte[] bytes, Random random, int largest) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1 + random.nextInt(largest)));
            }
        };
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        byte[] rest = rest();
        if (rest == null) {
            throw new AssertionError("this read would wait for bytes that have not come");
        }
        int count = Math.min(length, rest.length);
        System.arraycopy(rest, 0, into, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return 0;
    }

    private byte @Nullable [] rest() {
        while (piece < pieces.size() && at == pieces.get(piece).length) {
            piece++;
            at = 0;
        }
        return piece == pieces.size() ? null : Arrays.copyOfRange(pieces.get(piece), at, pieces.get(piece).length);
    }
}
