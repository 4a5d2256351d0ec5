package io.github.cdpcli.backfill;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is settled, on disk: whatever becomes of the file, it never claims more than was written. */
class JournalTest {

    private static final Json.Obj HEADER = header("events.ndjson");

    @TempDir
    private Path folder;

    private static Json.Obj header(String input) {
        Map<String, Json> header = new TreeMap<>();
        header.put("journal", Json.of(1));
        header.put("about", Json.of(input + " – ü"));
        return new Json.Obj(header);
    }

    private Path file() {
        return folder.resolve("state").resolve("a.journal");
    }

    private static Journal open(Path file) throws IOException {
        return ((Journal.Opened.Ready) Journal.open(file, HEADER, false)).journal();
    }

    private static String refusal(Path file) throws IOException {
        return ((Journal.Opened.Unusable) Journal.open(file, HEADER, false)).why();
    }

    private static Journal.Progress progress(long bytes) {
        String hex = Long.toHexString(bytes * 0x9E3779B97F4A7C15L);
        return new Journal.Progress(bytes, "0".repeat(16 - hex.length()) + hex);
    }

    private static final Journal.Counts SOME = new Journal.Counts(5, 1, 2);

    /** What a journal should say, kept beside it. */
    private static final class Model {
        final long[] settled = new long[Partitions.COUNT];
        long rejects;
        Journal.Counts counts = Journal.Counts.NONE;
        Optional<Journal.Progress> progress = Optional.empty();
        Optional<Journal.Finish> finish = Optional.empty();

        void settle(Line line) {
            line.marks.forEach((partition, record) -> settled[partition] = Math.max(settled[partition], record));
            if (line.finish.isPresent()) {
                finish = line.finish;
            } else {
                rejects = line.rejects;
                counts = line.counts;
            }
            if (progress.isEmpty() || progress.get().bytes() < line.read.bytes()) {
                progress = Optional.of(line.read);
            }
        }

        /** A journal that was opened says how far the input was read even when that is nothing. */
        void opened() {
            progress = progress.or(() -> Optional.of(HashingInputStream.NOTHING));
        }

        void check(Journal journal) {
            for (int partition = 0; partition < Partitions.COUNT; partition++) {
                assertThat(journal.settled(partition))
                        .as("partition " + partition)
                        .isEqualTo(settled[partition]);
            }
            assertThat(journal.rejectsBytes()).isEqualTo(rejects);
            assertThat(journal.counts()).isEqualTo(counts);
            assertThat(journal.progress()).isEqualTo(progress);
            assertThat(journal.finish()).isEqualTo(finish);
        }
    }

    /** A line of a journal, and what it says. */
    private record Line(
            String text,
            Map<Integer, Long> marks,
            Journal.Counts counts,
            long rejects,
            Journal.Progress read,
            Optional<Journal.Finish> finish) {}

    /** Writes random settled batches, as a run with lanes does. */
    private static List<Line> write(Random random, Path file, Journal journal, Model model) throws IOException {
        List<Line> lines = new ArrayList<>();
        long read = model.progress.map(Journal.Progress::bytes).orElse(0L);
        int count = random.nextInt(30);
        for (int i = 0; i < count; i++) {
            read += random.nextInt(100_000) * (long) random.nextInt(2);
            Line line;
            if (random.nextInt(25) == 0) {
                Journal.Finish finish = new Journal.Finish(
                        random.nextInt(100_000), random.nextInt(3), random.nextInt(3), progress(read));
                journal.finish(finish);
                line = new Line(last(file), Map.of(), model.counts, 0, finish.progress(), Optional.of(finish));
            } else {
                Map<Integer, Long> marks = marks(random, model);
                long rejects = model.rejects + random.nextInt(2) * (long) random.nextInt(500);
                Journal.Counts became = new Journal.Counts(random.nextInt(500), random.nextInt(5), random.nextInt(2));
                journal.settle(marks, became, rejects, progress(read));
                line = new Line(
                        last(file), marks, model.counts.plus(became), rejects, progress(read), Optional.empty());
            }
            lines.add(line);
            model.settle(line);
        }
        return lines;
    }

    private static Map<Integer, Long> marks(Random random, Model model) {
        Map<Integer, Long> marks = new TreeMap<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            int partition = random.nextInt(Partitions.COUNT);
            marks.put(partition, model.settled[partition] + 1 + random.nextInt(1000));
        }
        return marks;
    }

    private static List<String> lines(byte[] content) {
        return new String(content, ISO_8859_1).lines().toList();
    }

    private static String last(Path file) throws IOException {
        List<String> lines = lines(Files.readAllBytes(file));
        return lines.get(lines.size() - 1);
    }

    private Path fresh(Random random) {
        return folder.resolve(Long.toHexString(random.nextLong()) + ".journal");
    }

    @Test
    void saysWhatWasWrittenHoweverOftenItIsOpened() {
        Seeds.each(30, random -> {
            Path file = fresh(random);
            Model model = new Model();
            for (int run = 0; run < 4; run++) {
                try (Journal journal = open(file)) {
                    assertThat(journal.isContinued()).isEqualTo(run > 0);
                    assertThat(journal.header()).isEqualTo(HEADER);
                    model.check(journal);
                    write(random, file, journal, model);
                    model.check(journal);
                }
                model.opened();
            }
        });
    }

    /** Killed while it wrote, a full disk, a bad disk: every line that is whole still counts, and nothing else does. */
    @Test
    void damagedItSaysWhatItsWholeLinesSay() {
        Seeds.each(120, random -> {
            Path file = fresh(random);
            List<Line> lines;
            try (Journal journal = open(file)) {
                lines = write(random, file, journal, new Model());
            }
            byte[] before = Files.readAllBytes(file);
            byte[] damaged = damaged(random, before);
            Files.write(file, damaged);
            List<String> left = lines(damaged);
            if (!damagedHeader(before, left)) {
                Model model = new Model();
                if (left.contains(lines(before).get(1))) {
                    model.opened();
                }
                lines.stream().filter(line -> left.contains(line.text)).forEach(model::settle);
                try (Journal journal = open(file)) {
                    model.check(journal);
                    model.opened();
                    write(random, file, journal, model);
                }
                try (Journal journal = open(file)) {
                    model.check(journal);
                }
            } else {
                assertThat(refusal(file)).isEqualTo("is damaged");
                assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
            }
        });
    }

    private static boolean damagedHeader(byte[] before, List<String> left) {
        return left.isEmpty() || !left.get(0).equals(lines(before).get(0));
    }

    private static byte[] damaged(Random random, byte[] content) {
        byte[] damaged = Arrays.copyOf(content, content.length);
        switch (random.nextInt(4)) {
            case 0 -> damaged = Arrays.copyOf(content, random.nextInt(content.length + 1));
            case 1 -> damaged = Arrays.copyOf(content, content.length + 1 + random.nextInt(5000));
            case 2 -> Arrays.fill(damaged, random.nextInt(content.length), content.length, (byte) 0);
            default -> {
                for (int i = random.nextInt(4); i >= 0; i--) {
                    damaged[random.nextInt(content.length)] ^= (byte) (1 << random.nextInt(8));
                }
            }
        }
        return damaged;
    }

    @Test
    void isNotUsedByTwoAtOnceAndAFileThatWasLeftIsNoLock() throws IOException {
        try (Journal first = open(file())) {
            assertThat(Journal.open(file(), HEADER, false)).isInstanceOf(Journal.Opened.InUse.class);
            assertThat(Journal.open(file(), HEADER, true)).isInstanceOf(Journal.Opened.InUse.class);
            first.settle(Map.of(1, 2L), SOME, 0, progress(10));
        }
        assertThat(file().resolveSibling("a.journal.lock")).exists();
        try (Journal second = open(file())) {
            assertThat(second.settled(1)).isEqualTo(2);
        }
    }

    @Test
    void staysSmallByOpening() throws IOException {
        for (int run = 0; run < 3; run++) {
            try (Journal journal = open(file())) {
                for (int i = 1; i <= 1000; i++) {
                    journal.settle(Map.of(7, run * 1000L + i), SOME, i, progress(run * 1000L + i));
                }
            }
        }
        open(file()).close();
        assertThat(lines(Files.readAllBytes(file()))).hasSize(2);
    }

    /** A run of days writes hundreds of megabytes of lines, of which only the last of each partition count. */
    @Test
    void staysSmallDuringALongRunToo() throws IOException {
        Map<Integer, Long> marks = new TreeMap<>();
        for (int partition = 0; partition < Partitions.COUNT; partition++) {
            marks.put(partition, 1_000_000_000_000L);
        }
        try (Journal journal = open(file())) {
            for (int i = 1; i <= 5000; i++) {
                marks.put(i % Partitions.COUNT, 1_000_000_000_000L + i);
                journal.settle(marks, SOME, i, progress(i));
                assertThat(Files.size(file())).isLessThan(5_000_000);
            }
        }
        try (Journal journal = open(file())) {
            assertThat(journal.settled(5000 % Partitions.COUNT)).isEqualTo(1_000_000_005_000L);
            assertThat(journal.counts()).isEqualTo(new Journal.Counts(5 * 5000, 5000, 2 * 5000));
        }
    }

    /** Records without a time keep that of the run they were first sent in, until all of them are settled. */
    @Test
    void knowsWhenWhatIsNotSettledWasBegun() throws IOException {
        Instant first = Instant.parse("2024-06-01T12:00:00Z");
        Instant later = first.plusSeconds(86_400);
        try (Journal journal = open(file())) {
            assertThat(journal.begin(first)).isEqualTo(first);
            assertThat(journal.begin(later)).isEqualTo(first);
        }
        try (Journal journal = open(file())) {
            assertThat(journal.begin(later)).isEqualTo(first);
            journal.finish(new Journal.Finish(2, 0, 0, progress(10)));
        }
        for (int i = 0; i < 2; i++) {
            try (Journal journal = open(file())) {
                assertThat(journal.begin(later.plusSeconds(i))).isEqualTo(later);
            }
        }
    }

    @Test
    void restartForgetsAllOfIt() throws IOException {
        try (Journal journal = open(file())) {
            journal.settle(Map.of(1, 2L), SOME, 3, progress(10));
            journal.finish(new Journal.Finish(2, 0, 0, progress(10)));
        }
        Json.Obj other = header("other.ndjson");
        try (Journal journal = ((Journal.Opened.Ready) Journal.open(file(), other, true)).journal()) {
            assertThat(journal.isContinued()).isFalse();
            assertThat(journal.header()).isEqualTo(other);
            Model nothing = new Model();
            nothing.check(journal);
        }
        try (Journal journal = open(file())) {
            assertThat(journal.settled(1)).isZero();
        }
    }

    /** The header is that of the first run: whether it still fits is for the caller to judge. */
    @Test
    void keepsItsHeader() throws IOException {
        open(file()).close();
        try (Journal journal = ((Journal.Opened.Ready) Journal.open(file(), header("other.ndjson"), false)).journal()) {
            assertThat(journal.header()).isEqualTo(HEADER);
        }
        open(file()).close();
    }

    @Test
    void aFileOfAnotherKindIsNotTouched() throws IOException {
        Path file = folder.resolve("events.ndjson");
        for (String content : new String[] {"", "\n", "{\"type\":\"track\"}\n", "00000000 {}\n"}) {
            Files.writeString(file, content);
            assertThat(refusal(file)).isEqualTo("is damaged");
            assertThat(file).hasContent(content);
        }
    }

    /** What grew after it was whole is held against all that was read of it, and not only up to its first end. */
    @Test
    void goesOnBehindItsEnd() throws IOException {
        try (Journal journal = open(file())) {
            journal.finish(new Journal.Finish(2, 0, 0, progress(10)));
            assertThat(journal.isWhole()).isTrue();
            journal.settle(Map.of(1, 3L), SOME, 0, progress(30));
        }
        try (Journal journal = open(file())) {
            assertThat(journal.progress()).contains(progress(30));
            assertThat(journal.isWhole()).isFalse();
            journal.finish(new Journal.Finish(4, 0, 0, progress(40)));
        }
        try (Journal journal = open(file())) {
            assertThat(journal.progress()).contains(progress(40));
            assertThat(journal.isWhole()).isTrue();
        }
    }
}
