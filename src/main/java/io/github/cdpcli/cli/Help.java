package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The model that picocli parses with, and the help made from it. */
final class Help {

    private static final int WIDTH = 80;

    private Help() {}

    /** The tool with nothing but the command that was called: a model of each costs more than the rest of a call. */
    static CommandLine of(Commands called, Command command) {
        CommandSpec root = root();
        root.addSubcommand(called.name(), describe(command.spec(), called));
        return line(root);
    }

    /** The tool alone: its help and its version. */
    static CommandLine ofTheTool() {
        return line(root());
    }

    /** The tool with all commands by name, to find the one that may have been meant. */
    static CommandLine ofAllCommands() {
        CommandSpec root = root();
        for (Commands entry : Commands.ALL) {
            root.addSubcommand(entry.name(), describe(CommandSpec.create(), entry));
        }
        return line(root);
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
        root.usageMessage()
                .width(WIDTH)
                .customSynopsis("cdp COMMAND [OPTIONS]")
                .header("Send customer data to Customer.io Data Pipelines, and backfill its history.%n")
                .optionListHeading("%nOptions:%n")
                .footer(
                        "",
                        "Try it without an account:",
                        "  cdp track \"Order Completed\" --user-id 42 -p total:=129.95 --sandbox",
                        "  cdp backfill events.ndjson --sandbox",
                        "",
                        "'cdp COMMAND --help' tells more, and 'cdp help exit-codes'.");
        root.usageMessage().sectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
        root.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, new CommandList());
        return root;
    }

    /** The commands with what each is for, in two columns; made without a model of each. */
    private static final class CommandList implements IHelpSectionRenderer {
        @Override
        public String render(CommandLine.Help help) {
            int longest = 0;
            for (Commands entry : Commands.ALL) {
                longest = Math.max(longest, entry.name().length());
            }
            StringBuilder list = new StringBuilder("\nCommands:\n");
            for (Commands entry : Commands.ALL) {
                list.append("  ")
                        .append(entry.name())
                        .append(" ".repeat(longest - entry.name().length() + 2))
                        .append(entry.summary())
                        .append('\n');
            }
            return list.toString();
        }
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
            List<String> footer = new ArrayList<>();
            for (String example : entry.examples()) {
                footer.add("  " + example.replace("%", "%%"));
            }
            spec.usageMessage().footer(footer.toArray(new String[0]));
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
