package io.github.cdpcli.json;

/**
 * The text of a JSON object that was found to be sound, and where in it each of its members stands. A view on the bytes:
 * nothing is decoded before it is asked for.
 *
 * <p>Its keys are unique, at every depth, and hold no escapes; its strings are UTF-8 and no escape in them spells half of a
 * surrogate pair.
 */
public final class ObjectText {

    /** Of each member: where its key begins and ends, without quotes, and where its value begins and ends. */
    static final int PLACES = 4;

    /** An object without members. */
    public static final ObjectText EMPTY = new ObjectText(new byte[] {'{', '}'}, new int[0]);

    private final byte[] bytes;
    private final int[] places;

    ObjectText(byte[] bytes, int[] places) {
        this.bytes = bytes;
        this.places = places;
    }

    /** All of the text, from brace to brace; not to be written to. */
    public byte[] bytes() {
        return bytes;
    }

    /** How many members it has. */
    public int size() {
        return places.length / PLACES;
    }

    /** Where the key of a member begins, behind its quote. */
    public int keyStart(int member) {
        return places[member * PLACES];
    }

    /** Where the key of a member ends, before its quote. */
    public int keyEnd(int member) {
        return places[member * PLACES + 1];
    }

    /** Where the value of a member begins, with its quote if it is a string. */
    public int valueStart(int member) {
        return places[member * PLACES + 2];
    }

    /** Where the value of a member ends, behind its quote if it is a string. */
    public int valueEnd(int member) {
        return places[member * PLACES + 3];
    }

    /** Whether nothing but a comma stands between its members, and nothing around them. */
    public boolean isCompact() {
        if (size() == 0) {
            return bytes.length == 2;
        }
        int expected = 2;
        for (int i = 0; i < size(); i++) {
            if (keyStart(i) != expected) {
                return false;
            }
            expected = valueEnd(i) + 2;
        }
        return expected - 1 == bytes.length;
    }
}
