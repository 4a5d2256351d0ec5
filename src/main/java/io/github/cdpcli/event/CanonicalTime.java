package io.github.cdpcli.event;

/** The two commonest spellings of a time, read from bytes: {@code 2024-03-01T10:00:00Z}, and the same with milliseconds. */
final class CanonicalTime {

    /** What is not spelled so, or does not exist. */
    static final long NONE = Long.MIN_VALUE;

    /** So far below zero that no other digits make a number of it. */
    private static final int NO_DIGIT = -100_000;

    private static final int SHORT = 20;
    private static final int LONG = 24;
    private static final int DAYS_OF_400_YEARS = 146_097;
    private static final int DAYS_BEFORE_1970 = 719_468;

    private CanonicalTime() {}

    /** Milliseconds since 1970, or {@link #NONE}. */
    static long millis(byte[] text, int from, int to) {
        int length = to - from;
        if ((length != SHORT && length != LONG)
                || text[from + 4] != '-'
                || text[from + 7] != '-'
                || text[from + 10] != 'T'
                || text[from + 13] != ':'
                || text[from + 16] != ':'
                || text[to - 1] != 'Z'
                || (length == LONG && text[from + 19] != '.')) {
            return NONE;
        }
        int year = two(text, from) * 100 + two(text, from + 2);
        int month = two(text, from + 5);
        int day = two(text, from + 8);
        int hour = two(text, from + 11);
        int minute = two(text, from + 14);
        int second = two(text, from + 17);
        int millis = length == SHORT ? 0 : two(text, from + 20) * 10 + digit(text[from + 22]);
        boolean isTime = (year | month | day | hour | minute | second | millis) >= 0
                && month >= 1
                && month <= 12
                && day >= 1
                && day <= days(year, month)
                && hour < 24
                && minute < 60
                && second < 60;
        return isTime ? (((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + millis : NONE;
    }

    /** Whether something that was read as a time by this is spelled as times are sent. */
    static boolean isAsSent(byte[] text, int from, int to) {
        return to - from == LONG && millis(text, from, to) != NONE;
    }

    private static int digit(byte b) {
        return b >= '0' && b <= '9' ? b - '0' : NO_DIGIT;
    }

    /** What two digits spell; far below zero when they are none. */
    private static int two(byte[] text, int at) {
        return digit(text[at]) * 10 + digit(text[at + 1]);
    }

    private static int days(int year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    /** Days since 1970, counted in years that begin in March, so that the leap day is the last. */
    private static long epochDay(int year, int month, int day) {
        int marchYear = month > 2 ? year : year - 1;
        int era = Math.floorDiv(marchYear, 400);
        int yearOfEra = marchYear - era * 400;
        int dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return (long) era * DAYS_OF_400_YEARS + dayOfEra - DAYS_BEFORE_1970;
    }
}
