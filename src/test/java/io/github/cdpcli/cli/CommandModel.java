package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command with all its options, as shell completion and man pages need it.
 *
 * @param entry its place in the list of commands
 * @param spec what the program itself parses with
 */
record CommandModel(Commands entry, CommandSpec spec) {

    /** All of them, in the order of the help. */
    static List<CommandModel> all() {
        List<CommandModel> models = new ArrayList<>();
        for (Commands entry : Commands.ALL) {
            CommandLine line = Objects.requireNonNull(
                    Help.of(entry, entry.make()).getSubcommands().get(entry.name()));
            models.add(new CommandModel(entry, line.getCommandSpec()));
        }
        return models;
    }

    String name() {
        return entry.name();
    }

    /** All but the hidden ones, in the order in which they are declared. */
    List<OptionSpec> options() {
        return spec.options().stream().filter(option -> !option.hidden()).toList();
    }

    /** What an option or argument is for; picocli's own doubling of per cent signs undone. */
    static String description(CommandLine.Model.ArgSpec arg) {
        return String.join(" ", arg.description()).replace("%%", "%");
    }

    /** The first sentence of it, without its full stop: as much as stands beside a word that is offered. */
    static String gist(CommandLine.Model.ArgSpec arg) {
        String all = description(arg);
        int end = all.indexOf(". ");
        return end < 0 ? all.replaceFirst("\\.$", "") : all.substring(0, end);
    }

    static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    static boolean isRepeatable(OptionSpec option) {
        return option.isMultiValue();
    }

    /** Short names first. */
    static List<String> names(OptionSpec option) {
        return Arrays.stream(option.names())
                .sorted((one, other) -> Integer.compare(one.length(), other.length()))
                .toList();
    }
}
