package io.github.cdpcli.send;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads a Retry-After header: whole seconds or an HTTP date. */
final class RetryAfter {

    private static final long MOST_SECONDS = 999_999_999;

    private RetryAfter() {}

    /** The wait it asks for, zero if it lies in the past; empty when the header is absent or says something else. */
    static Optional<Duration> parse(@Nullable String header, Instant now) {
        if (header == null) {
            return Optional.empty();
        }
        String text = header.strip();
        if (text.matches("\\d+")) {
            boolean beyond = text.length() > 9;
            return Optional.of(Duration.ofSeconds(beyond ? MOST_SECONDS : Long.parseLong(text)));
        }
        try {
            Instant until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
