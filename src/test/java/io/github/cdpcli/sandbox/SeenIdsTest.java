package io.github.cdpcli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.sandbox.SandboxCall.Repeat;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is remembered of message ids, and for how long. */
class SeenIdsTest {

    private final SeenIds seen = new SeenIds();

    private Repeat see(String id, String call) {
        return seen.see(id, "track", ByteBuffer.wrap(call.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isTheIdAndWhatCameWithItFirst() {
        assertThat(see("m", "a")).isEqualTo(Repeat.NEW);
        assertThat(see("m", "a")).isEqualTo(Repeat.DUPLICATE);
        assertThat(see("m", "b")).isEqualTo(Repeat.CONFLICT);
        assertThat(see("m", "a")).isEqualTo(Repeat.DUPLICATE);
    }

    @Test
    void isNothingOfCallsWithoutAnId() {
        assertThat(see("", "a")).isEqualTo(Repeat.NEW);
        assertThat(see("", "a")).isEqualTo(Repeat.NEW);
    }

    @Test
    void mistakesNoIdForAnother() {
        assertThat(IntStream.range(0, 200_000).mapToObj(i -> see("id-" + i, "a")))
                .containsOnly(Repeat.NEW);
    }

    @Test
    void holdsManyIdsAndForgetsTheOldestInTheEnd() {
        IntStream.range(0, 2_000_000).forEach(i -> see("id-" + i, "a"));

        assertThat(see("id-1999999", "a")).isEqualTo(Repeat.DUPLICATE);
        assertThat(see("id-1700000", "a")).isEqualTo(Repeat.DUPLICATE);
        assertThat(see("id-0", "a")).isEqualTo(Repeat.NEW);
    }
}
