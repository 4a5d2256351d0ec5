package io.github.cdpcli.backfill;

import java.util.Optional;
import java.util.function.LongSupplier;

/** How much of all inputs has been read, in bytes as they are stored. Of those that are read, only the number is kept. */
final class ReadSoFar {

    private long before;
    private Optional<LongSupplier> now = Optional.empty();

    /** Another input is read from now on. */
    synchronized void begin(LongSupplier bytes) {
        end();
        now = Optional.of(bytes);
    }

    /** The one that was read is read no more. */
    synchronized void end() {
        before = bytes();
        now = Optional.empty();
    }

    synchronized long bytes() {
        return before + now.map(LongSupplier::getAsLong).orElse(0L);
    }
}
