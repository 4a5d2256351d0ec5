package io.github.cdpcli.input;

import java.io.IOException;

/**
 * What is packed cannot be unpacked any further. The message is the rest of a sentence that begins with the name of the
 * file; {@link Content}, which knows name and place, makes a {@link BrokenInputException} of it.
 */
final class Damage extends IOException {
    private static final long serialVersionUID = 1;

    private Damage(String message) {
        super(message);
    }

    /** There should be more. */
    static Damage cutOff(String what) {
        return new Damage("is cut off: it ends in the middle of its " + what + " data");
    }

    /** Something is not as it was written. */
    static Damage of(String why) {
        return new Damage("is damaged: " + why);
    }

    /** It is as it was written, but cannot be unpacked here. */
    static Damage unsupported(String why) {
        return new Damage(why);
    }
}
