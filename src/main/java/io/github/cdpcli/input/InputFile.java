package io.github.cdpcli.input;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file with records, on its own or in a zip archive.
 *
 * @param name as the user named it, with {@code :entry} behind it for a file in an archive
 * @param path the file, or the archive
 * @param entry its name in the archive, which is never a path of this machine; empty for a file on its own
 * @param bytes its size as it is stored; 0 when that is not known
 */
public record InputFile(String name, Path path, Optional<String> entry, long bytes) {

    /** What a file holds. */
    public sealed interface Found {
        /** Itself, or the files in it if it is an archive; at least one. */
        record Inputs(List<InputFile> files) implements Found {
            public Inputs {
                files = List.copyOf(files);
            }
        }

        /** It cannot be used; why, as the rest of a sentence that begins with its name. */
        record Unusable(String why) implements Found {}
    }

    /**
     * Looks whether a file is an archive. What is no regular file can be read only once and is not looked into.
     *
     * @throws IOException when the machine fails to read it
     */
    public static Found at(String name, Path path) throws IOException {
        if (!Files.isRegularFile(path)) {
            return new Found.Inputs(List.of(new InputFile(name, path, Optional.empty(), 0)));
        }
        byte[] head;
        try (InputStream in = Files.newInputStream(path)) {
            head = in.readNBytes(Packing.MAGIC_LENGTH);
        }
        if (Packing.of(head) != Packing.ZIP) {
            return new Found.Inputs(List.of(new InputFile(name, path, Optional.empty(), Files.size(path))));
        }
        ZipArchive.Listed listed = ZipArchive.list(path);
        return listed instanceof ZipArchive.Listed.Files files
                ? new Found.Inputs(files.entries().stream()
                        .map(entry -> new InputFile(
                                name + ":" + entry.getName(),
                                path,
                                Optional.of(entry.getName()),
                                entry.getCompressedSize()))
                        .toList())
                : new Found.Unusable(((ZipArchive.Listed.Unusable) listed).why());
    }

    /**
     * Opens it; see {@link Content#of}.
     *
     * @throws IOException when the machine fails to read it
     */
    public Content open(@Nullable Charset encoding) throws IOException {
        if (entry.isEmpty()) {
            return opened(new StoredFile(name, Files.newInputStream(path), bytes), encoding);
        }
        ZipArchive.Entry open;
        try {
            open = ZipArchive.open(path, entry.get());
        } catch (Damage | ZipException e) {
            throw new BrokenInputException(name + " cannot be read: " + e.getMessage());
        }
        try {
            return Content.of(name, open, open::rawBytes, encoding);
        } catch (IOException e) {
            open.close();
            throw e;
        }
    }

    private Content opened(InputStream in, @Nullable Charset encoding) throws IOException {
        try {
            return Files.isRegularFile(path) ? Content.ofFile(name, in, encoding) : Content.of(name, in, encoding);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }
}
