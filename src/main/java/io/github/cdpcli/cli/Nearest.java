package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;

/** What may have been meant by a name that is none. */
final class Nearest {

    private static final int MOST = 3;

    /** In characters; a name that is longer is no name that was mistyped. */
    private static final int LONGEST = 60;

    /** What other tools, or other commands of this one, call a thing. */
    private static final Map<String, String> OTHER_WORDS = Map.ofEntries(
            Map.entry("import", "backfill"),
            Map.entry("load", "backfill"),
            Map.entry("send", "backfill"),
            Map.entry("upload", "backfill"),
            Map.entry("event", "track"),
            Map.entry("user", "identify"),
            Map.entry("ping", "test-connection"),
            Map.entry("test", "test-connection"),
            Map.entry("config", "profile"),
            Map.entry("login", "profile"),
            Map.entry("completions", "completion"),
            Map.entry("--property", "--trait"),
            Map.entry("--properties", "--traits"),
            Map.entry("-p", "-t"),
            Map.entry("--trait", "--property"),
            Map.entry("--traits", "--properties"),
            Map.entry("-t", "-p"),
            Map.entry("--tz", "--timezone"),
            Map.entry("--write-key", "--api-key"));

    private Nearest() {}

    /** The names of a model that come near to an argument it does not know; the nearest first, and at most three. */
    static List<String> in(CommandSpec spec, String argument) {
        boolean isOption = argument.startsWith("-");
        int sign = argument.indexOf('=');
        String name = isOption && sign > 0 ? argument.substring(0, sign) : argument;
        List<String> names = isOption
                ? spec.options().stream()
                        .filter(option -> !option.hidden())
                        .flatMap(option -> Stream.of(option.names()))
                        .toList()
                : List.copyOf(spec.subcommands().keySet());
        return to(name, names);
    }

    /** The same among any names. */
    static List<String> to(String name, List<String> names) {
        String other = OTHER_WORDS.get(name.toLowerCase(Locale.ROOT));
        if (other != null && names.contains(other)) {
            return List.of(other);
        }
        if (name.length() > LONGEST) {
            return List.of();
        }
        String typed = plain(name);
        Map<String, Integer> near = new LinkedHashMap<>();
        for (String candidate : names) {
            String known = plain(candidate);
            int distance = distance(typed, known);
            if (distance <= Math.max(typed.length(), known.length()) / 3) {
                near.put(candidate, distance);
            } else if (typed.length() > 2 && known.startsWith(typed)) {
                // Cut short is not mistyped: it counts less than any that is near.
                near.put(candidate, known.length());
            }
        }
        List<String> nearest = new ArrayList<>(near.keySet());
        nearest.sort(Comparator.comparing(candidate -> Objects.requireNonNull(near.get(candidate))));
        return nearest.subList(0, Math.min(MOST, nearest.size()));
    }

    /** Case and dashes are what people are least sure of. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** How many letters have to be put in, left out, replaced, or swapped with the next. */
    private static int distance(String one, String other) {
        int[][] cost = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, one, other, i, j);
            }
        }
        return cost[one.length()][other.length()];
    }

    private static int step(int[][] cost, String one, String other, int i, int j) {
        boolean isSame = one.charAt(i - 1) == other.charAt(j - 1);
        int least = Math.min(Math.min(cost[i - 1][j], cost[i][j - 1]) + 1, cost[i - 1][j - 1] + (isSame ? 0 : 1));
        boolean isSwapped =
                i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
        return isSwapped ? Math.min(least, cost[i - 2][j - 2] + 1) : least;
    }
}
