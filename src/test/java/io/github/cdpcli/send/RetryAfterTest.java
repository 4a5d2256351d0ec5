package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:30Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0",
                "120 | 120",
                "' 5 ' | 5",
                "007 | 7",
                "999999999 | 999999999",
                "Sun, 06 Nov 1994 08:49:37 GMT | 7",
                "Sun, 6 Nov 1994 08:49:37 GMT | 7",
                "Sun, 06 Nov 1994 08:49:30 GMT | 0",
                "Sun, 06 Nov 1994 08:49:29 GMT | 0",
                "Mon, 07 Nov 1994 08:49:30 GMT | 86400"
            })
    void readsSecondsAndDates(String header, long seconds) {
        assertThat(RetryAfter.parse(header, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "soon",
                "-1",
                "1.5",
                "1e3",
                "٣",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "1994-11-06T08:49:37Z"
            })
    void readsNothingElse(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }
}
