package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
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
import picocli.CommandLine.TypeConversionException;

/** Tells how a long run is going: a live line on a terminal, a plain line now and then elsewhere. */
final class Progress implements AutoCloseable {

    private static final Duration FRAME = Duration.ofMillis(100);
    private static final Duration LINE = Duration.ofSeconds(30);
    private static final Duration OBJECT = Duration.ofSeconds(1);

    private final World world;
    private final Printer printer;
    private final Mode mode;
    private final Backfill backfill;
    private final OptionalLong totalBytes;
    private final Supplier<Traffic> traffic;
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
            for (Mode mode : values()) {
                if (mode.name().equalsIgnoreCase(text)) {
                    return mode;
                }
            }
            throw new TypeConversionException("auto, bar, plain, json or none");
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

    private Progress(
            World world,
            Printer printer,
            Mode mode,
            Backfill backfill,
            OptionalLong totalBytes,
            Supplier<Traffic> traffic) {
        this.world = world;
        this.printer = printer;
        this.mode = mode;
        this.backfill = backfill;
        this.totalBytes = totalBytes;
        this.traffic = traffic;
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
        Progress progress = new Progress(world, printer, mode.in(world, printer), backfill, totalBytes, traffic);
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
                Summary now = backfill.soFar();
                long bytes = backfill.bytesRead();
                switch (mode) {
                    case BAR -> printer.live(line(now, traffic.get(), bytes, totalBytes, elapsed));
                    case JSON -> printer.progress(JsonWriter.text(json(now, traffic.get(), bytes, elapsed)));
                    default -> printer.progress(line(now, traffic.get(), bytes, totalBytes, elapsed));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@code 42%  accepted 1,200,000  rejected 12  34,100/s  18.2 MB/s  1 min 3 s left  16 lanes  3 retries}. */
    static String line(Summary now, Traffic traffic, long bytes, OptionalLong total, Duration elapsed) {
        long millis = Math.max(1, elapsed.toMillis());
        StringBuilder line = new StringBuilder();
        if (total.isPresent() && total.getAsLong() > 0) {
            line.append(Math.min(100, bytes * 100 / total.getAsLong())).append("%  ");
        }
        line.append("accepted ").append(Words.grouped(now.accepted()));
        append(line, "rejected", now.rejected());
        append(line, "held", now.held());
        append(line, "filtered", now.filtered());
        append(line, "earlier", now.earlier());
        line.append("  ").append(Words.grouped(now.accepted() * 1000 / millis)).append("/s  ");
        line.append(Words.bytes(bytes * 1000 / millis)).append("/s");
        if (total.isPresent() && bytes > 0 && bytes < total.getAsLong()) {
            double left = (total.getAsLong() - bytes) * (double) millis / bytes;
            line.append("  ").append(Words.time(Duration.ofMillis((long) left))).append(" left");
        }
        line.append("  ").append(Words.count(traffic.lanes(), "lane"));
        if (traffic.retries() > 0) {
            line.append("  ")
                    .append(Words.grouped(traffic.retries()))
                    .append(traffic.retries() == 1 ? " retry" : " retries");
        }
        return line.toString();
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
