package io.github.cdpcli.backfill;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts a file in the place of another, whole or not at all. */
public final class Replacement {

    private Replacement() {}

    /**
     * Writes beside the file, under a name that nobody has, and puts that in its place.
     *
     * @throws IOException when it cannot be written; the file is as it was then
     */
    public static void of(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path fresh = Files.createTempFile(folder, ".cdp-", ".new");
        try {
            try (FileOutputStream stream = new FileOutputStream(fresh.toFile())) {
                stream.write(content);
                stream.getFD().sync();
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
