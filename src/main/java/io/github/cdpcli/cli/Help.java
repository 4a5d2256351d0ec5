package io.github.cdpcli.cli;

import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The model that picocli parses with, and the help made from it. */
final class Help {

    private static final int WIDTH = 80;

    private Help() {}

    /** All commands by name, and the one that was called with its options. */
    static CommandLine root(Optional<Commands> called, Optional<Command> command) {
        CommandSpec root = CommandSpec.create().name("cdp");
        root.addOption(help());
        root.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .type(boolean.class)
                .description("Print the version.")
                .build());
        root.usageMessage()
                .width(WIDTH)
                .customSynopsis("cdp COMMAND [OPTIONS]")
                .header("Send customer data to Customer.io Data Pipelines, and backfill its history.%n")
                .commandListHeading("%nCommands:%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "Try it without an account:",
                        "  cdp track \"Order Completed\" --user-id 42 -p total:=129.95 --sandbox",
                        "  cdp backfill events.ndjson --sandbox",
                        "",
                        "'cdp COMMAND --help' tells more, and 'cdp help exit-codes'.");
        for (Commands entry : Commands.ALL) {
            boolean isCalled = called.isPresent() && called.get() == entry;
            CommandSpec spec = isCalled ? command.orElseThrow().spec() : CommandSpec.create();
            root.addSubcommand(entry.name(), describe(spec, entry));
        }
        return new CommandLine(root)
                .setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setAllowOptionsAsOptionParameters(true);
    }

    private static CommandSpec describe(CommandSpec spec, Commands entry) {
        spec.usageMessage()
                .width(WIDTH)
                .synopsisHeading("Usage: ")
                .customSynopsis("cdp " + entry.synopsis())
                .descriptionHeading("%n")
                .description(entry.summary())
                .sortOptions(false);
        if (!entry.examples().isEmpty()) {
            spec.usageMessage().footerHeading("%nExamples:%n");
            spec.usageMessage()
                    .footer(entry.examples().stream()
                            .map(example -> "  " + example.replace("%", "%%"))
                            .toArray(String[]::new));
        }
        return spec.addOption(help());
    }

    private static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .type(boolean.class)
                .description("Print this help.")
                .build();
    }

    /** The help of a command, or of the whole tool. */
    static String text(CommandLine command) {
        return command.getUsageMessage(Ansi.OFF).stripTrailing();
    }

    /** Prints what was asked for in place of running a command, if anything was. */
    static boolean wasAsked(Printer printer, CommandLine.ParseResult parsed) {
        if (parsed.isVersionHelpRequested()) {
            printer.output("cdp " + Version.number());
            return true;
        }
        for (CommandLine line : parsed.asCommandLineList()) {
            if (line.isUsageHelpRequested()) {
                printer.output(text(line));
                return true;
            }
        }
        return false;
    }
}
