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
        LocalDateTime utc = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        char[] out = "0000-00-00T00:00:00.000Z".toCharArray();
        put(out, 4, utc.getYear());
        put(out, 7, utc.getMonthValue());
        put(out, 10, utc.getDayOfMonth());
        put(out, 13, utc.getHour());
        put(out, 16, utc.getMinute());
        put(out, 19, utc.getSecond());
        put(out, 23, utc.getNano() / 1_000_000);
        return new String(out);
    }

    private static void put(char[] out, int end, int number) {
        int at = end;
        for (int left = number; left > 0; left /= 10) {
            out[--at] = (char) ('0' + left % 10);
        }
    }
}
