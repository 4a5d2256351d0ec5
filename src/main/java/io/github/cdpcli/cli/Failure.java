package io.github.cdpcli.cli;

import io.github.cdpcli.event.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * The one exception of this layer: ends a command with an exit code and a message for a person. Thrown and caught within
 * {@code cli} only; the core returns its outcomes.
 */
final class Failure extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final ExitCode exitCode;
    private final transient List<Problem> problems;
    private final transient List<String> hints;

    private Failure(ExitCode exitCode, String message, List<Problem> problems, List<String> hints) {
        super(message);
        this.exitCode = exitCode;
        this.problems = List.copyOf(problems);
        this.hints = List.copyOf(hints);
    }

    /**
     * A mistake in what the user gave.
     *
     * @param message what is wrong and where, one line
     * @param hints what to do next, a line each
     */
    static Failure usage(String message, String... hints) {
        return new Failure(ExitCode.USAGE, message, List.of(), List.of(hints));
    }

    static Failure of(ExitCode exitCode, String message, String... hints) {
        return new Failure(exitCode, message, List.of(), List.of(hints));
    }

    static Failure invalid(String message, List<Problem> problems) {
        return new Failure(ExitCode.USAGE, message, problems, List.of());
    }

    /** The same with one more thing to do. */
    Failure with(String hint) {
        List<String> more = new ArrayList<>(hints);
        more.add(hint);
        return new Failure(exitCode, message(), problems, more);
    }

    ExitCode exitCode() {
        return exitCode;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    List<Problem> problems() {
        return problems;
    }

    List<String> hints() {
        return hints;
    }
}
