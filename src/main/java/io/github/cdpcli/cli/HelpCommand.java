package io.github.cdpcli.cli;

import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp help}: on a command, or on a topic that no command owns. */
final class HelpCommand implements Command {

    private final CommandSpec spec = CommandSpec.create();
    private final Options.Positional topics;
    private final OutputOptions output;

    HelpCommand() {
        Options options = new Options(spec);
        topics = options.positional(
                "0..1", "COMMAND|TOPIC", "A command, or one of: " + String.join(", ", HelpTopics.NAMES) + ".");
        output = new OutputOptions(options);
    }

    @Override
    public CommandSpec spec() {
        return spec;
    }

    @Override
    public OutputOptions output() {
        return output;
    }

    @Override
    public ExitCode run(World world, Printer printer) {
        List<String> asked = topics.get();
        if (asked.isEmpty()) {
            printer.output(Help.text(Help.ofTheTool()));
            return ExitCode.OK;
        }
        printer.output(HelpTopics.named(asked.get(0)).orElseGet(() -> command(asked.get(0))));
        return ExitCode.OK;
    }

    private static String command(String name) {
        Commands entry = Commands.named(name)
                .orElseThrow(() -> Failure.usage(
                        "there is no help on " + Shown.text(name),
                        "Topics are the commands and " + String.join(", ", HelpTopics.NAMES) + "."));
        CommandLine root = Help.of(entry, entry.make());
        return Help.text(Objects.requireNonNull(root.getSubcommands().get(name)));
    }
}
