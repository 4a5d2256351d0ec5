package io.github.cdpcli.cli;

import java.util.List;
import java.util.Optional;

/**
 * How a backfill ended.
 *
 * @param code its exit code
 * @param failure why it did not come to its end, or had nothing to do where that is a failure
 */
record Ending(ExitCode code, Optional<Failure> failure) {

    static Ending of(ExitCode code) {
        return new Ending(code, Optional.empty());
    }

    static Ending of(Failure failure) {
        return new Ending(failure.exitCode(), Optional.of(failure));
    }

    /** In a sentence, fit to be shown. */
    String message() {
        return failure.map(Failure::message).orElse(code == ExitCode.OK ? "finished" : code.meaning());
    }

    /** What to do next, a sentence each; empty when there is nothing to do. */
    List<String> hints() {
        return failure.map(Failure::hints).orElse(List.of());
    }
}
