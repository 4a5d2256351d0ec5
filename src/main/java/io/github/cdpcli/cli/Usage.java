package io.github.cdpcli.cli;

import java.util.List;
import java.util.stream.Collectors;
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
        for (int i = 0; i + 1 < arguments.length && !arguments[i].equals("--"); i++) {
            OptionSpec option = spec.findOption(arguments[i]);
            boolean takesValue = option != null && option.arity().max() > 0 && arguments[i].startsWith("-");
            if (takesValue && isOption(spec, arguments[i + 1])) {
                throw Failure.usage(
                        option.longestName() + " needs a value, but " + Shown.text(arguments[i + 1], 40) + " follows",
                        "If that is the value, write " + option.longestName() + "=" + Shown.text(arguments[i + 1], 40));
            }
            i += takesValue ? 1 : 0;
        }
    }

    /** picocli would also take a word for the option that is called like it. */
    private static boolean isOption(CommandSpec spec, String argument) {
        return argument.startsWith("--") || (argument.startsWith("-") && spec.findOption(argument) != null);
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
