package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sizes of calls, to the byte. */
class SizeSpreadTest {

    @Test
    void isExact() {
        Seeds.each(50, random -> {
            int[] sizes = IntStream.range(0, 1 + random.nextInt(300))
                    .map(i -> random.nextInt(32_001))
                    .sorted()
                    .toArray();
            SizeSpread spread = new SizeSpread();
            IntStream.of(sizes).forEach(spread::add);
            assertThat(spread.smallest()).isEqualTo(sizes[0]);
            assertThat(spread.median()).isEqualTo(sizes[(sizes.length + 1) / 2 - 1]);
            assertThat(spread.largest()).isEqualTo(sizes[sizes.length - 1]);
            assertThat(spread.above(16_000))
                    .isEqualTo(IntStream.of(sizes).filter(size -> size > 16_000).count());
        });
    }

    @Test
    void nothingHasNoSize() {
        assertThat(new SizeSpread().isEmpty()).isTrue();
        assertThat(new SizeSpread().largest()).isZero();
    }
}
