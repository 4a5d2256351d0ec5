package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.backfill.DryRun;
import io.github.cdpcli.backfill.Summary;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Tells how a long run is going: a live line on a terminal, a plain line now and then elsewhere. */
final class Progress implements AutoCloseable {

    private static final Duration FRAME = Duration.ofMillis(100);
    private static final Duration LINE = Duration.ofSeconds(30);
    private static final Duration OBJECT = Duration.ofSeconds(1);

    private final World world;
    private final Printer printer;
    private final Mode mode;
    private final Work work;
    private final long began;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::tell, "cdp-progress");

    /**
     * What goes over the wire.
     *
     * @param lanes requests at a time, at the moment
     * @param retries requests that had gone before, so far
     */
    record Traffic(int lanes, long retries) {}

    /** How to tell. */
    enum Mode {
        AUTO,
        BAR,
        PLAIN,
        JSON,
        NONE;

        static Mode parse(String text) {
            return Parsers.oneOf(values(), text, "auto, bar, plain, json or none");
        }

        /** What auto means here. */
        Mode in(World world, Printer printer) {
            if (this != AUTO) {
                return this;
            } else if (printer.isQuiet() || printer.isJson()) {
                return NONE;
            }
            boolean live =
                    world.terminal().err() && !"dumb".equals(world.environment().get("TERM"));
            return live ? BAR : PLAIN;
        }
    }

    /** Something long that can be asked how it stands. */
    interface Work {
        String line(Duration elapsed);

        Json.Obj json(Duration elapsed);
    }

    private record Sending(Backfill backfill, OptionalLong totalBytes, Supplier<Traffic> traffic) implements Work {
        @Override
        public String line(Duration elapsed) {
            return Progress.line(backfill.soFar(), traffic.get(), backfill.bytesRead(), totalBytes, elapsed);
        }

        @Override
        public Json.Obj json(Duration elapsed) {
            return Progress.json(backfill.soFar(), traffic.get(), backfill.bytesRead(), elapsed);
        }
    }

    private record Looking(DryRun run, OptionalLong totalBytes) implements Work {
        @Override
        public String line(Duration elapsed) {
            return Progress.line(run.counts(), run.bytesRead(), totalBytes, elapsed);
        }

        @Override
        public Json.Obj json(Duration elapsed) {
            return Progress.json(run.counts(), run.bytesRead(), elapsed);
        }
    }

    private Progress(World world, Printer printer, Mode mode, Work work) {
        this.world = world;
        this.printer = printer;
        this.mode = mode;
        this.work = work;
        this.began = world.nanoTime().getAsLong();
    }

    /**
     * Begins to tell.
     *
     * @param totalBytes the size of all inputs, if it is known
     */
    static Progress start(
            World world,
            Printer printer,
            Mode mode,
            Backfill backfill,
            OptionalLong totalBytes,
            Supplier<Traffic> traffic) {
        return start(new Progress(world, printer, mode.in(world, printer), new Sending(backfill, totalBytes, traffic)));
    }

    /** The same of a run that sends nothing. */
    static Progress start(World world, Printer printer, Mode mode, DryRun run, OptionalLong totalBytes) {
        return start(new Progress(world, printer, mode.in(world, printer), new Looking(run, totalBytes)));
    }

    private static Progress start(Progress progress) {
        if (progress.mode != Mode.NONE) {
            progress.thread.setDaemon(true);
            progress.thread.start();
        }
        return progress;
    }

    /** Does the work that is told of. */
    <T> T during(Supplier<T> work) {
        return work.get();
    }

    private void tell() {
        Duration pause = mode == Mode.BAR ? FRAME : mode == Mode.JSON ? OBJECT : LINE;
        try {
            while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                Duration elapsed = Duration.ofNanos(world.nanoTime().getAsLong() - began);
                switch (mode) {
                    case BAR -> printer.live(work.line(elapsed));
                    case JSON -> printer.progress(JsonWriter.text(work.json(elapsed)));
                    default -> printer.progress(work.line(elapsed));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code 42%  accepted 1,200,000  rejected 12  34,100/s  18.2 MB/s  1 min 3 s left  16 lanes  3 retries}. */
    static String line(Summary now, Traffic traffic, long bytes, OptionalLong total, Duration elapsed) {
        StringBuilder line = share(bytes, total);
        line.append("accepted ").append(Words.grouped(now.accepted()));
        append(line, "rejected", now.rejected());
        append(line, "held", now.held());
        append(line, "filtered", now.filtered());
        append(line, "earlier", now.earlier());
        speed(line, now.accepted(), bytes, total, elapsed);
        line.append("  ").append(Words.count(traffic.lanes(), "lane"));
        if (traffic.retries() > 0) {
            line.append("  ")
                    .append(Words.grouped(traffic.retries()))
                    .append(traffic.retries() == 1 ? " retry" : " retries");
        }
        return line.toString();
    }

    /** {@code 42%  read 1,200,000  rejected 12  34,100/s  18.2 MB/s  1 min 3 s left}. */
    static String line(DryRun.Counts now, long bytes, OptionalLong total, Duration elapsed) {
        StringBuilder line = share(bytes, total);
        line.append("read ").append(Words.grouped(now.read()));
        append(line, "rejected", now.rejected());
        append(line, "held", now.held());
        speed(line, now.read(), bytes, total, elapsed);
        return line.toString();
    }

    private static StringBuilder share(long bytes, OptionalLong total) {
        StringBuilder line = new StringBuilder();
        return total.isPresent() && total.getAsLong() > 0
                ? line.append(Math.min(100, bytes * 100 / total.getAsLong())).append("%  ")
                : line;
    }

    private static void speed(StringBuilder line, long records, long bytes, OptionalLong total, Duration elapsed) {
        long millis = Math.max(1, elapsed.toMillis());
        line.append("  ").append(Words.grouped(records * 1000 / millis)).append("/s  ");
        line.append(Words.bytes(bytes * 1000 / millis)).append("/s");
        if (total.isPresent() && bytes > 0 && bytes < total.getAsLong()) {
            double left = (total.getAsLong() - bytes) * (double) millis / bytes;
            line.append("  ").append(Words.time(Duration.ofMillis((long) left))).append(" left");
        }
    }

    private static void append(StringBuilder line, String label, long count) {
        if (count > 0) {
            line.append("  ").append(label).append(' ').append(Words.grouped(count));
        }
    }

    private static Json.Obj json(Summary now, Traffic traffic, long bytes, Duration elapsed) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("read", Json.of(now.read()));
        members.put("accepted", Json.of(now.accepted()));
        members.put("rejected", Json.of(now.rejected()));
        members.put("held", Json.of(now.held()));
        members.put("filtered", Json.of(now.filtered()));
        members.put("earlier", Json.of(now.earlier()));
        members.put("bytes", Json.of(bytes));
        members.put("lanes", Json.of(traffic.lanes()));
        members.put("retries", Json.of(traffic.retries()));
        members.put("milliseconds", Json.of(elapsed.toMillis()));
        return new Json.Obj(Map.of("progress", new Json.Obj(members)));
    }

    private static Json.Obj json(DryRun.Counts now, long bytes, Duration elapsed) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("read", Json.of(now.read()));
        members.put("ready", Json.of(now.ready()));
        members.put("rejected", Json.of(now.rejected()));
        members.put("held", Json.of(now.held()));
        members.put("filtered", Json.of(now.filtered()));
        members.put("bytes", Json.of(bytes));
        members.put("milliseconds", Json.of(elapsed.toMillis()));
        return new Json.Obj(Map.of("progress", new Json.Obj(members)));
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        printer.live("");
    }
}
