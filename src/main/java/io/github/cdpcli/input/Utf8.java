package io.github.cdpcli.input;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a record as text. */
final class Utf8 {

    /** How much is shown of a record that is too large. */
    static final int BEGINNING = 1000;

    private Utf8() {}

    /** Where the first byte is that no UTF-8 text has there; -1 when there is none. */
    static int fault(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        var result = StandardCharsets.UTF_8.newDecoder().decode(in, CharBuffer.allocate(bytes.length), true);
        return result.isError() ? in.position() : -1;
    }

    /** The text, with a replacement character for what is not UTF-8. */
    static String lenient(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The first {@link #BEGINNING} bytes, or one to three fewer, so that no character is cut in two. */
    static String beginning(byte[] bytes) {
        int cut = Math.min(BEGINNING, bytes.length);
        while (cut > 0 && cut < bytes.length && (bytes[cut] & 0xC0) == 0x80) {
            cut--;
        }
        return lenient(Arrays.copyOf(bytes, cut));
    }
}
