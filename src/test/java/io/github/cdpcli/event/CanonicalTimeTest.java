package io.github.cdpcli.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;

class CanonicalTimeTest {

    private static long millis(String text) {
        byte[] bytes = ("xx" + text).getBytes(UTF_8);
        return CanonicalTime.millis(bytes, 2, bytes.length);
    }

    private static long expected(String text) {
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException e) {
            return CanonicalTime.NONE;
        }
    }

    @Test
    void readsEveryDayAsTheLibraryDoes() {
        for (int year = 0; year <= 9999; year += year < 1900 || year > 2100 ? 97 : 1) {
            for (int month = 0; month <= 13; month++) {
                for (int day = 0; day <= 32; day++) {
                    String text = "%04d-%02d-%02dT10:20:30.456Z".formatted(year, month, day);
                    assertThat(millis(text)).as(text).isEqualTo(expected(text));
                }
            }
        }
    }

    @Test
    void readsEveryTimeOfDayAsTheLibraryDoes() {
        Seeds.each(10_000, random -> {
            String text =
                    "2024-02-29T%02d:%02d:%02d".formatted(random.nextInt(24), random.nextInt(61), random.nextInt(60));
            String end = random.nextBoolean() ? "Z" : ".%03dZ".formatted(random.nextInt(1000));
            assertThat(millis(text + end)).as(text + end).isEqualTo(expected(text + end));
        });
    }

    @Test
    void leavesWhatIsDamagedToOthers() {
        String text = "2024-02-29T23:59:59.999Z";
        for (int i = 0; i < text.length(); i++) {
            for (char c : ":/-+ tz9\u00e9".toCharArray()) {
                String damaged = text.substring(0, i) + c + text.substring(i + 1);
                if (c != '9' && c != text.charAt(i)) {
                    assertThat(millis(damaged)).as(damaged).isEqualTo(CanonicalTime.NONE);
                }
            }
        }
        assertThat(millis("2024-02-29T24:00:00Z")).isEqualTo(CanonicalTime.NONE);
        assertThat(millis("2016-12-31T23:59:60Z")).isEqualTo(CanonicalTime.NONE);
        assertThat(millis("")).isEqualTo(CanonicalTime.NONE);
    }
}
