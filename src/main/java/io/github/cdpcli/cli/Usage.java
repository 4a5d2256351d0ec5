package io.github.cdpcli.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Mistakes on the command line, in our words. */
final class Usage {

    private Usage() {}

    static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched) {
            boolean atRoot = e.getCommandLine().getParent() == null;
            return atRoot && !unmatched.isUnknownOption()
                    ? "there is no command " + unmatched.getUnmatched().get(0)
                    : unmatched(unmatched.getUnmatched());
        } else if (e instanceof OverwrittenOptionException twice) {
            return twice.getOverwritten().paramLabel().isEmpty()
                    ? "an option is given twice"
                    : option(twice.getOverwritten()) + " is given twice";
        } else if (e instanceof MissingParameterException missing
                && !missing.getMissing().isEmpty()) {
            return option(missing.getMissing().get(0)) + " needs a value";
        }
        return String.valueOf(e.getMessage());
    }

    /**
     * Refuses an option in the place of a value: {@code --user-id --triat plan=pro} would send somebody the id "--triat".
     * Whoever means it writes {@code --user-id=--triat}.
     */
    static void checkValues(CommandSpec spec, String[] arguments) {
        int i = 0;
        while (i + 1 < arguments.length && !arguments[i].equals("--")) {
            OptionSpec option = option(spec, arguments[i]);
            if (option == null || option.arity().max() == 0) {
                i++;
                continue;
            }
            if (arguments[i + 1].startsWith("--") || option(spec, arguments[i + 1]) != null) {
                throw Failure.usage(
                        option.longestName() + " needs a value, but " + Shown.text(arguments[i + 1], 40) + " follows",
                        "If that is the value, write " + option.longestName() + "=" + Shown.text(arguments[i + 1], 40));
            }
            i += 2;
        }
    }

    /** Refuses an option in front of the command, which is not the tool's own. */
    static void checkOrder(String[] arguments) {
        if (arguments.length == 0 || !arguments[0].startsWith("-")) {
            return;
        }
        for (String argument : arguments) {
            // Last, because it makes a model of the tool, which "--version" alone is to be spared.
            if (Commands.named(argument).isPresent() && !Help.isOfTheTool(arguments[0])) {
                String option = Shown.text(arguments[0], 40);
                throw Failure.usage(
                        option + " stands in front of the command; options follow it",
                        "Write it like this: cdp " + argument + " … " + option);
            }
        }
    }

    /** picocli finds an option by its name without the dashes too. */
    private static @Nullable OptionSpec option(CommandSpec spec, String argument) {
        return argument.startsWith("-") ? spec.findOption(argument) : null;
    }

    private static String option(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }

    private static String unmatched(List<String> arguments) {
        String first = arguments.get(0);
        if (first.startsWith("-") && first.length() > 1) {
            int sign = first.indexOf('=');
            return "there is no option " + (sign < 0 ? first : first.substring(0, sign));
        }
        String list = arguments.stream().map(Shown::text).collect(Collectors.joining(" "));
        return "too many arguments: " + list + " (quote values with spaces)";
    }
}
