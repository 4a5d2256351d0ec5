package io.github.cdpcli.backfill;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Where records go that were not sent: one JSON object a line. A file is made with its first record. One that is left from
 * another run is moved aside and never written over: it may hold the only trace of records that nobody has sent yet. The
 * file of a run that is continued is appended to, without what stands there already. Nothing is changed before there is
 * something to write: people mend these files.
 */
public final class RejectFile implements RejectSink, AutoCloseable {

    /** So many are open at a time, as each costs a descriptor. */
    private static final int MOST_OPEN = 16;

    private final Function<String, Path> fileOf;
    private final Map<String, Long> continuedAt = new HashMap<>();
    private final Map<String, RejectLines> known = new ConcurrentHashMap<>();
    private final Map<Path, Long> lengths = new HashMap<>();
    private final Set<Path> written = new LinkedHashSet<>();
    private final Map<Path, Path> movedAside = new LinkedHashMap<>();
    private final Map<Path, AppendedFile> open = new LinkedHashMap<>(MOST_OPEN, 0.75f, true);

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
        // One that is shorter is not the file of then: nothing of it is known.
        long start = Files.size(file) < bytes ? 0 : bytes;
        continuedAt.put(input, start);
        known.put(input, RejectLines.of(file, start, input));
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

    /** Whether another run is writing to a file at this moment. */
    public static boolean isInUse(Path file) throws IOException {
        return Files.exists(file) && AppendedFile.isInUse(file);
    }

    /** Where the rejects of an input are, if there are any. */
    public Path of(String input) {
        return fileOf.apply(input);
    }

    @Override
    public void settledEarlier(String input, long record) {
        RejectLines lines = known.get(input);
        if (lines != null) {
            lines.forget(record);
        }
    }

    @Override
    public void write(Reject reject) throws IOException {
        String input = reject.position().file();
        AppendedFile file = open(input, fileOf.apply(input));
        RejectLines lines = known.get(input);
        if (lines != null && lines.take(reject)) {
            return;
        }
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        JsonWriter.write(reject.asJson(), line);
        line.write('\n');
        file.add(line.toByteArray());
    }

    private AppendedFile open(String input, Path file) throws IOException {
        AppendedFile known = open.get(file);
        if (known != null) {
            return known;
        }
        boolean first = written.add(file);
        if (first && !isContinued(file) && Files.exists(file) && Files.size(file) > 0) {
            moveAside(file);
        }
        AppendedFile opened = AppendedFile.open(file, lengths.getOrDefault(file, continuedAt.getOrDefault(input, 0L)));
        open.put(file, opened);
        if (open.size() > MOST_OPEN) {
            closeEldest();
        }
        return opened;
    }

    /** Whether an earlier run, which this one goes on with, wrote rejects of any input to a file. */
    private boolean isContinued(Path file) {
        return continuedAt.keySet().stream()
                .anyMatch(input -> fileOf.apply(input).equals(file));
    }

    private void closeEldest() throws IOException {
        Iterator<Map.Entry<Path, AppendedFile>> files = open.entrySet().iterator();
        Map.Entry<Path, AppendedFile> eldest = files.next();
        lengths.put(eldest.getKey(), eldest.getValue().length());
        eldest.getValue().close();
        files.remove();
    }

    private void moveAside(Path file) throws IOException {
        if (AppendedFile.isInUse(file)) {
            throw AppendedFile.inUse(file);
        }
        Path aside = free(file);
        Files.move(file, aside);
        movedAside.put(file, aside);
    }

    private static Path free(Path file) {
        int number = 1;
        while (Files.exists(file.resolveSibling(file.getFileName() + "." + number))) {
            number++;
        }
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    @Override
    public void sync() throws IOException {
        for (AppendedFile file : open.values()) {
            file.sync();
        }
    }

    @Override
    public long length(String input) {
        Path file = fileOf.apply(input);
        AppendedFile opened = open.get(file);
        long length =
                opened != null ? opened.length() : lengths.getOrDefault(file, continuedAt.getOrDefault(input, 0L));
        // A line that is there although its record is not settled yet must be found again by the next run.
        RejectLines lines = known.get(input);
        return lines == null ? length : lines.firstBefore(length);
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
        for (AppendedFile file : open.values()) {
            file.close();
        }
        open.clear();
    }
}
