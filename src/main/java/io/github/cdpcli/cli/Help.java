package io.github.cdpcli.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The model that picocli parses with, and what is printed in place of running a command. */
final class Help {

    private static final String ALL = "--help-all";

    private Help() {}

    /** The tool with nothing but the command that was called: a model of each costs more than the rest of a call. */
    static CommandLine of(Commands called, Command command) {
        CommandSpec root = root();
        root.addSubcommand(called.name(), described(called, command).spec());
        return line(root);
    }

    /** The options of a command, and those that describe it. */
    static Options described(Commands entry, Command command) {
        Options options = command.options();
        options.spec().addOption(help());
        if (!entry.name().equals("help")) {
            options.spec()
                    .addOption(OptionSpec.builder(ALL)
                            .type(boolean.class)
                            .description("Print help on all options.")
                            .build());
        }
        return options;
    }

    /** The tool alone: its help and its version. */
    static CommandLine ofTheTool() {
        return line(root());
    }

    /** The tool with all commands by name, to find the one that may have been meant. */
    static CommandLine ofAllCommands() {
        CommandSpec root = root();
        for (Commands entry : Commands.ALL) {
            root.addSubcommand(entry.name(), CommandSpec.create());
        }
        return line(root);
    }

    /** Whether an option is one of the tool itself, and not of a command. */
    static boolean isOfTheTool(String option) {
        return root().findOption(option) != null;
    }

    private static CommandLine line(CommandSpec root) {
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setAllowOptionsAsOptionParameters(true);
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name("cdp");
        root.addOption(help());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("Print the version.")
                .build());
        return root;
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Print help.")
                .build();
    }

    /** Prints what was asked for in place of running a command, if anything was. */
    static boolean wasAsked(
            Printer printer, Optional<Commands> called, Optional<Command> command, CommandLine.ParseResult parsed) {
        if (parsed.isVersionHelpRequested()) {
            printer.output("cdp " + Version.number());
            return true;
        }
        boolean asked = parsed.isUsageHelpRequested();
        CommandLine.ParseResult inner = parsed.subcommand();
        if (inner == null || called.isEmpty() || command.isEmpty()) {
            if (asked) {
                printer.output(HelpPage.ofTheTool());
            }
            return asked;
        }
        boolean all = inner.hasMatchedOption(ALL);
        if (all || asked || inner.isUsageHelpRequested()) {
            HelpPage page = new HelpPage(called.get(), command.get().options());
            printer.output(all ? page.whole() : page.brief());
            return true;
        }
        return false;
    }
}
