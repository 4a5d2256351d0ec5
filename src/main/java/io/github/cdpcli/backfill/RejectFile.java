package io.github.cdpcli.backfill;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Where records go that were not sent: one JSON object a line. A file is made with its first record. One that is left from
 * another run is moved aside and never written over: it may hold the only trace of records that nobody has sent yet. The
 * file of a run that is continued is appended to, without what stands there already.
 */
public final class RejectFile implements RejectSink, AutoCloseable {

    private final Function<String, Path> fileOf;
    private final Map<String, Long> continuedAt = new LinkedHashMap<>();
    private final Map<String, Map<Long, Long>> known = new ConcurrentHashMap<>();
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
        // One that is shorter is not the file of then: nothing of it is known.
        long start = Files.size(file) < bytes ? 0 : bytes;
        continuedAt.put(input, start);
        long end = remember(input, file, start);
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // Half a line is no record of anything: the run was ended while it wrote it.
            open.truncate(end);
        }
    }

    /** Learns the lines from a place on; returns where the last whole one ends. */
    private long remember(String input, Path file, long start) throws IOException {
        long begin = start;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(start);
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    remember(input, line.toByteArray(), begin);
                    begin += line.size() + 1;
                    line.reset();
                } else {
                    line.write(b);
                }
            }
        }
        return begin;
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

    private void remember(String input, byte[] line, long begin) {
        if (JsonReader.read(line) instanceof JsonText.Document document
                && document.value() instanceof Json.Obj reject
                && input.equals(reject.text("input"))
                && reject.get("record") instanceof Json.Num record
                && record.digits().matches("\\d{1,18}")) {
            known.computeIfAbsent(input, name -> new ConcurrentHashMap<>())
                    .putIfAbsent(Long.valueOf(record.digits()), begin);
        }
    }

    @Override
    public void settledEarlier(String input, long record) {
        Map<Long, Long> lines = known.get(input);
        if (lines != null) {
            lines.remove(record);
        }
    }

    @Override
    public void write(Reject reject) throws IOException {
        String input = reject.position().file();
        FileOutputStream stream = open(input, fileOf.apply(input));
        Map<Long, Long> lines = known.get(input);
        if (lines != null && lines.remove(reject.position().record()) != null) {
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
        if (!written.contains(file)) {
            return continuedAt.getOrDefault(input, 0L);
        }
        // A line that is there although its record is not settled yet must be found again by the next run.
        long size = Files.size(file);
        return known.getOrDefault(input, Map.of()).values().stream().reduce(size, Math::min);
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
