package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Help as it is printed: examples first, then the options by group. A page is at most a screen, so that nobody has to
 * scroll back to where it began; where a command has more options than that, those that are seldom needed are left to a
 * page of all.
 */
final class HelpPage {

    /** In columns; a terminal has at least these. */
    static final int WIDTH = 80;

    /** In lines: what most terminals show today, and half of what a page of paper holds. */
    static final int SCREEN = 40;

    private static final int DESCRIPTIONS = 26;

    /** What is shown of options that many commands share, where there is no room for all. */
    private static final Set<String> OFTEN = Set.of("--region", "--profile", "--sandbox", "--json", "--verbose");

    private static final Set<String> SHARED_GROUPS = Set.of(ConnectionOptions.HEADING, OutputOptions.HEADING);

    /** The same of backfill's own options. */
    private static final Set<String> OFTEN_IN_BACKFILL = Set.of(
            "--type",
            "--timezone",
            "--suggest-mapping",
            "--map",
            "--allow-triggers",
            "--allow-destructive",
            "--check",
            "--preview",
            "--rate",
            "--rejects",
            "--report");

    private final Commands entry;
    private final Options options;

    HelpPage(Commands entry, Options options) {
        this.entry = entry;
        this.options = options;
    }

    /** All options, if they fit a screen; else those that are often needed. */
    String brief() {
        String whole = whole();
        if (fits(whole)) {
            return whole;
        }
        // Tests see to it that the last one does.
        String airy = page(often(), "\n");
        return fits(airy) ? airy : page(often(), "");
    }

    /** All options, however many lines they take. */
    String whole() {
        return page(options.groups(), "\n");
    }

    private static boolean fits(String page) {
        return page.lines().count() <= SCREEN;
    }

    private Map<String, List<OptionSpec>> often() {
        Map<String, List<OptionSpec>> often = new LinkedHashMap<>();
        options.groups().forEach((heading, group) -> {
            List<OptionSpec> shown = group.stream()
                    .filter(option -> isOften(heading, option.longestName()))
                    .toList();
            if (!shown.isEmpty()) {
                often.put(heading, shown);
            }
        });
        return often;
    }

    private boolean isOften(String heading, String name) {
        if (SHARED_GROUPS.contains(heading)) {
            return OFTEN.contains(name);
        }
        return !entry.name().equals("backfill") || OFTEN_IN_BACKFILL.contains(name);
    }

    /**
     * The page with some of the options.
     *
     * @param between what stands between groups
     */
    private String page(Map<String, List<OptionSpec>> shown, String between) {
        StringBuilder page = new StringBuilder(entry.summary())
                .append("\n\nUsage: cdp ")
                .append(entry.synopsis())
                .append('\n');
        for (PositionalParamSpec argument : options.spec().positionalParameters()) {
            page.append(row("  " + argument.paramLabel(), description(argument)));
        }
        if (!entry.examples().isEmpty()) {
            page.append("\nExamples:\n");
            entry.examples()
                    .forEach(example -> page.append("  ").append(example).append('\n'));
        }
        String gap = "\n";
        for (Map.Entry<String, List<OptionSpec>> group : shown.entrySet()) {
            page.append(gap).append(group.getKey()).append('\n');
            group.getValue().forEach(option -> page.append(row(label(option), description(option))));
            gap = between;
        }
        return page.append(shown.equals(options.groups()) ? "" : left(shown))
                .toString()
                .stripTrailing();
    }

    /** Where to find what is not shown. */
    private String left(Map<String, List<OptionSpec>> shown) {
        return "\n" + (count(options.groups()) - count(shown)) + " more options: cdp " + entry.name() + " --help-all\n";
    }

    private static int count(Map<String, List<OptionSpec>> groups) {
        return groups.values().stream().mapToInt(List::size).sum();
    }

    /** {@code -q, --quiet}, {@code --region us|eu}. */
    static String label(OptionSpec option) {
        String name = option.longestName();
        String shortest = option.shortestName();
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return (shortest.equals(name) ? "      " : "  " + shortest + ", ") + name + value;
    }

    static String description(ArgSpec arg) {
        return String.join(" ", arg.description());
    }

    /** Two columns; what is too long for the first stands before the second as long as both fit a line. */
    static String row(String label, String description) {
        if (label.length() + 2 <= DESCRIPTIONS) {
            return hanging(label + " ".repeat(DESCRIPTIONS - label.length()), description);
        } else if (label.length() + 2 + description.length() <= WIDTH) {
            return label + "  " + description + "\n";
        }
        return label + "\n" + hanging(" ".repeat(DESCRIPTIONS), description);
    }

    /** Text on lines that fit, below each other; broken at spaces alone, so that names can be copied. */
    private static String hanging(String begin, String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(begin);
        int margin = begin.length();
        for (String word : text.split(" ", -1)) {
            if (line.length() > margin && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
                line.append(" ".repeat(margin));
            }
            line.append(line.length() > margin ? " " : "").append(word);
        }
        lines.add(line.toString());
        return String.join("\n", lines) + "\n";
    }

    /** The page of the tool itself. */
    static String ofTheTool() {
        StringBuilder page = new StringBuilder("""
                Send customer data to Customer.io Data Pipelines, and backfill its history.

                Usage: cdp COMMAND [OPTIONS]

                Try it without an account:
                  cdp track "Order Completed" --user-id 42 -p total:=129.95 --sandbox
                  cdp backfill events.ndjson --sandbox

                Commands:
                """);
        for (Commands command : Commands.ALL) {
            page.append(listed(command.name(), command.summary()));
        }
        page.append("\nTopics (cdp help TOPIC):\n");
        for (String topic : HelpTopics.NAMES) {
            page.append(listed(topic, HelpTopics.summary(topic)));
        }
        return page.append("""

                Options:
                  -h, --help         Print help; 'cdp COMMAND --help' is on a command.
                  -V, --version      Print the version.""").toString();
    }

    private static String listed(String name, String summary) {
        return "  " + name + " ".repeat(19 - name.length()) + summary + "\n";
    }
}
