package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.BatchItem;
import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Inputs;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Outcome;
import io.github.cdpcli.testing.History;
import io.github.cdpcli.testing.History.Fate;
import io.github.cdpcli.testing.Seeds;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine against a service that settles batches piece by piece, in whatever order the lanes come, and is cut off at a
 * seeded moment: the disk is put back to what it held then, and the next run, with another number of lanes, goes on from
 * there. A process that is killed leaves just that.
 */
class CrashModelTest {

    private static final String INPUT = "h.ndjson";
    private static final int MOST_CRASHES = 6;
    private static final byte[] NAMESPACE = "host key".getBytes(StandardCharsets.UTF_8);
    private static final Clock CLOCK = Clock.fixed(TestWorld.NOW, ZoneOffset.UTC);
    private static final Outcome UNKNOWN = new Outcome.Unknown("no answer", 0, 1, true);

    @TempDir
    private Path folder;

    /** Where one case keeps its files. */
    private record Disk(Path folder) {
        Path input() {
            return folder.resolve(INPUT);
        }

        Path journal() {
            return folder.resolve("journal");
        }

        Path rejects() {
            return folder.resolve("rejects");
        }

        /** The journal first: a reject that it does not know of yet is what a kill leaves, a mark without its reject is not. */
        void remember() {
            try {
                copy(journal(), "then.journal");
                copy(rejects(), "then.rejects");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void copy(Path file, String name) throws IOException {
            Path copy = folder.resolve(name);
            if (Files.exists(file)) {
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.deleteIfExists(copy);
            }
        }

        void goBack() throws IOException {
            for (String name : List.of("journal", "rejects")) {
                Files.deleteIfExists(folder.resolve(name));
                Path then = folder.resolve("then." + name);
                if (Files.exists(then)) {
                    Files.move(then, folder.resolve(name));
                }
            }
        }
    }

    /** Takes what it is sent, in pieces, until it is cut off. */
    private static final class Service implements BatchSink {
        private final Random random;
        private final Disk disk;
        private final int maxBytes;
        private final List<String> taken = new ArrayList<>();
        private int left;
        private boolean cut;

        Service(Random random, Disk disk) {
            this.random = random;
            this.disk = disk;
            this.maxBytes = 2_000 + random.nextInt(20_000);
        }

        /** It takes so many pieces more, and is gone then. */
        synchronized void goesAfter(int pieces) {
            left = pieces;
            cut = false;
        }

        synchronized boolean isCut() {
            return cut;
        }

        @Override
        public IntSupplier maxBytes() {
            return () -> maxBytes;
        }

        @Override
        public int maxRecords() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<Outcome> send(List<? extends BatchItem> items, BatchSender.Settlement settlement) {
            List<Event> events = items.stream().map(BatchItem::event).toList();
            int at = 0;
            while (at < events.size()) {
                String first = text(events.get(at));
                if (isPoison(first)) {
                    if (isGone()) {
                        return Optional.of(UNKNOWN);
                    }
                    settlement.refused(
                            at++, new Outcome.Refused(Outcome.Refusal.INVALID, 400, List.of(), "{\"no\":1}", 1));
                    continue;
                }
                int end = at + piece(events, at);
                if (!take(events.subList(at, end))) {
                    return Optional.of(UNKNOWN);
                }
                settlement.accepted(at, end, new Outcome.Accepted(200, 1));
                at = end;
            }
            return Optional.empty();
        }

        private synchronized int piece(List<Event> events, int from) {
            int most = 1 + random.nextInt(events.size() - from);
            int size = 1;
            while (size < most && !isPoison(text(events.get(from + size)))) {
                size++;
            }
            return size;
        }

        /** Whether the answer comes back; what was taken may have been taken without one. */
        private boolean take(List<Event> events) {
            boolean arrives;
            synchronized (this) {
                arrives = !cut;
                if (arrives) {
                    events.forEach(event -> taken.add(text(event)));
                }
            }
            return arrives && !isGone();
        }

        private synchronized boolean isGone() {
            if (!cut && --left < 0) {
                cut = true;
                disk.remember();
            }
            return cut;
        }

        private static boolean isPoison(String item) {
            return item.contains("\"poison\":true");
        }

        private static String text(Event event) {
            return new String(event.batchItem(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void whateverTheMomentOfTheCrashNothingIsLostAlteredOrOutOfOrder() {
        Seeds.each(Integer.getInteger("cdp.campaign", 40), this::crashes);
    }

    private void crashes(Random random) throws Exception {
        Disk disk = new Disk(Files.createDirectories(folder.resolve(Long.toHexString(random.nextLong()))));
        History history = new History(random, TestWorld.NOW, 1 + random.nextInt(30), 200).grow(1 + random.nextInt(400));
        Files.writeString(disk.input(), history.ndjson());
        Service service = new Service(random, disk);
        Summary last = null;
        for (int crash = 0; last == null; crash++) {
            service.goesAfter(crash < MOST_CRASHES ? random.nextInt(40) : Integer.MAX_VALUE);
            Summary summary = run(disk, service, 1 + random.nextInt(8));
            assertThat(summary.addsUp()).as(summary.toString()).isTrue();
            if (service.isCut()) {
                disk.goBack();
            } else {
                last = summary;
            }
            if (service.isCut() && random.nextInt(3) == 0) {
                history.grow(random.nextInt(50));
                Files.writeString(disk.input(), history.ndjson());
            }
        }
        assertThat(last.read()).isEqualTo(history.entries().size());
        history.checkItems(service.taken, history.numbers(Fate.SENT));
        history.checkRejects(
                Files.exists(disk.rejects()) ? Files.readString(disk.rejects()) : "",
                history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
        int taken = service.taken.size();
        assertThat(run(disk, service, 3).earlier()).isEqualTo(history.entries().size());
        assertThat(service.taken).as("nothing more is sent").hasSize(taken);
    }

    private static Summary run(Disk disk, Service service, int lanes) throws IOException {
        Journal.Opened opened = Journal.open(disk.journal(), new Json.Obj(Map.of("journal", Json.of(1))), false);
        try (Journal journal = ((Journal.Opened.Ready) opened).journal();
                RejectFile rejects = new RejectFile(name -> disk.rejects())) {
            assertThat(InputCheck.check(() -> Files.newInputStream(disk.input()), journal))
                    .isNotEqualTo(InputCheck.Verdict.CHANGED);
            if (journal.isContinued()) {
                rejects.continueAt(INPUT, journal.rejectsBytes());
            }
            Source source =
                    new Source(INPUT, Optional.of(journal), false, TestWorld.NOW, () -> open(disk.input(), journal));
            return new Backfill(plan(lanes), factory(), service, rejects, CLOCK, new Halt(duration -> {}))
                    .run(List.of(source));
        }
    }

    private static Source.Open open(Path file, Journal journal) throws IOException {
        HashingInputStream stream = HashingInputStream.of(Files.newInputStream(file), Optional.of(journal));
        Inputs.Opened opened = Inputs.open(INPUT, stream, InputOptions.none());
        return new Source.Open(
                stream,
                ((Inputs.Opened.Ready) opened).reader(),
                () -> stream.progress().bytes());
    }

    private static EventFactory factory() {
        return new EventFactory(new CallRules(CLOCK, TimestampReader.forFiles(null)));
    }

    private static Backfill.Plan plan(int lanes) {
        return new Backfill.Plan(
                Optional.empty(),
                false,
                TimeWindow.ALL,
                new Guard(CLOCK, false, false, false),
                (origin, event) -> MessageIds.derived(NAMESPACE, origin.file(), origin.record(), event),
                Order.USER,
                lanes,
                Backfill.Shard.ALL,
                new Backfill.Tolerance(Long.MAX_VALUE, Optional.empty(), Optional.empty()),
                Duration.ofSeconds(1));
    }
}
