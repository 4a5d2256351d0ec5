package io.github.cdpcli.backfill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;

/** Locks of the system: they end with the process that has them, however it ends. */
final class FileLocks {

    private FileLocks() {}

    /** Takes the lock of a file, until the channel is closed; false when another process, or this one, has it. */
    static boolean take(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }
}
