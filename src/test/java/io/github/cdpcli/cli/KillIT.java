package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FaultServer;
import io.github.cdpcli.testing.FaultServer.Fault;
import io.github.cdpcli.testing.FaultServer.Stage;
import io.github.cdpcli.testing.History;
import io.github.cdpcli.testing.History.Fate;
import io.github.cdpcli.testing.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real program, killed at seeded moments and run again until it is done: then what arrived is what was in the file.
 * {@code -Pcampaign} kills it many times more.
 */
class KillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Stage> STAGES = List.of(Stage.values());
    private static final long PATIENCE_SECONDS = 120;
    private static final FaultServer.Rules RULES = new FaultServer.Rules(45_000, true, true);

    @TempDir
    private Path folder;

    /** A process of the program, and where its output goes. */
    private record Run(Process process, Path out, Path err) {
        int end() throws Exception {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("it did not end: " + Files.readString(err));
            }
            return process.exitValue();
        }
    }

    private Run start(Path home, FaultServer server, String... arguments) throws IOException {
        return start(home, server, List.of(), arguments);
    }

    /** Starts it by another program. */
    private Run start(Path home, FaultServer server, List<String> by, String... arguments) throws IOException {
        return start(
                home,
                server,
                by,
                ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()),
                arguments);
    }

    private Run start(Path home, FaultServer server, List<String> by, ProcessBuilder.Redirect in, String... arguments)
            throws IOException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command = new ArrayList<>(by);
        command.addAll(List.of(
                java.toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-jar", jar(), "backfill"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "out", "");
        Path err = Files.createTempFile(home, "err", "");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectInput(in)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("CIO_"));
        builder.environment().put("HOME", home.toString());
        builder.environment().put("CDP_API_KEY", "key-1234567890");
        builder.environment().put("CDP_API_URL", server.url());
        return new Run(builder.start(), out, err);
    }

    private static String jar() {
        return Path.of(System.getProperty("cdp.jar", "target/cdp.jar"))
                .toAbsolutePath()
                .toString();
    }

    /** Does something to the process when a request has come so far; loses an answer now and then. */
    private static final class Killer implements FaultServer.Schedule {
        private final Random random;
        private final int share;
        private CompletableFuture<Process> victim = new CompletableFuture<>();
        private Consumer<Process> deed = process -> {};
        private int begun;
        private int when;
        private Stage stage = Stage.HEAD;

        Killer(Random random, int share) {
            this.random = new Random(random.nextLong());
            this.share = share;
        }

        /** Plans a deed for the run that is started next. */
        synchronized void plan(int request, Stage at, Consumer<Process> what) {
            victim = new CompletableFuture<>();
            begun = 0;
            when = request;
            stage = at;
            deed = what;
        }

        void started(Process process) {
            victim.complete(process);
        }

        @Override
        public synchronized Fault fault(int request) {
            if (random.nextInt(100) >= share) {
                return Fault.NONE;
            }
            return List.of(Fault.TAKEN_THEN_CLOSED, Fault.TAKEN_THEN_RESET, Fault.ANSWERED_THEN_CLOSED)
                    .get(random.nextInt(3));
        }

        @Override
        public void reached(int request, Stage at) {
            Consumer<Process> now;
            synchronized (this) {
                begun += at == Stage.HEAD ? 1 : 0;
                if (begun < when || at != stage) {
                    return;
                }
                now = deed;
                deed = process -> {};
            }
            now.accept(victim.join());
        }
    }

    private static void kill(Process process) {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Path home(Random random) throws IOException {
        return Files.createDirectories(folder.resolve(Long.toHexString(random.nextLong())));
    }

    private static History history(Random random) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        return new History(random, now, 1 + random.nextInt(80), 3000);
    }

    @Test
    void killedAndRunAgainUntilItIsDoneNothingIsLost() {
        int kills = Integer.getInteger("cdp.campaign", 6);
        int files = 1 + kills / 12;
        Seeds.each(files, random -> killed(random, kills / files, false));
    }

    @Test
    void standardInputGoesOnByRecordWhenTheSameComesAgain() {
        int kills = Integer.getInteger("cdp.campaign", 12) / 6;
        Seeds.each(1, random -> killed(random, Math.min(kills, 8), true));
    }

    /** What a run sent, and with how many requests at a time. */
    private record Sent(List<FaultServer.Exchange> exchanges, int lanes) {}

    private void killed(Random random, int kills, boolean standardInput) throws Exception {
        Path home = home(random);
        History history = history(random).grow(700 + random.nextInt(500));
        Path file = Files.writeString(home.resolve("h.ndjson"), history.ndjson());
        Killer killer = new Killer(random, random.nextInt(8));
        List<Sent> runs = new ArrayList<>();
        try (FaultServer server = new FaultServer(RULES, killer)) {
            int code = -1;
            for (int run = 0; code != 0 && code != 6; run++) {
                int lanes = 1 + random.nextInt(12);
                Stage stage = STAGES.get(random.nextInt(STAGES.size()));
                killer.plan(run < kills ? 1 + random.nextInt(45) : Integer.MAX_VALUE, stage, KillIT::kill);
                int before = server.taken().size();
                Run started = start(
                        home,
                        server,
                        List.of(),
                        ProcessBuilder.Redirect.from(
                                standardInput
                                        ? file.toFile()
                                        : Path.of("/dev/null").toFile()),
                        standardInput ? "-" : "h.ndjson",
                        "--concurrency",
                        String.valueOf(lanes),
                        "--max-errors",
                        "100%",
                        "--json");
                killer.started(started.process());
                code = started.end();
                server.awaitQuiet();
                assertThat(code).as(Files.readString(started.err())).isIn(0, 6, 137);
                List<FaultServer.Exchange> taken = server.taken();
                runs.add(new Sent(taken.subList(before, taken.size()), lanes));
                if (code != 137) {
                    var summary = JSON.readTree(Files.readString(started.out()));
                    assertThat(summary.get("read").asInt())
                            .isEqualTo(history.entries().size());
                    assertThat(summary.get("accepted").asInt()
                                    + summary.get("rejected").asInt()
                                    + summary.get("held").asInt()
                                    + summary.get("earlier").asInt())
                            .isEqualTo(history.entries().size());
                }
            }
            history.check(server.taken(), history.numbers(Fate.SENT));
            checkRepeats(runs);
        }
        Path rejects = home.resolve(standardInput ? "stdin.rejects.ndjson" : "h.ndjson.rejects.ndjson");
        history.checkRejects(Files.readString(rejects), history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
    }

    /**
     * Within a run nothing is sent again once its answer was read. A run that goes on sends again at most what a killed
     * one had under way: a request for each lane.
     */
    private static void checkRepeats(List<Sent> runs) {
        Set<Integer> later = new HashSet<>();
        for (int run = runs.size() - 1; run >= 0; run--) {
            int repeated = 0;
            Map<Integer, FaultServer.Exchange> before = new HashMap<>();
            for (FaultServer.Exchange exchange : runs.get(run).exchanges()) {
                boolean again = false;
                for (String item : exchange.items()) {
                    int number = History.number(item);
                    FaultServer.Exchange earlier = before.put(number, exchange);
                    assertThat(earlier == null || !earlier.isKnown())
                            .as("sent again after its answer was read: " + item)
                            .isTrue();
                    again |= later.contains(number);
                }
                repeated += again && exchange.isAnswered() ? 1 : 0;
            }
            assertThat(repeated)
                    .as("requests of run " + run + " that were answered and sent again")
                    .isLessThanOrEqualTo(runs.get(run).lanes());
            later.addAll(before.keySet());
        }
    }

    /** What is under way is finished, and what was answered is not sent again. */
    @Test
    void terminatedItFinishesWhatIsUnderWayAndGoesOnLater() throws Exception {
        Random random = new Random(1);
        Path home = home(random);
        History history = history(random).grow(800);
        Files.writeString(home.resolve("h.ndjson"), history.ndjson());
        Killer killer = new Killer(random, 0);
        killer.plan(30, Stage.TAKEN, Process::destroy);
        try (FaultServer server = new FaultServer(RULES, killer)) {
            Run first = start(home, server, "h.ndjson", "--concurrency", "3");
            killer.started(first.process());
            assertThat(first.end()).as(Files.readString(first.err())).isEqualTo(143);
            assertThat(Files.readString(first.err())).contains("Run the same command again");
            server.awaitQuiet();
            int before = server.taken().size();
            Run second = start(home, server, "h.ndjson");
            assertThat(second.end()).as(Files.readString(second.err())).isEqualTo(6);
            server.awaitQuiet();
            List<FaultServer.Exchange> taken = server.taken();
            assertThat(before).isBetween(1, taken.size() - 1);
            history.check(taken, history.numbers(Fate.SENT));
            assertThat(taken.stream()
                            .mapToInt(exchange -> exchange.items().size())
                            .sum())
                    .as("each record once")
                    .isEqualTo(history.numbers(Fate.SENT).size());
        }
        history.checkRejects(
                Files.readString(home.resolve("h.ndjson.rejects.ndjson")),
                history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
    }

    @Test
    void aSecondSignalDoesNotWaitForAnythingAndLosesNothing() throws Exception {
        Random random = new Random(3);
        Path home = home(random);
        History history = history(random).grow(500);
        Files.writeString(home.resolve("h.ndjson"), history.ndjson());
        Killer killer = new Killer(random, 0);
        CompletableFuture<Run> first = new CompletableFuture<>();
        killer.plan(12, Stage.TAKEN, process -> {
            process.destroy();
            awaitText(first.join().err(), "stopping: what is under way is finished first");
            process.destroy();
            awaitEnd(first.join());
        });
        try (FaultServer server = new FaultServer(RULES, killer)) {
            first.complete(start(home, server, "h.ndjson", "--concurrency", "3", "--timeout", "60s"));
            killer.started(first.join().process());
            assertThat(first.join().end()).isEqualTo(143);
            assertThat(Files.readString(first.join().out()))
                    .as("no summary: it did not wait for the answers")
                    .isEmpty();
            server.awaitQuiet();
            Run second = start(home, server, "h.ndjson");
            assertThat(second.end()).as(Files.readString(second.err())).isEqualTo(6);
            server.awaitQuiet();
            history.check(server.taken(), history.numbers(Fate.SENT));
        }
        history.checkRejects(
                Files.readString(home.resolve("h.ndjson.rejects.ndjson")),
                history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
    }

    /** Holds the answer back until the process has ended. */
    private static void awaitEnd(Run run) {
        try {
            run.end();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitText(Path file, String text) {
        try {
            while (!Files.readString(file).contains(text)) {
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file may not grow beyond a limit, as on a disk that is full: what cannot be written down is not counted as sent. */
    @Test
    void aDiskThatIsFullStopsTheRunAndTheNextOneGoesOn() throws Exception {
        Random random = new Random(4);
        Path home = home(random);
        History history = history(random).grow(600);
        Files.writeString(home.resolve("h.ndjson"), history.ndjson());
        try (FaultServer server = new FaultServer(RULES, request -> Fault.NONE)) {
            Run full = start(home, server, List.of("bash", "-c", "ulimit -f 4; exec \"$@\"", "bash"), "h.ndjson");
            assertThat(full.end()).as(Files.readString(full.err())).isEqualTo(1);
            assertThat(Files.readString(full.err()))
                    .contains("stopped, because of ")
                    .contains("Run the same command again to go on where it stopped.");
            assertThat(Files.readString(full.out())).contains("  unsettled ");
            server.awaitQuiet();
            Run second = start(home, server, "h.ndjson");
            assertThat(second.end()).as(Files.readString(second.err())).isEqualTo(6);
            assertThat(Files.readString(second.out())).contains("  earlier  ");
            server.awaitQuiet();
            history.check(server.taken(), history.numbers(Fate.SENT));
        }
        history.checkRejects(
                Files.readString(home.resolve("h.ndjson.rejects.ndjson")),
                history.numbers(Fate.INVALID, Fate.HELD, Fate.REFUSED));
    }

    @Test
    void ofTwoRunsAtOnceTheSecondIsRefused() throws Exception {
        Random random = new Random(2);
        Path home = home(random);
        History history = history(random).grow(300);
        Files.writeString(home.resolve("h.ndjson"), history.ndjson());
        Killer killer = new Killer(random, 0);
        CompletableFuture<Void> secondHasEnded = new CompletableFuture<>();
        CompletableFuture<Void> firstIsSending = new CompletableFuture<>();
        killer.plan(1, Stage.TAKEN, process -> {
            firstIsSending.complete(null);
            secondHasEnded.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        });
        try (FaultServer server = new FaultServer(RULES, killer)) {
            Run first = start(home, server, "h.ndjson", "--concurrency", "1", "--timeout", "60s");
            killer.started(first.process());
            firstIsSending.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            int before = server.requests();
            Run second = start(home, server, "h.ndjson", "--concurrency", "1");
            assertThat(second.end()).isEqualTo(2);
            assertThat(Files.readString(second.err())).contains("is in use by another run");
            assertThat(server.requests()).isEqualTo(before);
            secondHasEnded.complete(null);
            assertThat(first.end()).as(Files.readString(first.err())).isEqualTo(6);
            history.check(server.taken(), history.numbers(Fate.SENT));
        }
    }
}
