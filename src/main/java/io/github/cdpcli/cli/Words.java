package io.github.cdpcli.cli;

import java.time.Duration;

/** Quantities as people read them. */
final class Words {

    private Words() {}

    /** {@code 84 ms}, {@code 1.2 s}, {@code 3 min 5 s}, {@code 24 h 0 min}. */
    static String time(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + " ms";
        } else if (millis < 60_000) {
            return millis / 1000 + "." + millis % 1000 / 100 + " s";
        }
        long minutes = millis / 60_000;
        if (minutes >= 60) {
            return minutes / 60 + " h " + minutes % 60 + " min";
        }
        return minutes + " min " + millis % 60_000 / 1000 + " s";
    }

    /** {@code 512 B}, {@code 3.4 KB}, {@code 1.2 GB}, in thousands. */
    static String bytes(long bytes) {
        String[] units = {"B", "KB", "MB", "GB", "TB"};
        int unit = 0;
        long tenths = bytes * 10;
        while (tenths >= 10_000 && unit < units.length - 1) {
            tenths /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " B" : tenths / 10 + "." + tenths % 10 + " " + units[unit];
    }

    /** {@code 1 record}, {@code 1,234 records}. */
    static String count(long number, String one) {
        return grouped(number) + " " + one + (number == 1 ? "" : one.endsWith("h") ? "es" : "s");
    }

    /** {@code 1,234,567}. */
    static String grouped(long number) {
        StringBuilder digits = new StringBuilder(Long.toString(number));
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            digits.insert(i, ',');
        }
        return digits.toString();
    }
}
