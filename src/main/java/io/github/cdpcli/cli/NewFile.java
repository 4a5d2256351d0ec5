package io.github.cdpcli.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that comes to be when it is whole: until then it has another name, {@code FILE.part}, so that half a file
 * is never taken for one. Nothing that is there is written over. What is no file, such as a pipe, is written to at once.
 */
final class NewFile implements AutoCloseable {

    private final Path file;
    private final Path part;
    private final OutputStream out;
    private boolean isWhole;

    private NewFile(Path file, Path part) throws IOException {
        this.file = file;
        this.part = part;
        this.out = new BufferedOutputStream(
                file.equals(part)
                        ? Files.newOutputStream(part, StandardOpenOption.WRITE)
                        : Files.newOutputStream(part, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW),
                1 << 16);
    }

    /**
     * Begins a file.
     *
     * @param option the option that named it, for messages
     */
    static NewFile begin(Path file, String option) {
        boolean isSpecial = Files.exists(file) && !Files.isRegularFile(file);
        Path part = isSpecial ? file : file.resolveSibling(file.getFileName() + ".part");
        String remedy = "Remove it, or name another place by " + option + " FILE.";
        try {
            if (Files.isDirectory(file)) {
                throw Failure.usage(shown(file) + " is a directory", "Name a file in it by " + option + " FILE.");
            } else if (Files.isRegularFile(file) && Files.size(file) > 0) {
                throw Failure.usage(shown(file) + " exists, and is not written over", remedy);
            } else if (!isSpecial && Files.exists(part)) {
                throw Failure.usage(shown(part) + " exists: another run is writing it, or left it", remedy);
            }
            return new NewFile(file, part);
        } catch (IOException e) {
            throw Failure.usage(shown(file) + " could not be written", "Name another place by " + option + " FILE.");
        }
    }

    private static String shown(Path file) {
        return Shown.text(file.toString());
    }

    /** Appends a line. */
    void line(byte[] line) throws IOException {
        out.write(line);
        out.write('\n');
    }

    /** It is whole. */
    void finish() throws IOException {
        out.close();
        if (!part.equals(file)) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        isWhole = true;
    }

    /** Takes away what did not become whole. */
    @Override
    public void close() throws IOException {
        if (!isWhole) {
            out.close();
            if (!part.equals(file)) {
                Files.deleteIfExists(part);
            }
        }
    }
}
