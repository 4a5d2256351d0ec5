package io.github.cdpcli.input;

import java.io.IOException;

/**
 * An input cannot be read any further, because of what it holds and not because the machine failed: an archive is cut off
 * or damaged. All that stood before was given out. The message is a whole sentence that names the input and the place.
 */
public final class BrokenInputException extends IOException {
    private static final long serialVersionUID = 1;

    public BrokenInputException(String message) {
        super(message);
    }
}
