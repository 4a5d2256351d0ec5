package io.github.cdpcli.backfill;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes that grow, in pieces. */
final class PackedBytes extends OutputStream {

    private final Pieces source;
    private final List<byte[]> pieces = new ArrayList<>();
    private int length;

    PackedBytes(Pieces source) {
        this.source = source;
    }

    int length() {
        return length;
    }

    @Override
    public void write(int b) {
        int at = length % Pieces.SIZE;
        if (at == 0) {
            pieces.add(source.take());
        }
        pieces.get(length / Pieces.SIZE)[at] = (byte) b;
        length++;
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
        for (int done = 0; done < count; ) {
            int at = length % Pieces.SIZE;
            if (at == 0) {
                pieces.add(source.take());
            }
            int some = Math.min(count - done, Pieces.SIZE - at);
            System.arraycopy(bytes, from + done, pieces.get(length / Pieces.SIZE), at, some);
            length += some;
            done += some;
        }
    }

    /** A copy of the bytes between two places. */
    byte[] copy(int from, int to) {
        byte[] copy = new byte[to - from];
        for (int at = from; at < to; ) {
            int inPiece = at % Pieces.SIZE;
            int some = Math.min(to - at, Pieces.SIZE - inPiece);
            System.arraycopy(pieces.get(at / Pieces.SIZE), inPiece, copy, at - from, some);
            at += some;
        }
        return copy;
    }

    /** Appends the bytes between two places. */
    void copyTo(OutputStream out, int from, int to) throws IOException {
        for (int at = from; at < to; ) {
            int inPiece = at % Pieces.SIZE;
            int some = Math.min(to - at, Pieces.SIZE - inPiece);
            out.write(pieces.get(at / Pieces.SIZE), inPiece, some);
            at += some;
        }
    }

    /** Gives the memory back; nothing is in it any more. */
    void release() {
        source.give(pieces);
        pieces.clear();
        length = 0;
    }
}
