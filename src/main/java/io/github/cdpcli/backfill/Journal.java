package io.github.cdpcli.backfill;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is settled of one input, on disk: for each of 256 partitions the last record of which it and everything before it
 * in that partition is settled. A line is appended after a batch was acknowledged and its rejects were written, so the
 * journal may lag behind the truth but never leads it: losing its end costs sending something again, never a record.
 *
 * <p>Text; every line carries a check sum, and one that does not match is passed over ({@link JournalLine}). The first line
 * says what the journal is about. Opening rewrites it as a few lines, and so does a long run now and then. A file beside it
 * is locked by the system while a run uses it, so a lock never outlives its process.
 */
public final class Journal implements AutoCloseable {

    private static final int VERSION = 1;
    private static final int HEADER_START = 20;

    /** So many bytes are appended before it is written anew: what it says fits into a few thousand. */
    private static final long LONGEST = 4_000_000;

    private final Path file;
    private final FileChannel lockChannel;
    private final Json.Obj header;
    private final boolean continued;
    private final long[] settled = new long[Partitions.COUNT];
    private Counts counts = Counts.NONE;
    private long rejectsBytes;
    private Optional<Progress> progress = Optional.empty();
    private Optional<Finish> finish = Optional.empty();
    private Optional<Instant> begun = Optional.empty();
    private Optional<FileOutputStream> out = Optional.empty();
    private long appended;

    private Journal(Path file, FileChannel lockChannel, Json.Obj header, boolean continued) {
        this.file = file;
        this.lockChannel = lockChannel;
        this.header = header;
        this.continued = continued;
    }

    /**
     * How far an input was read.
     *
     * @param bytes from its beginning
     * @param hash of these bytes, see {@link HashingInputStream}
     * @param atEnd whether there was nothing behind them: a last line without an end was taken for a record then
     */
    public record Progress(long bytes, String hash, boolean atEnd) {

        private static final String END = "+end";

        Progress(long bytes, String hash) {
            this(bytes, hash, false);
        }

        static Optional<Progress> parse(String text) {
            boolean atEnd = text.endsWith(END);
            String known = atEnd ? text.substring(0, text.length() - END.length()) : text;
            int colon = known.indexOf(':');
            return known.matches("\\d{1,18}:[0-9a-f]{16}")
                    ? Optional.of(
                            new Progress(Long.parseLong(known.substring(0, colon)), known.substring(colon + 1), atEnd))
                    : Optional.empty();
        }

        /** Whether it is about the same bytes. */
        boolean isOf(Progress other) {
            return bytes == other.bytes && hash.equals(other.hash);
        }

        @Override
        public String toString() {
            return bytes + ":" + hash + (atEnd ? END : "");
        }
    }

    /**
     * The end of an input that was settled whole.
     *
     * @param records all that were read
     * @param leftToOthers those of other shards
     * @param leftOut those outside of the time that is sent
     */
    public record Finish(long records, long leftToOthers, long leftOut, Progress progress) {}

    /** What became of records that were settled. */
    public record Counts(long accepted, long rejected, long held) {

        static final Counts NONE = new Counts(0, 0, 0);

        static Counts parse(String text) {
            String[] numbers = text.split(",", -1);
            return new Counts(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
        }

        Counts plus(Counts more) {
            return new Counts(accepted + more.accepted, rejected + more.rejected, held + more.held);
        }

        @Override
        public String toString() {
            return accepted + "," + rejected + "," + held;
        }
    }

    /** What opening gives. */
    public sealed interface Opened {
        /** A journal to go on with. */
        record Ready(Journal journal) implements Opened {}

        /** Another run has it. */
        record InUse() implements Opened {}

        /** A journal that cannot be used, and why. */
        record Unusable(String why) implements Opened {}
    }

    /**
     * Opens the journal of an input, or begins one.
     *
     * @param header what it is about; kept as it was when it was begun
     * @param restart forget what it says
     * @throws IOException when the machine fails to write it: then nothing should be sent
     */
    public static Opened open(Path file, Json.Obj header, boolean restart) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        FileChannel lockChannel = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!FileLocks.take(lockChannel)) {
            lockChannel.close();
            return new Opened.InUse();
        }
        if (!isJournal(file)) {
            lockChannel.close();
            return new Opened.Unusable(restart ? "exists, and is not a journal" : "is damaged");
        }
        Journal journal;
        if (restart || !Files.exists(file)) {
            journal = new Journal(file, lockChannel, header, false);
        } else {
            Optional<Journal> loaded = load(file, lockChannel);
            if (loaded.isEmpty()) {
                lockChannel.close();
                return new Opened.Unusable("is damaged");
            }
            journal = loaded.get();
        }
        journal.rewrite();
        return new Opened.Ready(journal);
    }

    /** Whether a file may be replaced: it is not there, or empty, or begins as a journal does, damaged or not. */
    private static boolean isJournal(Path file) throws IOException {
        if (!Files.exists(file)) {
            return true;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(HEADER_START), StandardCharsets.ISO_8859_1);
            return start.isEmpty() || start.matches("(?s)[0-9a-f]{8} \\{.*");
        }
    }

    /** Line by line: the journal of a run that was killed may be long. */
    private static Optional<Journal> load(Path file, FileChannel lockChannel) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            Optional<Json.Obj> header = Optional.ofNullable(lines.readLine())
                    .flatMap(JournalLine::content)
                    .flatMap(Journal::header);
            if (header.isEmpty()) {
                return Optional.empty();
            }
            Journal journal = new Journal(file, lockChannel, header.get(), true);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JournalLine.content(line).flatMap(JournalLine::parse).ifPresent(journal::replay);
            }
            return Optional.of(journal);
        }
    }

    private static Optional<Json.Obj> header(String text) {
        String utf8 = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return JsonReader.read(utf8) instanceof JsonText.Document document
                        && document.value() instanceof Json.Obj object
                        && Json.of(VERSION).equals(object.get("journal"))
                ? Optional.of(object)
                : Optional.empty();
    }

    private void replay(JournalLine line) {
        if (line instanceof JournalLine.Settled step) {
            step.marks().forEach(this::mark);
            counts = step.counts();
            rejectsBytes = step.rejects();
            reached(step.read());
        } else if (line instanceof JournalLine.Finished end) {
            finish = Optional.of(end.finish());
            begun = Optional.empty();
            reached(end.finish().progress());
        } else if (line instanceof JournalLine.Begun start) {
            begun = Optional.of(start.now());
        }
    }

    private void mark(int partition, long record) {
        settled[partition] = Math.max(settled[partition], record);
    }

    private void reached(Progress read) {
        boolean further = progress.isEmpty()
                || progress.get().bytes() < read.bytes()
                || (progress.get().isOf(read) && read.atEnd());
        if (further) {
            progress = Optional.of(read);
        }
    }

    /** What it was about when it was begun. */
    public Json.Obj header() {
        return header;
    }

    /** Whether an earlier run wrote to it. */
    public boolean isContinued() {
        return continued;
    }

    /**
     * A run begins on what is not settled.
     *
     * @return when the first run did that since the input was last settled to its end: records without a time keep theirs
     *     when they are sent again
     */
    public synchronized Instant begin(Instant now) throws IOException {
        if (begun.isEmpty()) {
            begun = Optional.of(now);
            append(new JournalLine.Begun(now));
        }
        return begun.get();
    }

    /** The last record of a partition up to which all of its records are settled; 0 for none. */
    synchronized long settled(int partition) {
        return settled[partition];
    }

    /** The same of each partition, as it stands. */
    synchronized long[] settled() {
        return settled.clone();
    }

    /** What became of all that was settled, in all runs. */
    public synchronized Counts counts() {
        return counts;
    }

    /** The length the rejects file had when the last line was written. */
    public synchronized long rejectsBytes() {
        return rejectsBytes;
    }

    /** How far the input had been read, at least, when the last line was written. */
    public synchronized Optional<Progress> progress() {
        return progress;
    }

    /** The end of the input, if it was settled to its end; it may have grown since. */
    public synchronized Optional<Finish> finish() {
        return finish;
    }

    /** Whether all that was ever read of the input is settled. */
    public synchronized boolean isWhole() {
        return finish.isPresent()
                && progress.filter(read -> read.isOf(finish.get().progress())).isPresent();
    }

    /**
     * Settles records.
     *
     * @param marks partitions, and the record up to which each is settled now
     * @param became what became of these records
     * @param rejects the length of the rejects file, which holds those of these records that were rejected
     * @param read how far the input has been read
     */
    synchronized void settle(Map<Integer, Long> marks, Counts became, long rejects, Progress read) throws IOException {
        marks.forEach(this::mark);
        counts = counts.plus(became);
        rejectsBytes = rejects;
        reached(read);
        append(new JournalLine.Settled(marks, counts, rejects, read));
        if (appended > LONGEST) {
            rewrite();
        }
    }

    /** The input was read to its end, and all of it is settled. */
    synchronized void finish(Finish end) throws IOException {
        finish = Optional.of(end);
        begun = Optional.empty();
        reached(end.progress());
        append(new JournalLine.Finished(end));
        sync();
    }

    private void append(JournalLine line) throws IOException {
        if (out.isPresent()) {
            byte[] bytes = line.sealed();
            out.get().write(bytes);
            appended += bytes.length;
        }
    }

    /** Makes what was appended survive the machine, and not just this process. */
    synchronized void sync() throws IOException {
        if (out.isPresent()) {
            out.get().getFD().sync();
        }
    }

    /** Writes what is known beside the old file and puts it in its place, then goes on behind it. */
    private synchronized void rewrite() throws IOException {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.writeBytes(JournalLine.sealed(new String(JsonWriter.bytes(header), StandardCharsets.ISO_8859_1)));
        known().forEach(line -> content.writeBytes(line.sealed()));
        if (out.isPresent()) {
            out.get().close();
        }
        Replacement.of(file, content.toByteArray());
        // Not a channel: those are closed for good when a thread that writes to one is interrupted.
        out = Optional.of(new FileOutputStream(new File(file.toString()), true));
        appended = 0;
    }

    /** All it says, in as few lines as it takes: the order matters, for an end ends a beginning. */
    private List<JournalLine> known() {
        Map<Integer, Long> marks = new TreeMap<>();
        for (int partition = 0; partition < settled.length; partition++) {
            if (settled[partition] > 0) {
                marks.put(partition, settled[partition]);
            }
        }
        List<JournalLine> lines = new ArrayList<>();
        lines.add(new JournalLine.Settled(marks, counts, rejectsBytes, progress.orElse(HashingInputStream.NOTHING)));
        finish.map(JournalLine.Finished::new).ifPresent(lines::add);
        begun.map(JournalLine.Begun::new).ifPresent(lines::add);
        return lines;
    }

    @Override
    public void close() throws IOException {
        if (out.isPresent()) {
            out.get().close();
        }
        lockChannel.close();
    }
}
