package io.github.cdpcli.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Names of events that were seen before, and what is thought of them. A file holds few and repeats them for ever. Those
 * that share a place push each other out, so that the memory is bounded. For one thread.
 */
final class Names {

    private static final int PLACES = 512;

    private final Name[] seen = new Name[PLACES];

    /** A name of plain characters. */
    static final class Name {
        private final byte[] bytes;
        private final String text;
        private final boolean isHarmless;

        private Name(byte[] bytes) {
            this.bytes = bytes;
            this.text = new String(bytes, StandardCharsets.ISO_8859_1);
            this.isHarmless = !text.isBlank()
                    && CommandEvent.of(text).isEmpty()
                    && CommandEvent.meantBy(text).isEmpty();
        }

        String text() {
            return text;
        }

        /** Whether it is none that the service takes for a command, or may have been meant for one. */
        boolean isHarmless() {
            return isHarmless;
        }

        private boolean isAt(byte[] others, int from, int to) {
            return Arrays.equals(bytes, 0, bytes.length, others, from, to);
        }
    }

    /** The name that stands between two places. */
    Name find(byte[] text, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text[i];
        }
        int place = (hash ^ (hash >>> 16)) & (PLACES - 1);
        Name name = seen[place];
        if (name == null || !name.isAt(text, from, to)) {
            name = new Name(Arrays.copyOfRange(text, from, to));
            seen[place] = name;
        }
        return name;
    }
}
