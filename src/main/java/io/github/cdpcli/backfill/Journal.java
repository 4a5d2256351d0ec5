package io.github.cdpcli.backfill;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * What is settled of one input, on disk: for each of 256 partitions the last record of which it and everything before it
 * in that partition is settled. A line is appended after a batch was acknowledged and its rejects were written, so the
 * journal may lag behind the truth but never leads it: losing its end costs sending something again, never a record.
 *
 * <p>Text; every line carries a CRC-32C of its rest, and one that does not match is passed over. The first line says what
 * the journal is about. {@code s 12:1034,28:1050 rejects=200 read=4096:89ab} settles, {@code f} says that the input was
 * settled to its end. Opening rewrites it as two lines. A file beside it is locked by the system while a run uses it, so a
 * lock never outlives its process.
 */
public final class Journal implements AutoCloseable {

    private static final int VERSION = 1;
    private static final int HEADER_START = 20;

    private final Path file;
    private final FileChannel lockChannel;
    private final Json.Obj header;
    private final boolean continued;
    private final long[] settled = new long[Partitions.COUNT];
    private long rejectsBytes;
    private Optional<Progress> progress = Optional.empty();
    private Optional<Finish> finish = Optional.empty();
    private Optional<FileOutputStream> out = Optional.empty();

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

    /** The end of an input that was settled whole. */
    public record Finish(long records, Progress progress) {}

    /** What opening gives. */
    public sealed interface Opened {
        /** A journal to go on with. */
        record Ready(Journal journal) implements Opened {}

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
        if (!locked(lockChannel)) {
            lockChannel.close();
            return new Opened.Unusable("is in use by another run");
        }
        if (restart && !isJournal(file)) {
            lockChannel.close();
            return new Opened.Unusable("exists, and is not a journal");
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

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Optional<Journal> load(Path file, FileChannel lockChannel) throws IOException {
        List<String> lines =
                Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        Optional<Json.Obj> header =
                lines.isEmpty() ? Optional.empty() : content(lines.get(0)).flatMap(Journal::header);
        if (header.isEmpty()) {
            return Optional.empty();
        }
        Journal journal = new Journal(file, lockChannel, header.get(), true);
        lines.stream().skip(1).forEach(line -> content(line).ifPresent(journal::replay));
        return Optional.of(journal);
    }

    private static Optional<Json.Obj> header(String text) {
        String utf8 = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
        return JsonReader.read(utf8) instanceof JsonText.Document document
                        && document.value() instanceof Json.Obj object
                        && Json.of(VERSION).equals(object.get("journal"))
                ? Optional.of(object)
                : Optional.empty();
    }

    private void replay(String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals("s") && words.length == 4) {
            for (String mark : words[1].isEmpty() ? new String[0] : words[1].split(",", -1)) {
                int colon = mark.indexOf(':');
                int partition = Integer.parseInt(mark.substring(0, colon));
                settled[partition] = Math.max(settled[partition], Long.parseLong(mark.substring(colon + 1)));
            }
            rejectsBytes = Long.parseLong(words[2].substring("rejects=".length()));
            Progress.parse(words[3].substring("read=".length())).ifPresent(this::reached);
        } else if (words[0].equals("f") && words.length == 3) {
            finish = Progress.parse(words[2]).map(read -> new Finish(Long.parseLong(words[1]), read));
            finish.map(Finish::progress).ifPresent(this::reached);
        }
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

    /** The last record of a partition up to which all of its records are settled; 0 for none. */
    synchronized long settled(int partition) {
        return settled[partition];
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
     * @param rejects the length of the rejects file, which holds those of these records that were rejected
     * @param read how far the input has been read
     */
    synchronized void settle(Map<Integer, Long> marks, long rejects, Progress read) throws IOException {
        StringBuilder line = new StringBuilder("s ");
        marks.forEach((partition, record) -> {
            settled[partition] = Math.max(settled[partition], record);
            line.append(line.length() == 2 ? "" : ",")
                    .append(partition)
                    .append(':')
                    .append(record);
        });
        rejectsBytes = rejects;
        reached(read);
        append(line.append(" rejects=")
                .append(rejectsBytes)
                .append(" read=")
                .append(read)
                .toString());
    }

    /** The input was read to its end, and all of it is settled. */
    synchronized void finish(Finish end) throws IOException {
        finish = Optional.of(end);
        reached(end.progress());
        append("f " + end.records() + " " + end.progress());
        sync();
    }

    private void append(String line) throws IOException {
        if (out.isPresent()) {
            out.get().write(sealed(line));
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
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileOutputStream stream = new FileOutputStream(fresh.toFile())) {
            stream.write(sealed(new String(JsonWriter.bytes(header), StandardCharsets.ISO_8859_1)));
            Map<Integer, Long> marks = new TreeMap<>();
            for (int p = 0; p < settled.length; p++) {
                if (settled[p] > 0) {
                    marks.put(p, settled[p]);
                }
            }
            StringBuilder line = new StringBuilder("s ");
            marks.forEach((p, record) -> line.append(line.length() == 2 ? "" : ",")
                    .append(p)
                    .append(':')
                    .append(record));
            Progress read = progress.orElse(HashingInputStream.NOTHING);
            stream.write(sealed(line.append(" rejects=")
                    .append(rejectsBytes)
                    .append(" read=")
                    .append(read)
                    .toString()));
            if (finish.isPresent()) {
                stream.write(sealed(
                        "f " + finish.get().records() + " " + finish.get().progress()));
            }
            stream.getFD().sync();
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        // Not a channel: those are closed for good when a thread that writes to one is interrupted.
        out = Optional.of(new FileOutputStream(new File(file.toString()), true));
    }

    private static byte[] sealed(String line) {
        return (crc(line) + " " + line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String crc(String line) {
        CRC32C crc = new CRC32C();
        byte[] bytes = line.getBytes(StandardCharsets.ISO_8859_1);
        crc.update(bytes, 0, bytes.length);
        String hex = Long.toHexString(crc.getValue());
        return "0".repeat(8 - hex.length()) + hex;
    }

    /** What a line says, if it is whole. */
    private static Optional<String> content(String line) {
        boolean framed = line.length() > 9 && line.charAt(8) == ' ';
        return framed && crc(line.substring(9)).equals(line.substring(0, 8))
                ? Optional.of(line.substring(9))
                : Optional.empty();
    }

    @Override
    public void close() throws IOException {
        if (out.isPresent()) {
            out.get().close();
        }
        lockChannel.close();
    }
}
