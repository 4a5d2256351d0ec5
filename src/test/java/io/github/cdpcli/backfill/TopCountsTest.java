package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Names and how often they come up: exact for those that are kept, and honest about the others. */
class TopCountsTest {

    @Test
    void theMostFrequentFirstThenByName() {
        TopCounts counts = new TopCounts(10, 100);
        List.of("b", "c", "a", "c").forEach(counts::add);
        assertThat(counts.top(2)).containsExactly(new TopCounts.Entry("c", 2), new TopCounts.Entry("a", 1));
        assertThat(counts.names()).isEqualTo(3);
        assertThat(counts.isComplete()).isTrue();
    }

    @Test
    void tooLongNamesAreNotKeptAndSaid() {
        TopCounts counts = new TopCounts(10, 5);
        List.of("abc", "defg", "abc", "hi").forEach(counts::add);
        assertThat(counts.top(9)).containsExactly(new TopCounts.Entry("abc", 2), new TopCounts.Entry("hi", 1));
        assertThat(counts.isComplete()).isFalse();
        assertThat(counts.total()).isEqualTo(4);
    }

    @Test
    void whatIsKeptIsExactAndNeverMoreThanAllowed() {
        Seeds.each(100, random -> {
            int most = 1 + random.nextInt(20);
            TopCounts counts = new TopCounts(most, 1000);
            Map<String, Long> all = new HashMap<>();
            for (int i = random.nextInt(500); i > 0; i--) {
                String name = "n" + (int) Math.abs(random.nextGaussian() * 10);
                counts.add(name);
                all.merge(name, 1L, Long::sum);
            }
            assertThat(counts.names()).isEqualTo(Math.min(most, all.size()));
            assertThat(counts.isComplete()).isEqualTo(all.size() <= most);
            assertThat(counts.top(most))
                    .allSatisfy(entry -> assertThat(entry.count()).isEqualTo(all.get(entry.name())));
            assertThat(counts.total())
                    .isEqualTo(all.values().stream().mapToLong(Long::longValue).sum());
        });
    }
}
