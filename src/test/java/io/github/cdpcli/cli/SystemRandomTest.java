package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SystemRandomTest {

    @Test
    void neverSaysTheSameTwice() {
        SystemRandom one = new SystemRandom();
        SystemRandom other = new SystemRandom();
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            seen.add(one.getAsLong());
            seen.add(other.getAsLong());
        }
        assertThat(seen).hasSize(20_000);
    }

    @Test
    void usesEveryBitAboutHalfOfTheTime() {
        SystemRandom random = new SystemRandom();
        int[] ones = new int[64];
        for (int i = 0; i < 10_000; i++) {
            long bits = random.getAsLong();
            for (int bit = 0; bit < 64; bit++) {
                ones[bit] += (int) (bits >>> bit & 1);
            }
        }
        // Chance goes beyond these bounds once in 10^18 runs.
        assertThat(IntStream.of(ones)).allMatch(count -> count > 4_500 && count < 5_500);
    }
}
