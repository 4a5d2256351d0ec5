package io.github.cdpcli.cli;

import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.function.LongSupplier;

/**
 * Chance from the system's own source, which is where {@link SecureRandom} has its from too: as good for ids that must
 * not meet on any two machines, without the security providers, which take longer to load than a call takes to send.
 */
final class SystemRandom implements LongSupplier {

    private static final String SOURCE = "/dev/urandom";
    private static final int BLOCK_BYTES = 128;

    private ByteBuffer block = ByteBuffer.allocate(0);

    /** 64 random bits. */
    @Override
    public synchronized long getAsLong() {
        if (!block.hasRemaining()) {
            block = ByteBuffer.wrap(fresh());
        }
        return block.getLong();
    }

    private static byte[] fresh() {
        byte[] bytes = new byte[BLOCK_BYTES];
        try (DataInputStream in = new DataInputStream(new FileInputStream(SOURCE))) {
            in.readFully(bytes);
        } catch (IOException e) {
            // No such file, as on Windows.
            new SecureRandom().nextBytes(bytes);
        }
        return bytes;
    }
}
