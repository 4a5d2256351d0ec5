package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many people there are: exactly when they are few, and nearly when they are many. */
class DistinctCountTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 4095})
    void fewAreCountedExactlyHoweverOftenTheyComeUp(int many) {
        DistinctCount users = new DistinctCount();
        IntStream.range(0, 3 * many).forEach(i -> users.add("u" + i % many));
        assertThat(users.value()).isEqualTo(many);
        assertThat(users.isExact()).isTrue();
    }

    @Test
    void manyAreEstimated() {
        Seeds.each(10, random -> {
            int many = 5_000 + random.nextInt(200_000);
            long salt = random.nextLong();
            DistinctCount users = new DistinctCount();
            IntStream.range(0, many).forEach(i -> users.add(salt + "-" + i));
            assertThat(users.isExact()).isFalse();
            // Three times the standard error of 1 in the root of 4096.
            assertThat(users.value()).isCloseTo(many, Percentage.withPercentage(5));
        });
    }
}
