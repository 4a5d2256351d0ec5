package io.github.cdpcli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Places of files: whether two are one, and whether something can be written there. */
final class Places {

    private Places() {}

    /** Whether two names are of one file; a file that does not exist is none. */
    static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether two names are of one file, there or not. */
    static boolean isSamePlace(Path one, Path other) {
        return one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize()) || isSame(one, other);
    }

    /** Whether a file can be made, or written to, at a place. */
    static boolean isWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return folder != null
                && Files.isDirectory(folder)
                && Files.isWritable(folder)
                && (!Files.exists(file) || (Files.isRegularFile(file) && Files.isWritable(file)));
    }
}
