package io.github.cdpcli.event;

import io.github.cdpcli.event.TimestampReader.Reading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Times as a count since 1970, read digit for digit and never through a binary fraction. */
final class EpochTime {

    /** What is counted. */
    enum Unit {
        SECONDS("s", 0),
        MILLISECONDS("ms", 3),
        MICROSECONDS("us", 6),
        NANOSECONDS("ns", 9);

        private final String symbol;
        private final int decimals;

        Unit(String symbol, int decimals) {
            this.symbol = symbol;
            this.decimals = decimals;
        }

        /** As options name it: {@code ms}. */
        String symbol() {
            return symbol;
        }

        /** In words: {@code milliseconds}. */
        String plural() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int LONGEST = 50;
    private static final Pattern SHORT = Pattern.compile("\\d{1,20}(?:\\.\\d{1,9})?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d{1,2})?");
    private static final Pattern DATE_IN_DIGITS = Pattern.compile("(?:19[7-9]|20\\d)\\d(?:0[1-9]|1[0-2])"
            + "(?:0[1-9]|[12]\\d|3[01])(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d(?:\\d{3})?)?");
    private static final BigDecimal SMALLEST = new BigDecimal(100_000_000L);
    private static final BigDecimal LARGEST = new BigDecimal("1e20");
    private static final int DIGITS_OF_A_TIME = 8;
    private static final String SAY_WHAT = "say what it counts by --timestamp-format s, ms, us or ns";

    private EpochTime() {}

    /** Whether a text is one plain number, short enough for a call. */
    static boolean isShort(String text) {
        return SHORT.matcher(text).matches();
    }

    /** Whether a text is one number. */
    static boolean isNumber(String text) {
        return text.length() <= LONGEST
                && hasOnlyCharactersOfANumber(text)
                && NUMBER.matcher(text).matches();
    }

    /** Cheaper than a pattern: this is asked of every text in front of what else it could be. */
    private static boolean hasOnlyCharactersOfANumber(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && c != '.' && c != '-' && c != 'e' && c != 'E' && c != '+') {
                return false;
            }
        }
        return true;
    }

    /** The same as {@link #guess}, but what could be something else than a count is refused. */
    static Reading guessInFiles(String digits) {
        if (digits.startsWith("-")) {
            return new Reading.Unreadable("is a negative number: " + SAY_WHAT);
        } else if (DATE_IN_DIGITS.matcher(digits).matches()) {
            return new Reading.Unreadable("may be digits of a date or a count since 1970: name its pattern by "
                    + "--timestamp-format, such as yyyyMMddHHmm, or " + SAY_WHAT);
        }
        return read(digits, Optional.empty());
    }

    /**
     * Reads a number, if it is one.
     *
     * @param unit what it counts; told by magnitude when empty
     */
    static Reading read(String digits, Optional<Unit> unit) {
        if (!isNumber(digits)) {
            return TimestampReader.unreadable();
        } else if (isShortened(digits)) {
            return new Reading.Unreadable("is a number that was shortened to few digits, as spreadsheets do"
                    + ": export it with all of them");
        }
        return unit.isPresent() ? count(new BigDecimal(digits), unit.get()) : guess(digits);
    }

    /**
     * Whether digits were lost on the way. A spreadsheet shows 1709288400123 as 1.70929E+12, which is another hour; a
     * program that writes all its digits in such a form writes more of them.
     */
    private static boolean isShortened(String digits) {
        if (digits.indexOf('e') < 0 && digits.indexOf('E') < 0) {
            return false;
        }
        BigDecimal number = new BigDecimal(digits);
        return number.scale() < 0 && number.precision() < DIGITS_OF_A_TIME;
    }

    /**
     * Seconds, milli-, micro- or nanoseconds by magnitude: the bounds lie three decades apart, each covers the years 1973
     * to 5138. Smaller numbers are refused: they are more likely a date such as 20240301 than a day in 1970.
     */
    static Reading guess(String digits) {
        BigDecimal number = new BigDecimal(digits);
        if (number.compareTo(SMALLEST) < 0) {
            return new Reading.Unreadable("is too small a number for a time since 1970: " + TimestampReader.EXAMPLE);
        } else if (number.compareTo(LARGEST) >= 0) {
            return new Reading.Unreadable("is outside the years 0000 to 9999");
        }
        BigDecimal bound = new BigDecimal(100_000_000_000L);
        for (Unit unit : Unit.values()) {
            if (number.compareTo(bound.scaleByPowerOfTen(unit.decimals)) < 0) {
                return count(number, unit);
            }
        }
        throw new IllegalStateException("nanoseconds end at the largest number");
    }

    private static Reading count(BigDecimal number, Unit unit) {
        BigDecimal seconds = number.scaleByPowerOfTen(-unit.decimals);
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        if (whole.precision() > 12) {
            return new Reading.Unreadable("is outside the years 0000 to 9999");
        }
        long nanos = seconds.subtract(whole).movePointRight(9).longValue();
        return TimestampReader.at(Instant.ofEpochSecond(whole.longValue(), nanos), null);
    }
}
