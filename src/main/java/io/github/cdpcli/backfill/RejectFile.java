package io.github.cdpcli.backfill;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where records go that were not sent: one JSON object a line. A file is made with its first record. One that is left from
 * another run is moved aside and never written over: it may hold the only trace of records that nobody has sent yet. The
 * file of a run that is continued is appended to, without what stands there already.
 */
public final class RejectFile implements RejectSink, AutoCloseable {

    private final Function<String, Path> fileOf;
    private final Map<String, Long> continuedAt = new LinkedHashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<Path> written = new LinkedHashSet<>();
    private final Map<Path, Path> movedAside = new LinkedHashMap<>();
    private Optional<Path> current = Optional.empty();
    private Optional<FileOutputStream> out = Optional.empty();

    /**
     * No file yet.
     *
     * @param fileOf the file for the rejects of an input, by the input's name
     */
    public RejectFile(Function<String, Path> fileOf) {
        this.fileOf = fileOf;
    }

    /**
     * An earlier run wrote rejects of this input, and this one goes on.
     *
     * @param bytes the length the file had when the journal was last written; what stands behind may be written again
     */
    public void continueAt(String input, long bytes) throws IOException {
        Path file = fileOf.apply(input);
        if (!Files.exists(file)) {
            continuedAt.put(input, 0L);
            return;
        }
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            // One that is shorter is not the file of then: nothing of it is known.
            long known = open.length() < bytes ? 0 : bytes;
            continuedAt.put(input, known);
            byte[] tail = new byte[(int) Math.min(open.length() - known, 100_000_000)];
            open.seek(open.length() - tail.length);
            open.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8);
            text.lines().forEach(line -> remember(line));
            int torn = tail.length - 1;
            while (torn >= 0 && tail[torn] != '\n') {
                torn--;
            }
            // Half a line is no record of anything: the run was ended while it wrote it.
            open.setLength(open.length() - tail.length + torn + 1);
        }
    }

    /** Whether a file is not there, empty, or the rejects of another run: then it may be moved aside, or added to. */
    public static boolean isOurs(Path file) {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String line = lines.readLine();
            return line == null
                    || (JsonReader.read(line) instanceof JsonText.Document document
                            && document.value() instanceof Json.Obj reject
                            && reject.has("code")
                            && reject.has("raw"));
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void remember(String line) {
        if (JsonReader.read(line) instanceof JsonText.Document document
                && document.value() instanceof Json.Obj reject) {
            known.add(reject.text("input") + " "
                    + JsonWriter.text(reject.members().getOrDefault("record", Json.of(0))));
        }
    }

    @Override
    public void write(Reject reject) throws IOException {
        String input = reject.position().file();
        FileOutputStream stream = open(input, fileOf.apply(input));
        if (known.contains(input + " " + reject.position().record())) {
            return;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        JsonWriter.write(reject.asJson(), line);
        line.write('\n');
        line.writeTo(stream);
    }

    private FileOutputStream open(String input, Path file) throws IOException {
        if (out.isPresent() && current.equals(Optional.of(file))) {
            return out.get();
        }
        close();
        boolean first = written.add(file);
        if (first && !continuedAt.containsKey(input) && Files.exists(file) && Files.size(file) > 0) {
            Path aside = free(file);
            Files.move(file, aside);
            movedAside.put(file, aside);
        }
        FileOutputStream opened = new FileOutputStream(file.toFile(), true);
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

    @Override
    public void sync() throws IOException {
        if (out.isPresent()) {
            out.get().getFD().sync();
        }
    }

    @Override
    public long length(String input) throws IOException {
        Path file = fileOf.apply(input);
        return written.contains(file) ? Files.size(file) : continuedAt.getOrDefault(input, 0L);
    }

    /** The files written in this run, in order. */
    public Set<Path> written() {
        return Collections.unmodifiableSet(written);
    }

    /** Files of other runs and where they are now. */
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
