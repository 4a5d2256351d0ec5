package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The policy alone; how it is used is in {@link SenderTest}. */
class RetryPolicyTest {

    private static final RetryPolicy POLICY = RetryPolicy.outage(1000, Duration.ofMinutes(10));

    private static long millis(int attempts, double chance) {
        return POLICY.next(attempts, Duration.ZERO, Optional.empty(), false, chance)
                .orElseThrow()
                .toMillis();
    }

    @Test
    void doublesFromHalfASecondToHalfAMinute() {
        assertThat(IntStream.rangeClosed(1, 9).mapToLong(attempt -> millis(attempt, 0)))
                .containsExactly(250L, 500L, 1000L, 2000L, 4000L, 8000L, 15_000L, 15_000L, 15_000L);
        assertThat(IntStream.rangeClosed(1, 9).mapToLong(attempt -> millis(attempt, 0.999_999_9)))
                .containsExactly(499L, 999L, 1999L, 3999L, 7999L, 15_999L, 29_999L, 29_999L, 29_999L);
    }

    @Test
    void theWaitStaysTheSameHoweverManyAttemptsThereWere() {
        assertThat(millis(1000, 0)).isEqualTo(15_000);
    }

    @Test
    void allowsAsManyRetriesAsItSays() {
        RetryPolicy three = RetryPolicy.retries(3);
        assertThat(three.next(3, Duration.ZERO, Optional.empty(), false, 0)).isPresent();
        assertThat(three.next(4, Duration.ZERO, Optional.empty(), false, 0)).isEmpty();
        assertThat(three.next(4, Duration.ZERO, Optional.empty(), true, 0)).isEmpty();
    }

    @Test
    void anAskedWaitOfAnySizeIsNeitherShortenedNorMadeLongerThanTheCapAndATenth() {
        for (long seconds : new long[] {0, 1, 60, 300, 301, Long.MAX_VALUE / 1000}) {
            Duration asked = Duration.ofSeconds(seconds);
            Duration wait = POLICY.next(1, Duration.ZERO, Optional.of(asked), false, 0.999)
                    .orElseThrow();
            assertThat(wait).isLessThan(Duration.ofSeconds(330));
            assertThat(wait).isGreaterThanOrEqualTo(seconds > 300 ? RetryPolicy.LONGEST_RETRY_AFTER : asked);
        }
    }
}
