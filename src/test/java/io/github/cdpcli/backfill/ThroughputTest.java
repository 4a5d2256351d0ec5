package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import io.github.cdpcli.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Records over the time of a run: none gets lost, each stays in the span it was accepted in, and there are never many. */
class ThroughputTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2024-06-01T12:00:00Z"));

    private static void add(Throughput throughput, int records) {
        for (int i = 0; i < records; i++) {
            throughput.add();
        }
    }

    private static Throughput.Spans spans(long millis, long elapsed, Long... perSpan) {
        return new Throughput.Spans(List.of(perSpan), Duration.ofMillis(millis), Duration.ofMillis(elapsed));
    }

    @Test
    void beginsWithTenthsOfASecond() {
        Throughput throughput = new Throughput(time);
        assertThat(throughput.spans()).isEqualTo(spans(100, 0, 0L));
        add(throughput, 2);
        time.sleep(Duration.ofMillis(99));
        add(throughput, 1);
        time.sleep(Duration.ofMillis(1));
        add(throughput, 4);
        assertThat(throughput.spans()).isEqualTo(spans(100, 100, 3L, 4L));
    }

    @Test
    void tellsOfTheTimeInWhichNothingIsAcceptedToo() {
        Throughput throughput = new Throughput(time);
        add(throughput, 1);
        time.sleep(Duration.ofMillis(350));
        assertThat(throughput.spans()).isEqualTo(spans(100, 350, 1L, 0L, 0L, 0L));
    }

    @Test
    void twoSpansBecomeOneWhenThereAreTooMany() {
        Throughput throughput = new Throughput(time);
        for (int i = 0; i < Throughput.MOST_KEPT; i++) {
            add(throughput, i);
            time.sleep(Duration.ofMillis(100));
        }
        assertThat(throughput.spans().span()).isEqualTo(Duration.ofMillis(200));
        assertThat(throughput.spans().perSpan())
                .hasSize(Throughput.MOST_KEPT / 2 + 1)
                .startsWith(1L, 5L, 9L, 13L)
                .endsWith(598L + 599L, 0L);
    }

    @Test
    void aClockThatIsSetBackStandsStill() {
        Throughput throughput = new Throughput(time);
        time.sleep(Duration.ofMillis(200));
        add(throughput, 1);
        time.sleep(Duration.ofHours(-1));
        add(throughput, 1);
        assertThat(throughput.spans()).isEqualTo(spans(100, 200, 0L, 0L, 2L));
    }

    @Test
    void aClockThatJumpsByYearsIsNoTrouble() {
        Throughput throughput = new Throughput(time);
        add(throughput, 1);
        time.sleep(Duration.ofDays(365_000));
        add(throughput, 1);
        assertThat(throughput.spans().perSpan())
                .hasSizeBetween(Throughput.MOST_KEPT / 2, Throughput.MOST_KEPT)
                .startsWith(1L, 0L)
                .endsWith(0L, 1L);
    }

    @Test
    void whateverHappensWhenItIsWhatHappenedThen() {
        Seeds.each(200, random -> {
            VirtualTime now = new VirtualTime(Instant.EPOCH);
            Throughput throughput = new Throughput(now);
            NavigableMap<Long, Long> accepted = new TreeMap<>();
            int longest = 1 << random.nextInt(20);
            for (int i = random.nextInt(2000); i > 0; i--) {
                now.sleep(Duration.ofMillis(random.nextInt(longest)));
                int records = random.nextInt(3);
                add(throughput, records);
                accepted.merge(now.millis(), (long) records, Long::sum);
            }
            Throughput.Spans spans = throughput.spans();
            long span = spans.span().toMillis();
            assertThat(spans.elapsed().toMillis()).isEqualTo(now.millis());
            assertThat(spans.perSpan()).hasSizeLessThanOrEqualTo(Throughput.MOST_KEPT);
            assertThat((spans.perSpan().size() - 1) * span).isLessThanOrEqualTo(now.millis());
            assertThat(spans.perSpan().size() * span).isGreaterThan(now.millis());
            assertThat(spans.perSpan())
                    .isEqualTo(expected(accepted, span, spans.perSpan().size()));
        });
    }

    private static List<Long> expected(NavigableMap<Long, Long> accepted, long span, int spans) {
        List<Long> expected = new ArrayList<>();
        for (long i = 0; i < spans; i++) {
            expected.add(accepted.subMap(i * span, (i + 1) * span).values().stream()
                    .mapToLong(Long::longValue)
                    .sum());
        }
        return expected;
    }
}
