package io.github.cdpcli.cli;

import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Writes the man pages in {@code src/man}: what is written by hand is a file for each page in {@code src/man/source}, in
 * which a line {@code .\"@ NAME} stands for what is made from the commands.
 */
final class ManPages {

    /** When the pages were last read through: not that of a build, for they are to be the same whenever they are made. */
    private static final String DATE = "2026-11-25";

    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/man/source");
    private static final String MARK = ".\\\"@ ";

    private final List<CommandModel> commands = CommandModel.all();

    /** The names of the pages, without the number of their section. */
    List<String> names() {
        return Stream.concat(Stream.of("cdp"), commands.stream().map(command -> "cdp-" + command.name()))
                .toList();
    }

    String page(String name) {
        List<String> lines = new ArrayList<>();
        lines.add(".\\\" Made of src/man/source/" + name + ".roff and the commands themselves: change those.");
        lines.add(".TH " + Roff.text(name.toUpperCase(Locale.ROOT)) + " 1 " + DATE + " cdp \"cdp\"");
        lines.add(".SH NAME");
        lines.add(Roff.text(name) + " \\- " + Roff.text(gist(name)));
        lines.add(".SH SYNOPSIS");
        lines.addAll(synopsis(name));
        lines.addAll(filled(name, name));
        lines.add(".SH SEE ALSO");
        lines.addAll(others(name));
        return lines.stream().map(line -> line.stripTrailing() + "\n").collect(Collectors.joining());
    }

    private CommandModel command(String page) {
        return commands.stream()
                .filter(command -> page.equals("cdp-" + command.name()))
                .findFirst()
                .orElseThrow();
    }

    private String gist(String page) {
        if (page.equals("cdp")) {
            return "send customer data to Customer.io Data Pipelines";
        }
        String summary = command(page).entry().summary();
        return summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1, summary.length() - 1);
    }

    private List<String> synopsis(String page) {
        if (page.equals("cdp")) {
            return List.of(
                    "\\fBcdp\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR]",
                    ".br",
                    "\\fBcdp\\fR \\fB\\-\\-help\\fR | \\fB\\-\\-version\\fR");
        }
        String synopsis = command(page).entry().synopsis();
        int end = synopsis.indexOf(' ');
        return List.of(Roff.bold("cdp " + synopsis.substring(0, end)) + Roff.usage(synopsis.substring(end)));
    }

    private List<String> filled(String page, String source) {
        List<String> lines = new ArrayList<>();
        for (String line :
                TestWorld.read(SOURCES.resolve(source + ".roff")).lines().toList()) {
            if (line.startsWith(MARK)) {
                lines.addAll(part(page, line.substring(MARK.length()).split(" ", 3)));
            } else {
                lines.add(line);
            }
        }
        return lines;
    }

    private List<String> part(String page, String[] words) {
        return switch (words[0]) {
            case "commands" -> commandList();
            case "options" -> page.equals("cdp") ? ofTheTool() : options(command(page));
            case "exit-codes" -> exitCodes();
            case "examples" -> examples(command(page));
            case "topics" ->
                HelpTopics.NAMES.stream()
                        .flatMap(topic -> Roff.item(Roff.bold(topic), HelpTopics.summary(topic)).stream())
                        .toList();
            case "topic" -> topic(words[1], words[2]);
            case "include" -> filled(page, words[1]);
            default -> throw new AssertionError(words[0]);
        };
    }

    private static List<String> ofTheTool() {
        List<String> lines = new ArrayList<>(List.of(".SH OPTIONS"));
        lines.addAll(Roff.item("\\fB\\-h\\fR, \\fB\\-\\-help\\fR", "Print help, also on a command."));
        lines.addAll(Roff.item("\\fB\\-V\\fR, \\fB\\-\\-version\\fR", "Print the version."));
        return lines;
    }

    private List<String> commandList() {
        List<String> lines = new ArrayList<>(List.of(".SH COMMANDS", "Each has a page of its own."));
        for (CommandModel command : commands) {
            lines.addAll(Roff.item(
                    Roff.bold("cdp-" + command.name()) + "(1)", command.entry().summary()));
        }
        return lines;
    }

    private static List<String> options(CommandModel command) {
        List<String> lines = new ArrayList<>();
        lines.add(".SH OPTIONS");
        for (PositionalParamSpec argument : command.declared().spec().positionalParameters()) {
            lines.addAll(Roff.item(Roff.usage(argument.paramLabel()), HelpPage.description(argument)));
        }
        for (Map.Entry<String, List<OptionSpec>> group :
                command.declared().groups().entrySet()) {
            lines.add(".SS " + Roff.text(group.getKey().replaceFirst(":$", "")));
            group.getValue().forEach(option -> lines.addAll(option(option)));
        }
        lines.add(".SS Help");
        command.options().stream()
                .filter(option -> option.longestName().startsWith("--help"))
                .forEach(option -> lines.addAll(option(option)));
        return lines;
    }

    private static List<String> option(OptionSpec option) {
        String names = CommandModel.names(option).stream().map(Roff::bold).collect(Collectors.joining(", "));
        String value = CommandModel.takesValue(option) ? " " + Roff.usage(option.paramLabel()) : "";
        String times = CommandModel.isRepeatable(option) ? " May be given many times." : "";
        return Roff.item(names + value, HelpPage.description(option) + times);
    }

    private static List<String> exitCodes() {
        List<String> lines = new ArrayList<>(List.of(".SH EXIT STATUS"));
        for (ExitCode code : ExitCode.values()) {
            lines.addAll(Roff.item("\\fB" + code.number() + "\\fR", code.meaning()));
        }
        return lines;
    }

    private static List<String> examples(CommandModel command) {
        List<String> lines = new ArrayList<>(List.of(".SH EXAMPLES"));
        List<String> block = Roff.verbatim(command.entry().examples());
        lines.addAll(block.subList(1, block.size()));
        return lines;
    }

    private static List<String> topic(String topic, String title) {
        List<String> text = Roff.topic(HelpTopics.named(topic).orElseThrow());
        List<String> lines = new ArrayList<>(List.of(".SH " + title));
        lines.addAll(text.get(0).equals(".PP") ? text.subList(1, text.size()) : text);
        return lines;
    }

    private List<String> others(String page) {
        List<String> others =
                names().stream().filter(name -> !name.equals(page)).toList();
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            lines.add(".BR " + Roff.text(others.get(i)) + " (1)" + (i + 1 < others.size() ? "," : ""));
        }
        return lines;
    }
}
