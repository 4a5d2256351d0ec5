package io.github.cdpcli.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A standard stream that knows whether what was written to it got there. Its text is UTF-8 in every locale. */
final class Output extends PrintStream {

    private final Watched watched;

    private Output(Watched watched) {
        super(watched, false, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    static Output to(FileDescriptor descriptor) {
        return new Output(new Watched(new FileOutputStream(descriptor)));
    }

    /** Whether something could not be written; a reader that has heard enough, as {@code head} has, does not count. */
    boolean isLost() {
        return checkError() && watched.lost;
    }

    private static final class Watched extends FilterOutputStream {
        private volatile boolean lost;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                lost |= !String.valueOf(e.getMessage()).contains("Broken pipe");
                throw e;
            }
        }
    }
}
