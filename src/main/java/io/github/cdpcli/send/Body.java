package io.github.cdpcli.send;

import java.io.IOException;
import java.io.OutputStream;

/** The body of a request, UTF-8 JSON. It is written anew for each attempt, with the same bytes each time. */
public interface Body {

    /** How many bytes there are. */
    int size();

    void writeTo(OutputStream out) throws IOException;

    /** Bytes that are not to be written to any more. */
    static Body of(byte[] bytes) {
        return new Body() {
            @Override
            public int size() {
                return bytes.length;
            }

            @Override
            public void writeTo(OutputStream out) throws IOException {
                out.write(bytes);
            }
        };
    }
}
