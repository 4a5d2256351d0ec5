package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.backfill.Throughput;
import io.github.cdpcli.testing.Seeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The speed of a run in parts: of a second at least, without a record lost or a peak that was none. */
class RateTest {

    private static Throughput.Spans spans(long millis, long elapsed, Long... perSpan) {
        return new Throughput.Spans(Arrays.asList(perSpan), Duration.ofMillis(millis), Duration.ofMillis(elapsed));
    }

    private static Rate rate(long from, long to, long records) {
        return new Rate(Duration.ofMillis(from), Duration.ofMillis(to), records);
    }

    @Test
    void ofARunThatTookNoTimeIsOnePart() {
        assertThat(Rate.all(spans(100, 0, 7L), 120)).containsExactly(rate(0, 0, 7));
    }

    @Test
    void partsAreOfASecondAtLeast() {
        Long[] ones = Collections.nCopies(25, 1L).toArray(Long[]::new);
        assertThat(Rate.all(spans(100, 2499, ones), 120)).containsExactly(rate(0, 1000, 10), rate(1000, 2499, 15));
        assertThat(Rate.all(spans(100, 2500, ones), 120))
                .containsExactly(rate(0, 1000, 10), rate(1000, 2000, 10), rate(2000, 2500, 5));
    }

    @Test
    void theLastMomentIsNoPeak() {
        List<Rate> rates = Rate.all(spans(2000, 4001, 10L, 10L, 10L), 120);
        assertThat(rates).containsExactly(rate(0, 2000, 10), rate(2000, 4001, 20));
        assertThat(rates.get(0).perSecond()).isEqualTo(5);
    }

    @Test
    void whateverTheRunNoRecordIsLost() {
        Seeds.each(200, random -> {
            long millis = 100L << random.nextInt(12);
            List<Long> perSpan = new ArrayList<>();
            for (int i = random.nextInt(600); i >= 0; i--) {
                perSpan.add((long) random.nextInt(1000));
            }
            long elapsed = (perSpan.size() - 1) * millis + random.nextInt((int) millis);
            int most = 1 + random.nextInt(150);
            List<Rate> rates = Rate.all(spans(millis, elapsed, perSpan.toArray(Long[]::new)), most);
            assertThat(rates).hasSizeBetween(1, most);
            assertThat(rates.get(0).from()).isZero();
            assertThat(rates.get(rates.size() - 1).to()).isEqualTo(Duration.ofMillis(elapsed));
            for (int i = 1; i < rates.size(); i++) {
                assertThat(rates.get(i).from()).isEqualTo(rates.get(i - 1).to());
            }
            assertThat(rates.stream().mapToLong(Rate::records).sum())
                    .isEqualTo(perSpan.stream().mapToLong(Long::longValue).sum());
        });
    }
}
