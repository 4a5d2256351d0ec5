package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatencyTest {

    private final Latency latency = new Latency();

    private void took(int times, int millis) {
        for (int i = 0; i < times; i++) {
            latency.took(Duration.ofMillis(millis));
        }
    }

    @Test
    void holdsBeforeAnythingIsKnown() {
        assertThat(latency.holds()).isTrue();
    }

    @Test
    void aSlowFirstAnswerIsForgottenOnceTheNextAreFast() {
        took(1, 3000);
        took(60, 100);
        assertThat(latency.holds()).isTrue();
        took(20, 500);
        assertThat(latency.holds()).isFalse();
    }

    @Test
    void oneSlowAnswerIsNoTrend() {
        took(50, 100);
        took(1, 900);
        assertThat(latency.holds()).isTrue();
    }

    @Test
    void afewMillisecondsMoreAreNone() {
        took(50, 1);
        took(50, 40);
        assertThat(latency.holds()).isTrue();
    }

    @Test
    void holdsAgainWhenItGetsBetterAndWhenItStaysAsItIs() {
        took(50, 100);
        took(50, 600);
        assertThat(latency.holds()).isFalse();
        took(30, 100);
        assertThat(latency.holds()).isTrue();
        took(1000, 600);
        assertThat(latency.holds()).isTrue();
    }

    @Test
    void aClockThatWasSetBackDoesNoHarm() {
        latency.took(Duration.ofSeconds(-5));
        took(50, 10);
        assertThat(latency.holds()).isTrue();
    }
}
