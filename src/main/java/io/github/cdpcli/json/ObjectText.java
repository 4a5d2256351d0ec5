package io.github.cdpcli.json;

/**
 * The text of a JSON object that was found to be sound, and where in it its members stand, and theirs, to a depth of
 * {@value #DEPTH} objects. A view on the bytes: nothing is decoded.
 *
 * <p>Its keys are unique, at every depth, and hold no escapes; its strings are UTF-8 and no escape in them spells half of a
 * surrogate pair. Members have numbers: those of the object itself begin with 0 and end before {@link #end}; the first
 * member of a value that is an object has the number behind that of the value; {@link #next} leads from one to its sibling.
 */
public final class ObjectText {

    /** To what depth members are known. */
    public static final int DEPTH = 3;

    /** Of each member: where its key begins and ends, and its value; and the number of its sibling. */
    static final int PLACES = 5;

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

    /** Behind the number of the last member. */
    public int end() {
        return places.length / PLACES;
    }

    /** The member that follows one in its object, or where the members of that object end. */
    public int next(int member) {
        return places[member * PLACES + 4];
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
        int expected = 2;
        for (int i = 0; i < end(); i = next(i)) {
            if (keyStart(i) != expected) {
                return false;
            }
            expected = valueEnd(i) + 2;
        }
        return bytes.length == (end() == 0 ? 2 : expected - 1);
    }
}
