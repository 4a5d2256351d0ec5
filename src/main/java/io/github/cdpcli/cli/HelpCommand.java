package io.github.cdpcli.cli;

import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** {@code cdp help}: on a command, or on a topic that no command owns. */
final class HelpCommand implements Command {

    private final Options options = new Options(CommandSpec.create());
    private final Options.Positional topics;
    private final Options.Flag all;
    private final OutputOptions output;

    HelpCommand() {
        topics = options.positional(
                "0..1", "COMMAND|TOPIC", "A command, or one of: " + String.join(", ", HelpTopics.NAMES) + ".");
        all = options.flag("--all", "With a COMMAND: all its options.");
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
        List<String> asked = topics.get();
        if (asked.isEmpty()) {
            printer.output(HelpPage.ofTheTool());
            return ExitCode.OK;
        }
        printer.output(HelpTopics.named(asked.get(0)).orElseGet(() -> command(asked.get(0))));
        return ExitCode.OK;
    }

    private static Failure unknown(String name) {
        List<String> names = Stream.concat(Commands.ALL.stream().map(Commands::name), HelpTopics.NAMES.stream())
                .toList();
        List<String> near = Nearest.to(name, names);
        String[] hints = Stream.of(
                        near.isEmpty() ? "" : "Did you mean " + String.join(" or ", near) + "?",
                        "Topics are the commands and " + String.join(", ", HelpTopics.NAMES) + ".")
                .filter(hint -> !hint.isEmpty())
                .toArray(String[]::new);
        return Failure.usage("there is no help on " + Shown.text(name, 40), hints);
    }

    private String command(String name) {
        Commands entry = Commands.named(name).orElseThrow(() -> unknown(name));
        HelpPage page = new HelpPage(entry, entry.make().options());
        return all.isSet() ? page.whole() : page.brief();
    }
}
