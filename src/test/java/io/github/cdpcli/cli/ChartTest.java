package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Counts as characters: the largest fills its place, and the smallest is seen. */
class ChartTest {

    private final Chart blocks = new Chart(true);
    private final Chart ascii = new Chart(false);

    @Test
    void barsAreAsLongAsTheirCount() {
        assertThat(blocks.bar(100, 100, 4)).isEqualTo("████");
        assertThat(blocks.bar(50, 100, 4)).isEqualTo("██");
        assertThat(blocks.bar(1, 1_000_000, 4)).isEqualTo("▏");
        assertThat(blocks.bar(0, 100, 4)).isEmpty();
        assertThat(ascii.bar(100, 100, 4)).isEqualTo("####");
        assertThat(ascii.bar(1, 1_000_000, 4)).isEqualTo("#");
    }

    @Test
    void columnsStandSideBySide() {
        assertThat(blocks.columns(List.of(16L, 0L, 1L, 12L), 2, 1)).containsExactly("█  ▄", "█ ▁█");
        assertThat(ascii.columns(List.of(6L, 0L, 1L, 4L), 2, 1)).containsExactly("#  .", "# .#");
    }

    @Test
    void wideColumnsHaveAGapBetweenThem() {
        assertThat(ascii.columns(List.of(1L, 1L), 1, 4)).containsExactly("### ### ");
    }
}
