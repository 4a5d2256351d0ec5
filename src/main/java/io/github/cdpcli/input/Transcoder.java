package io.github.cdpcli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns text of any encoding into UTF-8, strictly: what is no text in that encoding becomes the byte FF, which is no text in
 * UTF-8 either, so that the record it stands in is rejected. A replacement character would pass for what somebody wrote.
 */
final class Transcoder extends InputStream {

    private static final int CHUNK = 1 << 14;
    private static final byte NO_TEXT = (byte) 0xFF;

    private final InputStream in;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).limit(0);
    private final CharBuffer chars = CharBuffer.allocate(CHUNK);
    /** A character of UTF-16 takes three bytes at most, and what is no text one more. */
    private final ByteBuffer out = ByteBuffer.allocate(3 * CHUNK + 1).limit(0);

    /** Half a pair is reported together with what follows it, which may be a line end. */
    private final int mostSkipped;

    private boolean ended;
    private boolean flushed;

    Transcoder(InputStream in, Charset encoding) {
        this.in = in;
        this.mostSkipped = encoding.name().startsWith("UTF-16") ? 2 : Integer.MAX_VALUE;
        this.decoder = encoding.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    /** Reads more only when all that has come is given out: a record must not wait for the next one. */
    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (length > 0 && !out.hasRemaining()) {
            if (flushed) {
                return -1;
            }
            CoderResult result = transcode();
            if (!out.hasRemaining() && result.isUnderflow() && !flushed) {
                fill();
            }
        }
        int count = Math.min(length, out.remaining());
        out.get(into, offset, count);
        return count;
    }

    private CoderResult transcode() {
        chars.clear();
        CoderResult result = decoder.decode(bytes, chars, ended);
        if (result.isUnderflow() && ended) {
            // Overflow is out of the question: what a decoder holds back is a character or two.
            flushed = decoder.flush(chars).isUnderflow();
        }
        chars.flip();
        out.clear();
        encode();
        if (result.isError()) {
            bytes.position(bytes.position() + Math.min(result.length(), mostSkipped));
            out.put(NO_TEXT);
        }
        out.flip();
        return result;
    }

    private void encode() {
        encoder.reset();
        CoderResult result = encoder.encode(chars, out, true);
        while (result.isError()) {
            chars.position(chars.position() + result.length());
            out.put(NO_TEXT);
            result = encoder.encode(chars, out, true);
        }
    }

    private void fill() throws IOException {
        bytes.compact();
        int count;
        do {
            count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        } while (count == 0);
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
        ended = count < 0;
    }

    @Override
    public int available() throws IOException {
        return out.hasRemaining() ? out.remaining() : in.available() > 0 ? 1 : 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
