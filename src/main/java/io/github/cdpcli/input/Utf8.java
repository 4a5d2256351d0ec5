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

    /** Whether some of the bytes are UTF-8: the shortest form of each character, and no surrogates. */
    static boolean isSound(byte[] bytes, int from, int to) {
        int at = from;
        while (at >= 0 && at < to) {
            at = bytes[at] >= 0 ? at + 1 : behindCharacter(bytes, at, to);
        }
        return at >= 0;
    }

    /** Behind a character of two bytes or more; negative when there is none. */
    private static int behindCharacter(byte[] bytes, int at, int to) {
        int first = bytes[at] & 0xFF;
        int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (first < 0xC2 || first > 0xF4 || at + length > to) {
            return -1;
        }
        int second = bytes[at + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        boolean isOne = second >= least && second <= most;
        for (int i = 2; i < length; i++) {
            isOne &= (bytes[at + i] & 0xC0) == 0x80;
        }
        return isOne ? at + length : -1;
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
