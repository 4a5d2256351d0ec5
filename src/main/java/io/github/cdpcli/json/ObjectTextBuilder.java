package io.github.cdpcli.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes the text of an object member by member, as {@link JsonWriter} would, and notes where they stand, as {@link
 * ObjectScanner} would: the way of the millions of rows of a table. Nothing is checked; who writes must know that keys are
 * unique and values sound. A test holds it against both.
 *
 * <p>To be used again and again, by one thread.
 */
public final class ObjectTextBuilder {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_KEY = 1000;

    /** What is copied eight bytes at a time; of more, the machine's own way is faster. */
    private static final int SHORT = 48;

    /** Commas, quotes and braces around a value, and what copying eight bytes at a time may write behind it. */
    private static final int SLACK = 16;

    private byte[] text = new byte[1 << 12];
    private int[] places = new int[ObjectText.PLACES * 64];
    private int length;
    private int members;
    private int depth;

    /** Whether a key is written as it is, so that {@link #key} can make one of it. */
    public static boolean isPlainKey(String name) {
        boolean isPlain = name.length() <= MAX_KEY;
        for (int i = 0; i < name.length() && isPlain; i++) {
            char c = name.charAt(i);
            isPlain = c >= ' ' && c != '"' && c != '\\' && !Character.isSurrogate(c);
        }
        return isPlain;
    }

    /** A key as the members below are given theirs. */
    public static byte[] key(String name) {
        return ('"' + name + "\":").getBytes(StandardCharsets.UTF_8);
    }

    /** Begins an object; what was there before is gone. */
    public void begin() {
        text[0] = '{';
        length = 1;
        members = 0;
        depth = 1;
    }

    /**
     * Begins a member that is an object.
     *
     * @return what {@link #close} asks for
     */
    public int open(byte[] key) {
        int member = member(key, 0);
        text[length++] = '{';
        depth++;
        return member;
    }

    /** Ends a member that is an object. */
    public void close(int member) {
        if (length == text.length) {
            text = Arrays.copyOf(text, 2 * length);
        }
        text[length++] = '}';
        depth--;
        end(member);
    }

    /** Adds a member whose value is JSON already. */
    public void value(byte[] key, byte[] bytes, int from, int to) {
        int member = member(key, to - from);
        copy(bytes, from, to);
        end(member);
    }

    /**
     * Adds a member that is a text.
     *
     * @param from where it begins in bytes of UTF-8 without control characters
     * @param special whether there may be backslashes in it, or quotes, each written twice
     */
    public void text(byte[] key, byte[] bytes, int from, int to, boolean special) {
        int member = member(key, 2 * (to - from));
        text[length++] = '"';
        if (special) {
            escape(bytes, from, to);
        } else {
            copy(bytes, from, to);
        }
        text[length++] = '"';
        end(member);
    }

    /** The object. */
    public ObjectText build() {
        byte[] own = new byte[length + 1];
        System.arraycopy(text, 0, own, 0, length);
        own[length] = '}';
        return new ObjectText(own, Arrays.copyOf(places, ObjectText.PLACES * members));
    }

    /** Writes a key; the number of the member, or a negative one if it is too deep to be noted. */
    private int member(byte[] key, int room) {
        if (text.length - length < key.length + room + SLACK) {
            text = Arrays.copyOf(text, 2 * (text.length + key.length + room));
        }
        if (text[length - 1] != '{') {
            text[length++] = ',';
        }
        int keyStart = length + 1;
        System.arraycopy(key, 0, text, length, key.length);
        length += key.length;
        if (depth > ObjectText.DEPTH) {
            return -1;
        }
        int place = ObjectText.PLACES * members;
        if (place + ObjectText.PLACES > places.length) {
            places = Arrays.copyOf(places, 2 * places.length);
        }
        places[place] = keyStart;
        places[place + 1] = length - 2;
        places[place + 2] = length;
        return members++;
    }

    private void end(int member) {
        if (member >= 0) {
            int place = ObjectText.PLACES * member;
            places[place + 3] = length;
            places[place + 4] = members;
        }
    }

    private void copy(byte[] bytes, int from, int to) {
        int count = to - from;
        if (count > SHORT || bytes.length - to < Long.BYTES) {
            System.arraycopy(bytes, from, text, length, count);
        } else {
            for (int i = 0; i < count; i += Long.BYTES) {
                LONG.set(text, length + i, (long) LONG.get(bytes, from + i));
            }
        }
        length += count;
    }

    private void escape(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\') {
                text[length++] = '\\';
                i += b == '"' ? 1 : 0;
            }
            text[length++] = b;
        }
    }
}
