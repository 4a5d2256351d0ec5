package io.github.cdpcli.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code cdp completion}: what a shell reads to complete command lines. The scripts are files of {@code completions/}, which
 * a test holds against the commands and writes anew.
 */
final class CompletionCommand implements Command {

    /** The shells, and the file of each. */
    static final Map<String, String> FILES = Map.of("bash", "cdp.bash", "zsh", "_cdp", "fish", "cdp.fish");

    private static final String SHELLS = "bash, zsh or fish";

    private final Options options = new Options(CommandSpec.create());
    private final Options.Positional shells;
    private final OutputOptions output;

    CompletionCommand() {
        shells = options.positional("0..1", "SHELL", "bash, zsh or fish.");
        output = new OutputOptions(options);
    }

    @Override
    public Options options() {
        return options;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        List<String> named = shells.get();
        if (named.isEmpty()) {
            throw Failure.usage("name the shell: " + SHELLS, "Try 'cdp completion --help'.");
        }
        Optional<String> file = Optional.ofNullable(FILES.get(named.get(0)));
        printer.output(script(file.orElseThrow(() -> Failure.usage(
                        "there is no completion for " + Shown.text(named.get(0), 40) + "; it is for " + SHELLS)))
                .stripTrailing());
        return ExitCode.OK;
    }

    private static String script(String file) {
        try (InputStream in = CompletionCommand.class.getResourceAsStream("completions/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the program was packed without " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw Failure.of(ExitCode.INTERNAL, "the program's own files cannot be read");
        }
    }
}
