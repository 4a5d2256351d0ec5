package io.github.cdpcli.cli;

import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Says things: results on standard output, everything else on standard error, as text or as JSON. What comes from
 * elsewhere must have gone through {@link Shown} before it gets here as text.
 */
final class Printer {

    private final World world;
    private final boolean json;
    private final boolean quiet;
    private final boolean verbose;
    private final boolean coloredResults;
    private final boolean coloredErrors;
    private String live = "";

    Printer(World world, boolean json, boolean quiet, boolean verbose, boolean coloredResults, boolean coloredErrors) {
        this.world = world;
        this.json = json;
        this.quiet = quiet;
        this.verbose = verbose;
        this.coloredResults = coloredResults;
        this.coloredErrors = coloredErrors;
    }

    /** For what happens before options are read. */
    static Printer plain(World world) {
        return new Printer(world, false, false, false, false, false);
    }

    boolean isJson() {
        return json;
    }

    boolean isVerbose() {
        return verbose;
    }

    boolean isQuiet() {
        return quiet;
    }

    /** A result, in the one of its two forms that was asked for. Quiet keeps it to itself. */
    void result(String text, Json.Obj object) {
        if (!quiet) {
            line(world.out(), json ? fitFor(world.terminal().out(), JsonWriter.text(object)) : text);
        }
    }

    /** On a terminal no character of a string may be an instruction to it. */
    private static String fitFor(boolean terminal, String json) {
        return terminal ? Shown.json(json) : json;
    }

    /** Output that was asked for in so many words, such as a dry run; never kept back. */
    void output(String text) {
        line(world.out(), text);
    }

    /**
     * A line of JSON that was asked for, as the bytes it is; on a terminal, fit to be shown.
     *
     * @return whether anybody still listens
     */
    boolean output(byte[] line) {
        if (world.terminal().out()) {
            output(Shown.json(new String(line, StandardCharsets.UTF_8)));
        } else {
            byte[] whole = Arrays.copyOf(line, line.length + 1);
            whole[line.length] = '\n';
            world.out().write(whole, 0, whole.length);
        }
        return !world.out().checkError();
    }

    /** Something to know that changes nothing. */
    void warn(String text) {
        if (!quiet) {
            message("warning", "33", text);
        }
    }

    /** Something about a step of the work. */
    void note(String text) {
        if (!quiet && !json) {
            line(world.err(), text);
        }
    }

    /** Something only the curious want to know. */
    void detail(String text) {
        if (verbose && json) {
            line(world.err(), JsonWriter.text(new Json.Obj(Map.of("detail", Json.of(text)))));
        } else if (verbose) {
            line(world.err(), painted("2", text));
        }
    }

    private void message(String kind, String paint, String text) {
        if (json) {
            line(world.err(), JsonWriter.text(new Json.Obj(Map.of(kind, Json.of(text)))));
        } else {
            line(world.err(), painted(paint, kind + ":") + " " + text);
        }
    }

    /** An error: what and where, each problem of it on a line of its own, then what to do next. */
    void error(String command, Failure failure) {
        if (json) {
            line(world.err(), JsonWriter.text(asJson(failure)));
            return;
        }
        line(world.err(), painted("31", command + ":") + " " + failure.message());
        problems(failure.problems(), "");
        failure.hints().forEach(hint -> line(world.err(), "  " + hint));
    }

    /** Problems in a column: place, then what is wrong with it. */
    void problems(List<Problem> problems, String mark) {
        if (problems.isEmpty()) {
            return;
        }
        int width = problems.stream()
                .mapToInt(p -> Shown.text(p.path(), 40).length())
                .max()
                .orElse(0);
        for (Problem problem : problems) {
            String place = Shown.text(problem.path(), 40);
            line(
                    world.err(),
                    "  " + mark + place + " ".repeat(width - place.length()) + "  "
                            + Shown.text(problem.message(), 300));
        }
    }

    private static Json.Obj asJson(Failure failure) {
        Map<String, Json> error = new LinkedHashMap<>();
        error.put("exitCode", Json.of(failure.exitCode().number()));
        error.put("message", Json.of(failure.message()));
        if (!failure.problems().isEmpty()) {
            error.put("problems", asJson(failure.problems()));
        }
        if (!failure.hints().isEmpty()) {
            error.put(
                    "hints", new Json.Arr(failure.hints().stream().map(Json::of).toList()));
        }
        return new Json.Obj(Map.of("error", new Json.Obj(error)));
    }

    /** Problems as data: code, path and message of each. */
    static Json asJson(List<Problem> problems) {
        return new Json.Arr(problems.stream().map(Printer::asJson).toList());
    }

    private static Json asJson(Problem problem) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("code", Json.of(problem.code().wireName()));
        members.put("path", Json.of(Shown.text(problem.path())));
        members.put("message", Json.of(Shown.text(problem.message(), 300)));
        return new Json.Obj(members);
    }

    /** What a part of a result is, and so its colour; each also says in words what it is. */
    enum Paint {
        GOOD("32"),
        DOUBTFUL("33"),
        BAD("31"),
        TITLE("1"),
        FAINT("2");

        private final String code;

        Paint(String code) {
            this.code = code;
        }
    }

    /** A part of a result, in colour where there is any. */
    String painted(Paint paint, String text) {
        return coloredResults ? paint(paint.code, text) : text;
    }

    /** A word of a result, standing out on a terminal. */
    String highlighted(String text) {
        return painted(Paint.GOOD, text);
    }

    private String painted(String paint, String text) {
        return coloredErrors ? paint(paint, text) : text;
    }

    private static String paint(String paint, String text) {
        return "\u001b[" + paint + "m" + text + "\u001b[0m";
    }

    /** Shows how things stand, on a line of the terminal that changes; empty takes it away. */
    synchronized void live(String text) {
        if (!text.equals(live)) {
            String fitting =
                    text.substring(0, Math.min(text.length(), world.terminal().columns() - 1));
            world.err().print("\r\u001b[K" + fitting);
            world.err().flush();
            live = text;
        }
    }

    /** Says how things stand, in a line that stays. */
    void progress(String text) {
        line(world.err(), text);
    }

    /** What is said while a live line shows takes its place; the line comes back below with its next change. */
    private synchronized void line(PrintStream stream, String text) {
        if (!live.isEmpty()) {
            world.err().print("\r\u001b[K");
            world.err().flush();
            live = "";
        }
        stream.print(text + "\n");
        stream.flush();
    }
}
