package io.github.cdpcli.backfill;

import io.github.cdpcli.input.BrokenInputException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Holds a file against what its journal says of it, before anything is sent. */
public final class InputCheck {

    private static final int CHUNK = 1 << 16;

    private InputCheck() {}

    /** What a file is to its journal. */
    public enum Verdict {
        /** Something is left to send. */
        GO_ON,
        /** All of it is settled. */
        FINISHED,
        /** It is not the file that an earlier run began with. */
        CHANGED
    }

    /** Opens an input, as text: what it is packed in may differ. */
    public interface Opener {
        InputStream open() throws IOException;
    }

    /**
     * Reads as much of an input as an earlier run did.
     *
     * @throws BrokenInputException when less than that can be read of it
     * @throws IOException when the machine fails to read
     */
    public static Verdict check(Opener input, Journal journal) throws IOException {
        Optional<Journal.Progress> known = journal.progress();
        if (known.isEmpty()) {
            return Verdict.GO_ON;
        }
        boolean whole = journal.isWhole();
        try (HashingInputStream in = new HashingInputStream(input.open(), known, whole)) {
            long left = readTo(in, known.get().bytes());
            return whole && left == 0 ? Verdict.FINISHED : Verdict.GO_ON;
        } catch (HashingInputStream.ChangedException e) {
            return Verdict.CHANGED;
        }
    }

    /** Reads so many bytes and one more; 0 when there is no more. */
    private static int readTo(InputStream in, long bytes) throws IOException {
        byte[] buffer = new byte[CHUNK];
        long left = bytes;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new HashingInputStream.ChangedException();
            }
            left -= read;
        }
        try {
            return in.read() < 0 ? 0 : 1;
        } catch (BrokenInputException e) {
            // It broke off here then, too. The run will tell.
            return 1;
        }
    }
}
