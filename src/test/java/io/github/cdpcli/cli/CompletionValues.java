package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Model.OptionSpec;

/** What a shell can offer as the value of an option. */
sealed interface CompletionValues {

    /** One of these. */
    record Words(List<String> words) implements CompletionValues {}

    /** A file. */
    record Files() implements CompletionValues {}

    /** Text, or a file behind {@code @}, which may stand behind {@code KEY=}. */
    record At() implements CompletionValues {}

    /** The name of a profile. */
    record Profiles() implements CompletionValues {}

    /** A time zone by name. */
    record Zones() implements CompletionValues {}

    /** Nothing that could be known beforehand. */
    record Free() implements CompletionValues {}

    /** Words that do not stand in the label of the option. */
    Map<String, List<String>> WORDS = Map.of(
            "--type", Arrays.stream(CallType.values()).map(CallType::wireName).toList(),
            "--progress", lowerCase(Progress.Mode.values()),
            "--color", lowerCase(OutputOptions.Color.values()),
            "backfill --message-id", lowerCase(MessageIdRule.Kind.values()),
            "--timestamp-default", List.of("now"),
            "--timestamp-format", List.of("iso", "s", "ms", "us", "ns"),
            "--encoding", List.of("UTF-8", "UTF-16LE", "UTF-16BE", "ISO-8859-1", "windows-1252"),
            "--delimiter", List.of("tab"),
            "--proxy", List.of("none"));

    private static List<String> lowerCase(Enum<?>[] values) {
        return Stream.of(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static CompletionValues of(String command, OptionSpec option) {
        String name = option.longestName();
        String label = option.paramLabel();
        List<String> words = WORDS.getOrDefault(name, WORDS.get(command + " " + name));
        if (words != null) {
            return new Words(words);
        } else if (label.equals("FILE")) {
            return new Files();
        } else if (label.contains("@FILE") || label.equals("K=V")) {
            return new At();
        } else if (name.equals("--profile")) {
            return new Profiles();
        } else if (name.equals("--timezone")) {
            return new Zones();
        }
        return label.matches("[a-z]+(\\|[a-z]+)+") ? new Words(List.of(label.split("\\|", -1))) : new Free();
    }
}
