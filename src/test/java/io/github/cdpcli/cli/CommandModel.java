package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command with all its options, as shell completion and man pages need it.
 *
 * @param entry its place in the list of commands
 * @param declared what the program itself parses with
 */
record CommandModel(Commands entry, Options declared) {

    /** All of them, in the order of the help. */
    static List<CommandModel> all() {
        List<CommandModel> models = new ArrayList<>();
        for (Commands entry : Commands.ALL) {
            Options options = Help.described(entry.make());
            models.add(new CommandModel(entry, options));
        }
        return models;
    }

    String name() {
        return entry.name();
    }

    /** All but the hidden ones, in the order in which they are declared. */
    List<OptionSpec> options() {
        return declared.spec().options().stream()
                .filter(option -> !option.hidden())
                .toList();
    }

    /** The first sentence of it, without its full stop: as much as stands beside a word that is offered. */
    static String gist(OptionSpec option) {
        String all = HelpPage.description(option);
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
