package io.github.cdpcli.event;

import io.github.cdpcli.event.TimestampReader.Reading;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ISO-8601 and what databases make of it, read character by character: this runs for every record. */
final class IsoTime {

    private static final int CANONICAL_LENGTH = 24;
    private static final int FINEST = 9;
    private static final long SECONDS_A_DAY = 86_400;
    private static final int LAST_SECOND_OF_A_DAY = 86_399;

    private final String text;
    private final boolean isOfFile;
    private int at;
    private boolean isIso = true;
    private int year;
    private int month;
    private int day;
    private boolean hasTime;
    private int hour;
    private int minute;
    private int second;
    private int nanos;
    private @Nullable ZoneOffset offset;
    private boolean isUtcOnly;
    private @Nullable String region;

    private IsoTime(String text, boolean isOfFile) {
        this.text = text;
        this.isOfFile = isOfFile;
    }

    /**
     * Reads a text.
     *
     * @param isOfFile whether what only files hold is read too: a zone's name, 24:00, leap seconds, any number of decimals
     * @param zone of times that name none; null refuses them
     * @return empty for a text that is not of this form
     */
    static Optional<Reading> read(String text, boolean isOfFile, @Nullable ZoneId zone) {
        try {
            Instant canonical = canonical(text);
            if (canonical != null) {
                return Optional.of(new Reading.At(canonical));
            }
            IsoTime iso = new IsoTime(text, isOfFile);
            return iso.scan() ? Optional.of(iso.reading(zone)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.of(TimestampReader.noSuchTime());
        }
    }

    /** The one form that is sent, {@code 2024-03-01T10:00:00.000Z}, without a detour; null for any other. */
    private static @Nullable Instant canonical(String text) {
        if (text.length() != CANONICAL_LENGTH
                || text.charAt(4) != '-'
                || text.charAt(7) != '-'
                || text.charAt(10) != 'T'
                || text.charAt(13) != ':'
                || text.charAt(16) != ':'
                || text.charAt(19) != '.'
                || text.charAt(23) != 'Z') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        int millis = number(text, 20, 23);
        if ((year | month | day | hour | minute | second | millis) < 0 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        int secondOfDay = (hour * 60 + minute) * 60 + second;
        return Instant.ofEpochSecond(
                LocalDate.of(year, month, day).toEpochDay() * SECONDS_A_DAY + secondOfDay, millis * 1_000_000L);
    }

    /** What some digits spell; negative when they are no digits. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        return number;
    }

    private boolean scan() {
        year = digits(4);
        boolean isBasic = isOfFile && isDigit(at);
        month = part('-', isBasic);
        day = part('-', isBasic);
        hasTime = isIso && timeFollows();
        if (hasTime) {
            at++;
            time(isBasic);
        } else if (isBasic) {
            return false;
        }
        if (isIso && at < text.length()) {
            zone();
        }
        return isIso && at == text.length();
    }

    private boolean timeFollows() {
        char c = peek();
        return c == 'T' || c == 't' || (c == ' ' && isDigit(at + 1));
    }

    private void time(boolean isBasic) {
        hour = digits(2);
        minute = part(':', isBasic);
        if (isBasic ? isDigit(at) : peek() == ':') {
            second = part(':', isBasic);
            if (skip('.') || skip(',')) {
                fraction();
            }
        }
    }

    private int part(char separator, boolean isBasic) {
        isIso = isIso && (isBasic || skip(separator));
        return digits(2);
    }

    private void fraction() {
        int from = at;
        int scale = 100_000_000;
        for (; isDigit(at); at++) {
            nanos += (text.charAt(at) - '0') * scale;
            scale /= 10;
        }
        isIso = isIso && at > from && (isOfFile || at - from <= FINEST);
    }

    private void zone() {
        boolean isApart = skip(' ');
        char c = peek();
        if (c == '+' || c == '-') {
            at++;
            offset(c == '-' ? -1 : 1);
        } else if (skip('Z') || skip('z') || skipUtc()) {
            offset = ZoneOffset.UTC;
            isUtcOnly = true;
        } else if (isOfFile && isApart && text.indexOf('/', at) > 0) {
            region = text.substring(at);
            at = text.length();
        } else if (c != '[' || isApart) {
            isIso = false;
        }
        if (isOfFile && peek() == '[' && text.endsWith("]")) {
            region = text.substring(at + 1, text.length() - 1);
            at = text.length();
        }
    }

    private void offset(int sign) {
        int hours = digits(2);
        boolean hasColon = skip(':');
        int minutes = hasColon || isDigit(at) ? digits(2) : 0;
        int seconds = isOfFile && hasColon && skip(':') ? digits(2) : 0;
        if (isIso) {
            offset = ZoneOffset.ofHoursMinutesSeconds(sign * hours, sign * minutes, sign * seconds);
        }
        if (isOfFile && ZoneOffset.UTC.equals(offset) && skip(' ')) {
            isIso = isIso && skipUtc();
        }
    }

    private boolean skipUtc() {
        if (text.length() < at + 3) {
            return false;
        }
        String word = text.substring(at, at + 3);
        String name = isOfFile ? word.toUpperCase(Locale.ROOT) : word;
        if (!name.equals("UTC") && !name.equals("GMT")) {
            return false;
        }
        at += 3;
        return true;
    }

    private int digits(int count) {
        int number = at + count <= text.length() ? number(text, at, at + count) : -1;
        isIso = isIso && number >= 0;
        at += count;
        return number;
    }

    private boolean skip(char expected) {
        boolean isThere = peek() == expected;
        at += isThere ? 1 : 0;
        return isThere;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private Reading reading(@Nullable ZoneId usual) {
        WallTime.Zone zone = null;
        if (region != null) {
            Optional<ZoneId> known = zone(region);
            if (known.isEmpty()) {
                return new Reading.Unreadable(
                        "names a zone that is not known; one is named like Europe/Rome, or by an offset such as +02:00");
            }
            zone = new WallTime.Zone(offset, isUtcOnly, known.get());
        } else if (offset != null) {
            zone = new WallTime.Zone(offset, isUtcOnly, null);
        }
        LocalDate date = LocalDate.of(year, month, day);
        if (!hasTime) {
            return new WallTime(date, null, zone).in(usual);
        } else if (isOfFile && hour == 24 && minute == 0 && second == 0 && nanos == 0) {
            return new WallTime(date.plusDays(1), LocalTime.MIDNIGHT, zone).in(usual);
        } else if (isOfFile && second == 60) {
            return leapSecond(new WallTime(date, LocalTime.of(hour, minute, 59, 999_999_999), zone).in(usual));
        }
        return new WallTime(date, LocalTime.of(hour, minute, second, nanos), zone).in(usual);
    }

    /**
     * A leap second has no number since 1970: it is the last millisecond before it. There have been some at the ends of June
     * and December, and nowhere else.
     */
    private static Reading leapSecond(Reading before) {
        if (!(before instanceof Reading.At last)) {
            return before;
        }
        OffsetDateTime utc = last.instant().atOffset(ZoneOffset.UTC);
        int day = utc.getMonthValue() * 100 + utc.getDayOfMonth();
        boolean canBe = utc.toLocalTime().toSecondOfDay() == LAST_SECOND_OF_A_DAY && (day == 630 || day == 1231);
        return canBe ? before : TimestampReader.noSuchTime();
    }

    private static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
