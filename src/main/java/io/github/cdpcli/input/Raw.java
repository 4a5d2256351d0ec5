package io.github.cdpcli.input;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A record as it stands in its file; text is made of it only when it is asked for, which is when it is rejected. */
public final class Raw {

    private final byte @Nullable [] bytes;
    private final String text;

    private Raw(byte @Nullable [] bytes, String text) {
        this.bytes = bytes;
        this.text = text;
    }

    /** One that is text already. */
    public static Raw of(String text) {
        return new Raw(null, text);
    }

    /** One of bytes in UTF-8, which are not to be written to from now on. */
    public static Raw of(byte[] utf8) {
        return new Raw(utf8, "");
    }

    /** As text. */
    public String text() {
        return bytes == null ? text : Utf8.lenient(bytes);
    }

    /** Whether it is of bytes, of which no text was made. */
    public boolean isBytes() {
        return bytes != null;
    }

    /** Writes the bytes that it is of. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(Objects.requireNonNull(bytes));
    }

    /** Whether it is of these very bytes. */
    public boolean isOf(byte[] others) {
        return bytes == others;
    }

    /** About how much memory it takes, in bytes. */
    public int size() {
        return bytes == null ? text.length() : bytes.length;
    }
}
