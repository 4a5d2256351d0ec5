package io.github.cdpcli.cli;

import io.github.cdpcli.json.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a test of the connection says: as text a line for each step as it goes, as JSON one object at the end. */
final class ConnectionReport {

    private final World world;
    private final Printer printer;
    private final List<Json> steps = new ArrayList<>();
    private int httpStatus;

    ConnectionReport(World world, Printer printer) {
        this.world = world;
        this.printer = printer;
    }

    long now() {
        return world.nanoTime().getAsLong();
    }

    Duration since(long began) {
        return Duration.ofNanos(now() - began);
    }

    /** What the test will be about. */
    void settings(Duration took, String detail) {
        add("settings", took, detail);
        line("settings  " + detail);
    }

    /** A step and what it came to; the detail is clean. */
    void step(String name, Duration took, String detail) {
        add(name, took, detail);
        line(padded(name, 10) + padded(Words.time(took), 8) + detail);
    }

    /** With which status the service answered; 0 when it did not. */
    void answered(int status) {
        httpStatus = status;
    }

    private void add(String name, Duration took, String detail) {
        Map<String, Json> step = new LinkedHashMap<>();
        step.put("step", Json.of(name));
        step.put("milliseconds", Json.of(took.toMillis()));
        step.put("detail", Json.of(detail));
        steps.add(new Json.Obj(step));
    }

    private void line(String text) {
        if (!printer.isJson() && !printer.isQuiet()) {
            printer.output(text);
        }
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }

    /** All went well: what that proves, and what not. */
    ExitCode passed(String verdict, String... more) {
        StringBuilder text = new StringBuilder("ok: ").append(verdict);
        for (String line : more) {
            text.append("\n  ").append(line);
        }
        printer.result(text.toString(), object(ExitCode.OK, verdict, List.of(more)));
        return ExitCode.OK;
    }

    /** It did not: returns the failure, to be thrown. As text, the failure itself says everything. */
    Failure failed(Failure failure) {
        if (printer.isJson()) {
            printer.result("", object(failure.exitCode(), failure.message(), failure.hints()));
        }
        return failure;
    }

    private Json.Obj object(ExitCode exitCode, String verdict, List<String> hints) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("ok", Json.of(exitCode == ExitCode.OK));
        members.put("verdict", Json.of(verdict));
        members.put("exitCode", Json.of(exitCode.number()));
        if (httpStatus > 0) {
            members.put("httpStatus", Json.of(httpStatus));
        }
        members.put("steps", new Json.Arr(steps));
        members.put("hints", new Json.Arr(hints.stream().map(Json::of).toList()));
        return new Json.Obj(members);
    }
}
