package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command that was given, without what looks at records in place of sending them, ready for a shell. */
final class NextCommand {

    private static final Set<String> LEFT_OUT = Set.of("--check", "--json", "--color", "--verbose");

    /** Their values may be secret. */
    private static final Set<String> UNNAMED = Set.of("--api-key", "--api-key-command", "--proxy");

    private NextCommand() {}

    /** Its words, quoted where the shell needs it. */
    static List<String> words(CommandSpec spec) {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<String> words = new ArrayList<>(List.of("cdp", spec.name()));
        parsed.matchedPositionals()
                .forEach(files -> files.originalStringValues()
                        .forEach(name ->
                                words.add(quoted(name.startsWith("-") && name.length() > 1 ? "./" + name : name))));
        for (OptionSpec option : parsed.matchedOptions()) {
            if (!LEFT_OUT.contains(option.longestName())) {
                words.addAll(words(option));
            }
        }
        return words;
    }

    private static List<String> words(OptionSpec option) {
        String name = option.longestName();
        if (option.arity().max() == 0) {
            return List.of(name);
        } else if (UNNAMED.contains(name)) {
            return List.of(name + " " + option.paramLabel());
        }
        return option.originalStringValues().stream()
                .map(value -> value.startsWith("-") ? name + "=" + quoted(value) : name + " " + quoted(value))
                .toList();
    }

    /** For a POSIX shell; what cannot be shown is spelled out, and the command then has to be mended by hand. */
    static String quoted(String word) {
        String shown = Shown.text(word, Integer.MAX_VALUE);
        return shown.matches("[\\p{L}\\p{N}_@%+=:,./-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }

    /** The command on lines of at most so many columns, as far as its words allow. */
    static List<String> lines(List<String> words, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(words.get(0));
        for (String word : words.subList(1, words.size())) {
            if (line.length() + 1 + word.length() + 2 > columns) {
                lines.add(line + " \\");
                line.setLength(0);
                line.append("   ");
            }
            line.append(' ').append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
