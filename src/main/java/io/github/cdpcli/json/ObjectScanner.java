package io.github.cdpcli.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads the text of a JSON object in one pass and without making anything of it: the way of the millions of records that
 * are in order. What it lets through is strict JSON as {@link JsonReader} defines it. Of anything else, and of what is too
 * rare to be worth its speed, it only says that it is not sure, and the other reader is to be asked; that one is also its
 * measure in tests.
 *
 * <p>It is not sure of errors of any kind, line feeds between tokens, keys with escapes, escapes of surrogates, nesting
 * beyond {@value #MAX_DEPTH} levels, more than {@value #MOST_KEYS} keys in objects that are open at a time or not deep, keys longer
 * than {@value #MAX_KEY} bytes, numbers longer than {@value #MAX_NUMBER}, and two keys of an object with one hash.
 *
 * <p>To be used again and again, by one thread.
 */
public final class ObjectScanner {

    /** What {@link #scan} says of a text that the other reader must decide about. */
    public static final int UNSURE = -1;

    static final int MAX_DEPTH = 60;
    static final int MOST_KEYS = 1000;
    static final int MAX_KEY = 10_000;
    static final int MAX_NUMBER = 1000;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';
    private static final int TRUE = 't' | ('r' << 8) | ('u' << 16) | ('e' << 24);
    private static final int NULL = 'n' | ('u' << 8) | ('l' << 16) | ('l' << 24);
    private static final int ALSE = 'a' | ('l' << 8) | ('s' << 16) | ('e' << 24);
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    /** Hashes of the keys of all objects that are open, the outermost first. */
    private final long[] hashes = new long[MOST_KEYS];

    private final int[] places = new int[ObjectText.PLACES * MOST_KEYS];
    private byte[] text = new byte[0];
    private int start;
    private int end;
    private int open;
    private int members;

    /**
     * Reads an object.
     *
     * @param from where its opening brace should stand
     * @param to where the text ends at the latest
     * @return behind its closing brace, or {@link #UNSURE}
     */
    public int scan(byte[] bytes, int from, int to) {
        text = bytes;
        start = from;
        end = to;
        open = 0;
        members = 0;
        return from < to && bytes[from] == '{' ? object(from + 1, 1) : UNSURE;
    }

    /**
     * The object that was read last, as a text of its own.
     *
     * @param behind where it ended
     */
    public ObjectText text(int behind) {
        byte[] own = new byte[behind - start];
        System.arraycopy(text, start, own, 0, own.length);
        int[] ownPlaces = new int[ObjectText.PLACES * members];
        for (int i = 0; i < ownPlaces.length; i += ObjectText.PLACES) {
            ownPlaces[i] = places[i] - start;
            ownPlaces[i + 1] = places[i + 1] - start;
            ownPlaces[i + 2] = places[i + 2] - start;
            ownPlaces[i + 3] = places[i + 3] - start;
            ownPlaces[i + 4] = places[i + 4];
        }
        return new ObjectText(own, ownPlaces);
    }

    private int object(int from, int depth) {
        int first = open;
        int at = blanks(from);
        if (at < end && text[at] == '}') {
            return at + 1;
        }
        while (at < end && text[at] == '"' && open < MOST_KEYS) {
            int keyEnd = key(at + 1, first);
            int value = keyEnd < 0 ? UNSURE : afterColon(keyEnd + 1);
            int member = members;
            members += depth <= ObjectText.DEPTH ? 1 : 0;
            int valueEnd = value < 0 || members > MOST_KEYS ? UNSURE : value(value, depth);
            if (valueEnd < 0) {
                return UNSURE;
            }
            if (depth <= ObjectText.DEPTH) {
                note(member, at + 1, keyEnd, value, valueEnd);
            }
            at = blanks(valueEnd);
            if (at < end && text[at] == '}') {
                open = first;
                return at + 1;
            } else if (at >= end || text[at] != ',') {
                return UNSURE;
            }
            at = blanks(at + 1);
        }
        return UNSURE;
    }

    private void note(int member, int keyStart, int keyEnd, int valueStart, int valueEnd) {
        int place = ObjectText.PLACES * member;
        places[place + 4] = members;
        places[place] = keyStart;
        places[place + 1] = keyEnd;
        places[place + 2] = valueStart;
        places[place + 3] = valueEnd;
    }

    private int array(int from, int depth) {
        int at = blanks(from);
        if (at < end && text[at] == ']') {
            return at + 1;
        }
        while (at < end) {
            at = value(at, depth);
            at = at < 0 ? end : blanks(at);
            if (at < end && text[at] == ']') {
                return at + 1;
            } else if (at >= end || text[at] != ',') {
                return UNSURE;
            }
            at = blanks(at + 1);
        }
        return UNSURE;
    }

    /** Reads a value of an object or array of some depth. */
    private int value(int at, int depth) {
        return switch (text[at]) {
            case '"' -> string(at + 1);
            case '{' -> depth < MAX_DEPTH ? object(at + 1, depth + 1) : UNSURE;
            case '[' -> depth < MAX_DEPTH ? array(at + 1, depth + 1) : UNSURE;
            case 't' -> at + 4 <= end && (int) INT.get(text, at) == TRUE ? at + 4 : UNSURE;
            case 'n' -> at + 4 <= end && (int) INT.get(text, at) == NULL ? at + 4 : UNSURE;
            case 'f' -> at + 5 <= end && (int) INT.get(text, at + 1) == ALSE ? at + 5 : UNSURE;
            default -> number(at);
        };
    }

    private int blanks(int from) {
        int at = from;
        while (at < end && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r')) {
            at++;
        }
        return at;
    }

    private int afterColon(int from) {
        int at = blanks(from);
        if (at >= end || text[at] != ':') {
            return UNSURE;
        }
        at = blanks(at + 1);
        return at < end ? at : UNSURE;
    }

    /** Reads a key that its object has not had yet; where it ends. */
    private int key(int from, int first) {
        int behind = string(from);
        int keyEnd = behind - 1;
        if (behind < 0 || keyEnd - from > MAX_KEY) {
            return UNSURE;
        }
        long hash = keyEnd - (long) from;
        for (int at = from; at < keyEnd; at += Long.BYTES) {
            long word = word(at, keyEnd);
            if (hasBackslash(word)) {
                return UNSURE;
            }
            hash = (hash ^ word) * SPREAD;
            hash ^= hash >>> 32;
        }
        for (int i = first; i < open; i++) {
            if (hashes[i] == hash) {
                return UNSURE;
            }
        }
        hashes[open++] = hash;
        return keyEnd;
    }

    /** Eight bytes, those behind an end as zeros. */
    private long word(int at, int behind) {
        int length = behind - at;
        if (at + Long.BYTES <= text.length) {
            long word = (long) LONG.get(text, at);
            return length < Long.BYTES ? word & ((1L << (8L * length)) - 1) : word;
        }
        long word = 0;
        for (int i = Math.min(length, Long.BYTES) - 1; i >= 0; i--) {
            word = (word << Byte.SIZE) | (text[at + i] & 0xFF);
        }
        return word;
    }

    private static boolean hasBackslash(long word) {
        long other = word ^ BACKSLASHES;
        return ((other - ONES) & ~other & HIGHS) != 0;
    }

    /** Reads a string from behind its quote. */
    private int string(int from) {
        byte[] bytes = text;
        int at = from;
        int lastWord = end - Long.BYTES;
        while (at >= 0) {
            for (long stops = 0; at <= lastWord && stops == 0; ) {
                stops = stops((long) LONG.get(bytes, at));
                at += stops == 0 ? Long.BYTES : Long.numberOfTrailingZeros(stops) >>> 3;
            }
            if (at >= end) {
                return UNSURE;
            }
            byte b = bytes[at];
            if (b == '"') {
                return at + 1;
            } else if (b == '\\') {
                at = escape(at + 1);
            } else if (b < 0) {
                at = character(at);
            } else {
                at = b < ' ' ? UNSURE : at + 1;
            }
        }
        return UNSURE;
    }

    /** A bit at the first of eight bytes that is no ASCII character as it stands, if any; perhaps at later ones. */
    private static long stops(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return (((quotes - ONES) & ~quotes) | ((backslashes - ONES) & ~backslashes) | ((word - SPACES) & ~word) | word)
                & HIGHS;
    }

    private int escape(int at) {
        if (at >= end) {
            return UNSURE;
        }
        return switch (text[at]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 1;
            case 'u' -> unicode(at + 1);
            default -> UNSURE;
        };
    }

    private int unicode(int at) {
        if (at + 4 > end) {
            return UNSURE;
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = text[at + i] < 0 ? -1 : Character.digit(text[at + i], 16);
            code = digit < 0 || code < 0 ? UNSURE : (code << 4) | digit;
        }
        return code < 0 || (code >= Character.MIN_SURROGATE && code <= Character.MAX_SURROGATE) ? UNSURE : at + 4;
    }

    /** Reads a character of two bytes or more: the shortest form of it, and no surrogate. */
    private int character(int at) {
        int b = text[at] & 0xFF;
        int length = b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
        if (b < 0xC2 || b > 0xF4 || at + length > end) {
            return UNSURE;
        }
        int second = text[at + 1] & 0xFF;
        int least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        int most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        boolean fits = second >= least && second <= most;
        for (int i = 2; i < length; i++) {
            fits &= (text[at + i] & 0xC0) == 0x80;
        }
        return fits ? at + length : UNSURE;
    }

    private int number(int from) {
        int at = text[from] == '-' ? from + 1 : from;
        int whole = digits(at);
        if (whole == at || (text[at] == '0' && whole > at + 1)) {
            return UNSURE;
        }
        at = whole;
        if (at < end && text[at] == '.') {
            int fraction = digits(at + 1);
            if (fraction == at + 1) {
                return UNSURE;
            }
            at = fraction;
        }
        if (at < end && (text[at] == 'e' || text[at] == 'E')) {
            int sign = at + 1 < end && (text[at + 1] == '+' || text[at + 1] == '-') ? 1 : 0;
            int exponent = digits(at + 1 + sign);
            if (exponent == at + 1 + sign) {
                return UNSURE;
            }
            at = exponent;
        }
        return at - from > MAX_NUMBER ? UNSURE : at;
    }

    private int digits(int from) {
        int at = from;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }
}
