package io.github.cdpcli.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line: finds the command, runs it, and turns whatever happens into words and an exit code. */
public final class Cdp {

    /** Spellings of the vendor's other tools, taken for ours. */
    private static final Map<String, String> ALIASES = Map.of(
            "--userId", "--user-id",
            "--anonymousId", "--anonymous-id",
            "--groupId", "--group-id",
            "--previousId", "--previous-id");

    private Cdp() {}

    /** Runs one command line to its end and returns its exit code. */
    public static int run(World world, String... arguments) {
        String[] translated = translated(arguments);
        boolean json = Arrays.asList(arguments).contains("--json");
        boolean verbose = Arrays.asList(arguments).contains("-v")
                || Arrays.asList(arguments).contains("--verbose");
        Printer printer = new Printer(world, json, false, verbose, false, false);
        Optional<Commands> called = called(translated);
        String name = called.isPresent() ? "cdp " + called.get().name() : "cdp";
        try {
            return run(world, printer, called, name, translated).number();
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            printer.error(name, internal(e, verbose));
            return ExitCode.INTERNAL.number();
        }
    }

    private static ExitCode run(
            World world, Printer early, Optional<Commands> called, String name, String[] arguments) {
        Printer printer = early;
        try {
            Usage.checkOrder(arguments);
            Optional<Command> command =
                    called.isPresent() ? Optional.of(called.get().make()) : Optional.empty();
            if (command.isPresent()) {
                Usage.checkValues(command.get().spec(), arguments);
            }
            if (Help.wasAsked(
                    printer, called, command, line(called, command, arguments).parseArgs(arguments))) {
                return ExitCode.OK;
            }
            if (command.isEmpty()) {
                throw Failure.usage("no command given", "Try 'cdp --help'.");
            }
            printer = command.get().output().printer(world);
            return command.get().run(world, printer);
        } catch (ParameterException e) {
            printer.error(name, usage(e, name));
            return ExitCode.USAGE;
        } catch (Failure e) {
            printer.error(name, e);
            return e.exitCode();
        }
    }

    private static CommandLine line(Optional<Commands> called, Optional<Command> command, String[] arguments) {
        if (called.isPresent() && command.isPresent()) {
            return Help.of(called.get(), command.get());
        }
        boolean optionsOnly = true;
        for (String argument : arguments) {
            optionsOnly &= argument.startsWith("-");
        }
        return optionsOnly ? Help.ofTheTool() : Help.ofAllCommands();
    }

    private static String[] translated(String[] arguments) {
        String[] translated = arguments.clone();
        for (int i = 0; i < translated.length && !translated[i].equals("--"); i++) {
            int sign = translated[i].indexOf('=');
            String option = sign < 0 ? translated[i] : translated[i].substring(0, sign);
            translated[i] = ALIASES.getOrDefault(option, option) + (sign < 0 ? "" : translated[i].substring(sign));
        }
        return translated;
    }

    /** The first argument that is not an option names the command; options before it have no values. */
    private static Optional<Commands> called(String[] arguments) {
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                return Commands.named(argument);
            }
        }
        return Optional.empty();
    }

    private static Failure usage(ParameterException e, String name) {
        List<String> hints = new ArrayList<>();
        if (e instanceof UnmatchedArgumentException unmatched) {
            List<String> near = Nearest.in(
                    e.getCommandLine().getCommandSpec(),
                    unmatched.getUnmatched().get(0));
            if (!near.isEmpty()) {
                hints.add("Did you mean " + String.join(" or ", near) + "?");
            }
        }
        hints.add("Try '" + name + " --help'.");
        return Failure.usage(Shown.text(Usage.message(e), 300), hints.toArray(String[]::new));
    }

    private static Failure internal(Throwable e, boolean verbose) {
        String message =
                "internal error: " + e.getClass().getSimpleName() + " " + Shown.text(String.valueOf(e.getMessage()));
        if (!verbose) {
            return Failure.of(ExitCode.INTERNAL, message, "This is a bug in cdp. With -v it shows where.");
        }
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return Failure.of(ExitCode.INTERNAL, message, trace.toString());
    }
}
