package io.github.cdpcli.backfill;

import io.github.cdpcli.json.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where records go that were not sent: one JSON object a line. A file is made with its first record. One that is left from
 * an earlier run is moved aside and never written over: it may hold the only trace of records that nobody has sent yet.
 */
public final class RejectFile implements RejectSink, AutoCloseable {

    private final Function<String, Path> fileOf;
    private final Set<Path> written = new LinkedHashSet<>();
    private final Map<Path, Path> movedAside = new LinkedHashMap<>();
    private Optional<Path> current = Optional.empty();
    private Optional<OutputStream> out = Optional.empty();

    /**
     * No file yet.
     *
     * @param fileOf the file for the rejects of an input, by the input's name
     */
    public RejectFile(Function<String, Path> fileOf) {
        this.fileOf = fileOf;
    }

    /**
     * Appends a record; it has left this process when this returns.
     *
     * @throws IOException when it cannot be written: then nothing more should be sent, for it could not be accounted for
     */
    @Override
    public void write(Reject reject) throws IOException {
        OutputStream stream = open(fileOf.apply(reject.position().file()));
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        JsonWriter.write(reject.asJson(), line);
        line.write('\n');
        line.writeTo(stream);
    }

    private OutputStream open(Path file) throws IOException {
        if (out.isPresent() && current.equals(Optional.of(file))) {
            return out.get();
        }
        close();
        if (written.add(file) && Files.exists(file) && Files.size(file) > 0) {
            Path aside = free(file);
            Files.move(file, aside);
            movedAside.put(file, aside);
        }
        OutputStream opened = Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        current = Optional.of(file);
        out = Optional.of(opened);
        return opened;
    }

    private static Path free(Path file) {
        int number = 1;
        Path aside = file.resolveSibling(file.getFileName() + "." + number);
        while (Files.exists(aside)) {
            number++;
            aside = file.resolveSibling(file.getFileName() + "." + number);
        }
        return aside;
    }

    /** The files written in this run, in order. */
    public Set<Path> written() {
        return Collections.unmodifiableSet(written);
    }

    /** Files of earlier runs and where they are now. */
    public Map<Path, Path> movedAside() {
        return Collections.unmodifiableMap(movedAside);
    }

    @Override
    public void close() throws IOException {
        if (out.isPresent()) {
            out.get().close();
            out = Optional.empty();
        }
    }
}
