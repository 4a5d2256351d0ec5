package io.github.cdpcli.cli;

import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Writes the scripts in {@code completions/}: what never changes is a file for each shell, in which a line {@code #@ NAME}
 * stands for what is made from the commands.
 */
final class CompletionScripts {

    private static final Path FIXED =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/io/github/cdpcli/cli/completion");

    private static final List<String> ACTIONS = List.of("add", "list", "show", "use", "remove");
    private static final List<String> SHELLS = List.of("bash", "zsh", "fish");

    private final List<CommandModel> commands = CommandModel.all();

    /** The script of a shell. */
    String of(String shell) {
        return switch (shell) {
            case "bash" -> filled("cdp.bash", this::bash);
            case "zsh" -> filled("_cdp", this::zsh);
            case "fish" -> filled("cdp.fish", this::fish);
            default -> throw new AssertionError(shell);
        };
    }

    private interface Part {
        Stream<String> lines(String name);
    }

    private static String filled(String file, Part part) {
        return TestWorld.read(FIXED.resolve(file))
                .lines()
                .flatMap(line -> line.startsWith("#@ ") ? part.lines(line.substring(3)) : Stream.of(line))
                .map(line -> line.stripTrailing() + "\n")
                .collect(Collectors.joining());
    }

    private static Stream<String> profiles(String indent) {
        return TestWorld.read(FIXED.resolve("profiles.awk")).lines().map(line -> indent + line);
    }

    private Stream<String> commandNames() {
        return commands.stream().map(CommandModel::name);
    }

    // --- bash -------------------------------------------------------------------------------------

    private Stream<String> bash(String part) {
        return switch (part) {
            case "options" -> commands.stream().flatMap(CompletionScripts::bashOptions);
            case "values" -> bashValues();
            case "arguments" -> bashArguments();
            case "profiles" -> profiles("        ");
            default -> throw new AssertionError(part);
        };
    }

    private static Stream<String> bashOptions(CommandModel command) {
        String options = command.options().stream()
                .map(option -> " '" + String.join("|", CommandModel.names(option))
                        + (CommandModel.takesValue(option) ? ":" : "")
                        + (CommandModel.isRepeatable(option) ? "*" : "") + "'")
                .collect(Collectors.joining());
        return Stream.of("    " + command.name() + ")", "        options=(" + options.substring(1) + ")", "        ;;");
    }

    /** What an option takes, and the patterns of command and option for which that is so. */
    private Stream<String> bashValues() {
        Map<String, List<String>> patterns = new LinkedHashMap<>();
        for (CommandModel command : commands) {
            for (OptionSpec option : command.options()) {
                String set = bashSet(CompletionValues.of(command.name(), option));
                if (CommandModel.takesValue(option) && !set.isEmpty()) {
                    boolean everywhere = set.equals(bashSetOfAll(option.longestName()));
                    String pattern = (everywhere ? "*" : command.name()) + "' " + option.longestName() + "'";
                    List<String> others = patterns.computeIfAbsent(set, none -> new ArrayList<>());
                    if (!others.contains(pattern)) {
                        others.add(pattern);
                    }
                }
            }
        }
        return patterns.entrySet().stream()
                .map(entry -> "    " + String.join(" | ", entry.getValue()) + ") " + entry.getKey() + " ;;");
    }

    /** What an option of this name takes in all commands that have one; empty when they differ. */
    private String bashSetOfAll(String name) {
        List<String> sets = commands.stream()
                .flatMap(command -> command.options().stream()
                        .filter(option -> option.longestName().equals(name))
                        .map(option -> bashSet(CompletionValues.of(command.name(), option))))
                .distinct()
                .toList();
        return sets.size() == 1 ? sets.get(0) : "";
    }

    private static String bashSet(CompletionValues values) {
        if (values instanceof CompletionValues.Words words) {
            return "words='" + String.join(" ", words.words()) + "'";
        }
        String kind = kind(values);
        return kind.isEmpty() ? "" : "kind=" + kind;
    }

    private static String kind(CompletionValues values) {
        if (values instanceof CompletionValues.Files) {
            return "file";
        } else if (values instanceof CompletionValues.At) {
            return "at";
        } else if (values instanceof CompletionValues.Profiles) {
            return "profile";
        }
        return values instanceof CompletionValues.Zones ? "zone" : "";
    }

    private Stream<String> bashArguments() {
        return Stream.of(
                "    ' 0') words='" + commandNames().collect(Collectors.joining(" ")) + "' ;;",
                "    'help 0') words='"
                        + Stream.concat(commandNames(), HelpTopics.NAMES.stream())
                                .collect(Collectors.joining(" "))
                        + "' ;;",
                "    'completion 0') words='" + String.join(" ", SHELLS) + "' ;;",
                "    'profile 0') words='" + String.join(" ", ACTIONS) + "' ;;",
                "    'profile 1') [[ $2 != show && $2 != use && $2 != remove ]] || kind=profile ;;",
                "    backfill' '*) kind=file ;;");
    }

    // --- zsh --------------------------------------------------------------------------------------

    private Stream<String> zsh(String part) {
        return switch (part) {
            case "options" -> commands.stream().flatMap(CompletionScripts::zshOptions);
            case "commands" ->
                commands.stream()
                        .map(command -> "    "
                                + quoted(command.name() + ":"
                                        + command.entry().summary().replaceFirst("\\.$", "")));
            case "topics" ->
                HelpTopics.NAMES.stream()
                        .map(topic -> "    "
                                + quoted(topic + ":" + HelpTopics.summary(topic).replaceFirst("\\.$", "")));
            case "profiles" -> profiles("    ");
            default -> throw new AssertionError(part);
        };
    }

    private static Stream<String> zshOptions(CommandModel command) {
        List<String> lines = new ArrayList<>();
        lines.add("  " + command.name() + ")");
        lines.add("    _arguments -s -S \\");
        for (OptionSpec option : command.options()) {
            lines.add("      " + zshOption(command.name(), option) + " \\");
        }
        lines.addAll(zshArguments(command.name()));
        lines.add("    ;;");
        return lines.stream();
    }

    private static List<String> zshArguments(String command) {
        return switch (command) {
            case "backfill" -> List.of("      '*:file:_files' && ret=0");
            case "help" ->
                List.of(
                        "      '1:command or topic:{_alternative commands:command:_cdp_commands topics:topic:_cdp_topics}'"
                                + " && ret=0");
            case "completion" -> List.of("      '1:shell:(" + String.join(" ", SHELLS) + ")' && ret=0");
            case "profile" ->
                List.of(
                        "      '1:action:(" + String.join(" ", ACTIONS) + ")' \\",
                        "      '2:name:_cdp_profile_names' && ret=0");
            case "identify", "alias", "test-connection", "sandbox" -> List.of("      '*: :' && ret=0");
            default -> List.of("      '1:name: ' && ret=0");
        };
    }

    /** {@code '(-q --quiet)'{-q,--quiet}'[text]'}, with {@code :label:action} where a value follows. */
    private static String zshOption(String command, OptionSpec option) {
        List<String> names = CommandModel.names(option);
        boolean takesValue = CommandModel.takesValue(option);
        List<String> spelled = names.stream()
                .map(name -> name + (!takesValue ? "" : name.startsWith("--") ? "=" : "+"))
                .toList();
        String once = CommandModel.isRepeatable(option)
                ? "*"
                : option.usageHelp() ? "(- *)" : "(" + String.join(" ", names) + ")";
        String text = "[" + zshText(CommandModel.gist(option)) + "]";
        String value = takesValue
                ? ":" + zshText(option.paramLabel()) + ":" + zshAction(CompletionValues.of(command, option), option)
                : "";
        return names.size() == 1
                ? quoted(once + spelled.get(0) + text + value)
                : quoted(once) + "{" + String.join(",", spelled) + "}" + quoted(text + value);
    }

    private static String zshText(String text) {
        return text.replaceAll("[\\\\\\[\\]:]", "\\\\$0");
    }

    private static String zshAction(CompletionValues values, OptionSpec option) {
        if (values instanceof CompletionValues.Words words) {
            return "(" + String.join(" ", words.words()) + ")";
        }
        return switch (kind(values)) {
            case "file" -> "_files";
            case "at" -> "{_cdp_at \"" + option.paramLabel() + "\"}";
            case "profile" -> "_cdp_profiles";
            case "zone" -> "_time_zone";
            default -> " ";
        };
    }

    /** For a shell of Bourne's kind. */
    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    // --- fish -------------------------------------------------------------------------------------

    private Stream<String> fish(String part) {
        return switch (part) {
            case "valued" ->
                Stream.of("                "
                        + commands.stream()
                                .flatMap(command -> command.options().stream())
                                .filter(CommandModel::takesValue)
                                .flatMap(option -> CommandModel.names(option).stream())
                                .distinct()
                                .collect(Collectors.joining(" ")));
            case "options" -> Stream.concat(fishArguments(), fishOptions());
            // Within single quotes, a backslash before another is an escape there.
            case "profiles" -> profiles("        ").map(line -> line.replace("\\", "\\\\"));
            default -> throw new AssertionError(part);
        };
    }

    private Stream<String> fishArguments() {
        List<String> lines = new ArrayList<>();
        for (CommandModel command : commands) {
            lines.add("complete -c cdp -n 'not __cdp_words | string length -q' -a " + command.name() + " -d "
                    + fishQuoted(command.entry().summary().replaceFirst("\\.$", "")));
            lines.add("complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a " + command.name() + " -d "
                    + fishQuoted(command.entry().summary().replaceFirst("\\.$", "")));
        }
        for (String topic : HelpTopics.NAMES) {
            lines.add("complete -c cdp -n '__cdp_is help; and __cdp_at_place 0' -a " + topic + " -d "
                    + fishQuoted(HelpTopics.summary(topic).replaceFirst("\\.$", "")));
        }
        lines.add(
                "complete -c cdp -n '__cdp_is completion; and __cdp_at_place 0' -a '" + String.join(" ", SHELLS) + "'");
        lines.add("complete -c cdp -n '__cdp_is profile; and __cdp_at_place 0' -a '" + String.join(" ", ACTIONS) + "'");
        lines.add("complete -c cdp -n '__cdp_is profile; and __cdp_at_place 1 show use remove' -a '(__cdp_profiles)'");
        lines.add("complete -c cdp -n '__cdp_is backfill' -F");
        return lines.stream();
    }

    /** Each option once, with all commands that have it in the same words. */
    private Stream<String> fishOptions() {
        Map<String, List<String>> having = new LinkedHashMap<>();
        for (CommandModel command : commands) {
            for (OptionSpec option : command.options()) {
                having.computeIfAbsent(fishOption(command.name(), option), none -> new ArrayList<>())
                        .add(command.name());
            }
        }
        return having.entrySet().stream()
                .map(entry ->
                        "complete -c cdp -n '__cdp_is " + String.join(" ", entry.getValue()) + "'" + entry.getKey());
    }

    private static String fishOption(String command, OptionSpec option) {
        StringBuilder line = new StringBuilder();
        for (String name : CommandModel.names(option)) {
            line.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (CommandModel.takesValue(option)) {
            line.append(fishAction(CompletionValues.of(command, option)));
        }
        return line + " -d " + fishQuoted(CommandModel.gist(option));
    }

    private static String fishAction(CompletionValues values) {
        if (values instanceof CompletionValues.Words words) {
            return " -x -a '" + String.join(" ", words.words()) + "'";
        }
        return switch (kind(values)) {
            case "file" -> " -r -F";
            case "at" -> " -x -a '(__cdp_at)'";
            case "profile" -> " -x -a '(__cdp_profiles)'";
            case "zone" -> " -x -a '(__cdp_zones)'";
            default -> " -x";
        };
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
