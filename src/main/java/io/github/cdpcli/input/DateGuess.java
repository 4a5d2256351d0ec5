package io.github.cdpcli.input;

import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.Json;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds how the times of a column are written; where two ways fit all of them, that is said and none is chosen. */
sealed interface DateGuess {

    /** Each is held against every pattern, so not many can be. */
    int MOST_ALONE = 100;

    /** They are no times. */
    record None() implements DateGuess {}

    /** They can be read as they are. */
    record AsIs(boolean needsZone) implements DateGuess {}

    /** They can be read by a pattern. */
    record Written(String pattern, boolean needsZone) implements DateGuess {}

    /** The day may stand before the month, or behind it. */
    record Ambiguous(String dayFirst, String monthFirst, boolean needsZone) implements DateGuess {}

    /** Looks at texts, none of them empty. */
    static DateGuess of(List<String> cells) {
        boolean isDigits = cells.stream().allMatch(cell -> cell.matches("[\\d.]+"));
        if (cells.isEmpty()) {
            return new None();
        } else if (areRead(TimestampReader.forFiles(null), cells)) {
            return new AsIs(false);
        } else if (!isDigits && areRead(TimestampReader.forFiles(ZoneOffset.UTC), cells)) {
            return new AsIs(true);
        }
        Optional<String> dayFirst = first(Patterns.DAY_FIRST, cells);
        Optional<String> monthFirst = first(Patterns.MONTH_FIRST, cells);
        if (dayFirst.isPresent() && monthFirst.isPresent()) {
            return new Ambiguous(dayFirst.get(), monthFirst.get(), true);
        }
        return dayFirst.or(() -> monthFirst)
                .or(() -> first(Patterns.CLEAR, cells))
                .<DateGuess>map(pattern -> new Written(pattern, true))
                .orElseGet(None::new);
    }

    /** The same if at least four in five of them are times; only the first are looked at. */
    static DateGuess ofMost(List<String> cells) {
        List<String> some = cells.stream().limit(MOST_ALONE).toList();
        List<String> times = some.stream()
                .filter(cell -> !(of(List.of(cell)) instanceof None))
                .toList();
        return times.size() * 5 >= some.size() * 4 ? of(times) : new None();
    }

    /** The first cell that a guess does not fit. */
    static Optional<String> noTime(DateGuess guess, List<String> cells) {
        if (!(guess instanceof Written written)) {
            return Optional.empty();
        }
        return cells.stream()
                .filter(cell -> !fits(written.pattern(), List.of(cell)))
                .findFirst();
    }

    private static boolean areRead(TimestampReader reader, List<String> cells) {
        return cells.stream().allMatch(cell -> reader.read(Json.of(cell)) instanceof TimestampReader.Reading.At);
    }

    private static Optional<String> first(List<String> patterns, List<String> cells) {
        return patterns.stream().filter(pattern -> fits(pattern, cells)).findFirst();
    }

    private static boolean fits(String pattern, List<String> cells) {
        CellType.Parsed parsed = DateCells.of(pattern);
        return parsed instanceof CellType.Parsed.Known known
                && cells.stream()
                        .allMatch(cell -> known.type().readText(cell, ZoneOffset.UTC) instanceof CellType.Read.Value);
    }

    /** Whether a pattern tells the time, and not only the day. */
    static boolean hasTime(@Nullable String pattern) {
        return pattern != null && pattern.contains(":mm");
    }

    /** The ways in which spreadsheets write times. */
    final class Patterns {
        private static final List<String> TIMES =
                List.of("", " HH:mm", " HH:mm:ss", " H:mm", " H:mm:ss", " h:mm a", " h:mm:ss a", ", HH:mm", ", h:mm a");

        static final List<String> DAY_FIRST = numeric("dd", "MM", "d", "M");
        static final List<String> MONTH_FIRST = numeric("MM", "dd", "M", "d");
        static final List<String> CLEAR = timed(List.of(
                "yyyy/MM/dd",
                "yyyy/M/d",
                "yyyy.MM.dd",
                "d MMM yyyy",
                "d MMMM yyyy",
                "d-MMM-yyyy",
                "d-MMM-yy",
                "MMM d, yyyy",
                "MMMM d, yyyy"));

        private Patterns() {}

        private static List<String> numeric(String first, String second, String shortFirst, String shortSecond) {
            List<String> days = new ArrayList<>();
            for (String year : List.of("yyyy", "yy")) {
                for (String separator : List.of("/", ".", "-")) {
                    days.add(first + separator + second + separator + year);
                    days.add(shortFirst + separator + shortSecond + separator + year);
                }
            }
            return timed(days);
        }

        private static List<String> timed(List<String> days) {
            List<String> patterns = new ArrayList<>();
            TIMES.forEach(time -> days.forEach(day -> patterns.add(day + time)));
            return List.copyOf(patterns);
        }
    }
}
