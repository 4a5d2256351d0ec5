package io.github.cdpcli.event;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Writing times as the API reads them. Reading is {@link TimestampReader}. */
public final class Timestamps {

    private Timestamps() {}

    /**
     * {@code yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}, the one form the service documents. Finer digits are cut, never rounded, so
     * that no event moves into the next second.
     *
     * @param instant a time in the years 0000 to 9999
     */
    public static String format(Instant instant) {
        LocalDateTime utc = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        StringBuilder out = new StringBuilder(24);
        pad(out, utc.getYear(), 4).append('-');
        pad(out, utc.getMonthValue(), 2).append('-');
        pad(out, utc.getDayOfMonth(), 2).append('T');
        pad(out, utc.getHour(), 2).append(':');
        pad(out, utc.getMinute(), 2).append(':');
        pad(out, utc.getSecond(), 2).append('.');
        return pad(out, utc.getNano() / 1_000_000, 3).append('Z').toString();
    }

    private static StringBuilder pad(StringBuilder out, int number, int width) {
        String digits = Integer.toString(number);
        out.append("0".repeat(Math.max(0, width - digits.length())));
        return out.append(digits);
    }
}
