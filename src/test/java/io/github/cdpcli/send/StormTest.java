package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.CrowdedService.Second;
import io.github.cdpcli.send.CrowdedService.Storm;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Refusals for too many requests, in virtual time: when all is over all is as before, and a limit is found and held. */
class StormTest {

    private static final int BEGINS = 10;
    private static final int RECOVERY = 10;

    private static int taken(List<Second> seconds) {
        return seconds.stream().mapToInt(Second::taken).sum();
    }

    private static int refused(List<Second> seconds) {
        return seconds.stream().mapToInt(Second::refused).sum();
    }

    private static List<String> told(List<Second> seconds) {
        return seconds.stream().map(Second::toString).toList();
    }

    static Stream<Arguments> storms() {
        List<Arguments> storms = new ArrayList<>();
        for (int lanes : new int[] {1, 16}) {
            for (String retryAfter : new String[] {"", "0", "3"}) {
                for (double part : new double[] {1, 0.3}) {
                    for (int length : new int[] {1, 20}) {
                        storms.add(Arguments.of(lanes, retryAfter, part, length));
                    }
                }
            }
        }
        return storms.stream();
    }

    @ParameterizedTest
    @MethodSource("storms")
    void afterAStormNineTenthsAreBackWithinTenSeconds(int lanes, String retryAfter, double part, int length) {
        @Nullable String header = retryAfter.isEmpty() ? null : retryAfter;
        // What it was told last to wait it waits, though the storm is over then.
        int free = BEGINS + length + (retryAfter.isEmpty() ? 0 : Integer.parseInt(retryAfter));
        List<Second> seconds = new CrowdedService()
                .storm(new Storm(BEGINS, BEGINS + length, part, header))
                .serve(lanes, free + RECOVERY + 10);
        int before = taken(seconds.subList(BEGINS - 2, BEGINS)) / 2;
        assertThat(before).as("%s", told(seconds)).isBetween(19 * lanes, 20 * lanes);
        assertThat(taken(seconds.subList(free + RECOVERY, free + RECOVERY + 10)) / 10.0)
                .as("%s", told(seconds))
                .isGreaterThanOrEqualTo(0.9 * before);
        assertThat(refused(seconds.subList(BEGINS + length, seconds.size())))
                .as("refused when it was over: %s", told(seconds))
                .isZero();
    }

    /** All knock at the same time when it is over, if they are let; and a service that is close to its limit is full again. */
    @ParameterizedTest
    @CsvSource({"16, '', 5", "16, 3, 5", "16, '', 30", "16, 3, 30", "4, '', 5", "4, 1, 30"})
    void aStormDoesNotMakeAnother(int lanes, String retryAfter, int length) {
        @Nullable String header = retryAfter.isEmpty() ? null : retryAfter;
        List<Second> seconds = new CrowdedService()
                .bucket(22 * lanes, 5, header)
                .storm(new Storm(BEGINS, BEGINS + length, 1, header))
                .serve(lanes, BEGINS + length + 20);
        List<Second> after = seconds.subList(BEGINS + length, seconds.size());
        assertThat(refused(after)).as("%s", told(seconds)).isLessThanOrEqualTo(lanes / 4);
        assertThat(taken(after.subList(10, 20))).as("%s", told(seconds)).isGreaterThanOrEqualTo(18 * 10 * lanes);
    }

    /** While nothing is taken, one request now and then finds out when that is over. */
    @Test
    void aStormIsNotKnockedAtByAll() {
        List<Second> seconds =
                new CrowdedService().storm(new Storm(0, 60, 1, null)).serve(16, 70);
        assertThat(refused(seconds.subList(0, 5))).as("%s", told(seconds)).isLessThan(40);
        assertThat(refused(seconds.subList(10, 60))).as("%s", told(seconds)).isBetween(16, 50);
        assertThat(taken(seconds.subList(0, 60))).isZero();
    }

    @Test
    void whoIsToldToWaitWaitsAndIsBackAtOnce() {
        List<Second> seconds =
                new CrowdedService().storm(new Storm(3, 10, 1, "2")).serve(1, 16);
        assertThat(told(seconds))
                .containsExactly(
                        "19",
                        "20",
                        "20",
                        "0 and 1 refused",
                        "0",
                        "0 and 1 refused",
                        "0",
                        "0 and 1 refused",
                        "0",
                        "0 and 1 refused",
                        "0",
                        "4",
                        "20",
                        "19",
                        "20",
                        "20");
    }

    static Stream<Arguments> limits() {
        List<Arguments> limits = new ArrayList<>();
        for (int lanes : new int[] {4, 16}) {
            for (String retryAfter : new String[] {"", "1"}) {
                for (int saved : new int[] {0, 10, 100}) {
                    limits.add(Arguments.of(lanes, retryAfter, saved));
                }
            }
        }
        return limits.stream();
    }

    /** A hundred a second are taken: nearly as many are sent, and hardly more. */
    @ParameterizedTest(name = "{0} lanes, Retry-After {1}, saves up {2}")
    @MethodSource("limits")
    void aLimitIsFoundAndHeld(int lanes, String retryAfter, int saved) {
        @Nullable String header = retryAfter.isEmpty() ? null : retryAfter;
        CrowdedService service = new CrowdedService().answersAfter(lanes == 4 ? 10 : 50);
        List<Second> seconds =
                (saved == 0 ? service.window(100, header) : service.bucket(100, saved, header)).serve(lanes, 50);
        List<Second> held = seconds.subList(20, 50);
        // A pause of a second now and then is what the service asked for.
        int least = header == null ? 2_850 : 2_400;
        assertThat(taken(held)).as("%s", told(seconds)).isBetween(least, 3_000 + saved);
        assertThat(refused(held)).as("%s", told(seconds)).isLessThan(36);
        assertThat(refused(seconds.subList(0, 20))).as("%s", told(seconds)).isLessThan(100);
    }

    @Test
    void aLimitThatIsLiftedIsLeftBehind() {
        List<Second> seconds =
                new CrowdedService().bucket(60, 10, null).liftedAt(30).serve(16, 50);
        assertThat(taken(seconds.subList(10, 30)) / 20).isBetween(50, 60);
        assertThat(taken(seconds.subList(40, 50)) / 10).as("%s", told(seconds)).isGreaterThanOrEqualTo(300);
    }

    /** Slower answers are no reason for fewer requests than there may be. */
    @ParameterizedTest
    @CsvSource({"5, 500", "50, 320", "200, 80"})
    void withoutAnyRefusalAllLanesAreUsed(int millis, int perSecond) {
        List<Second> seconds = new CrowdedService().answersAfter(millis).serve(16, 10);
        IntStream.range(2, 10)
                .forEach(i -> assertThat(seconds.get(i).taken())
                        .as("%s", told(seconds))
                        .isBetween(perSecond * 95 / 100, perSecond));
    }
}
