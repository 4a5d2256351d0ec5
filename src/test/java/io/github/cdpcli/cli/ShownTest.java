package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Text from elsewhere, made fit for a terminal. */
class ShownTest {

    @Test
    void jsonKeepsItsMeaningAndLosesItsInstructions() {
        String json = "{\"a\":\"é 注 \u009b31m \u202e \uD83D\uDE00 \\u0000\"}";
        assertThat(Shown.json(json)).isEqualTo("{\"a\":\"é 注 \\u009b31m \\u202e \uD83D\uDE00 \\u0000\"}");
    }

    @Test
    void lettersOfEastAsiaTakeTwoColumns() {
        assertThat(Shown.fitting("注文完了", 8)).isEqualTo("注文完了");
        assertThat(Shown.fitting("注文完了", 7)).isEqualTo("注文完…");
        assertThat(Shown.fitting("Order", 5)).isEqualTo("Order");
        assertThat(Shown.fitting("Ordered", 5)).isEqualTo("Orde…");
    }

    @Test
    void linesEndBetweenWordsWhereTheyCan() {
        assertThat(Shown.lines("a bc def", 4)).isEqualTo(List.of("a bc", "def"));
        assertThat(Shown.lines("abcdefghij k", 4)).isEqualTo(List.of("abcd", "efgh", "ij k"));
        assertThat(Shown.lines("", 4)).isEqualTo(List.of(""));
    }
}
