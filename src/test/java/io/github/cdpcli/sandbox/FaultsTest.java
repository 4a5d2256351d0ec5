package io.github.cdpcli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.sandbox.Faults.Parsed;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How failures are asked for, and which requests they strike. */
class FaultsTest {

    private static Faults good(String spec) {
        assertThat(Faults.parse(spec)).isInstanceOf(Parsed.Good.class);
        return ((Parsed.Good) Faults.parse(spec)).faults();
    }

    private static List<Long> struck(Faults faults, double chance) {
        return LongStream.rangeClosed(1, 12)
                .filter(request -> faults.strikes(request, 0, chance))
                .boxed()
                .toList();
    }

    @Test
    void readsEveryKey() {
        assertThat(good("status:429, rate:0.25 ,times:3,retry-after:2"))
                .isEqualTo(new Faults(429, 0.25, 0, 3, OptionalInt.of(2)));
        assertThat(good("every:5")).isEqualTo(new Faults(503, 1, 5, Integer.MAX_VALUE, OptionalInt.empty()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"reset", "status:0"})
    void readsBothSpellingsOfAClosedConnection(String spec) {
        assertThat(good(spec).status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "503", "status", "speed:1", "status=503", "status:503,", "Status:503"})
    void listsTheKeysWhenItDoesNotKnowOne(String spec) {
        assertThat(Faults.parse(spec))
                .isEqualTo(new Parsed.Bad("use status:503 (or reset, to close the connection), rate:0.1, every:5,"
                        + " times:3, retry-after:2, with commas between them"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status:99           | a status is from 200 to 599, or 0 to close the connection",
                "status:600          | a status is from 200 to 599, or 0 to close the connection",
                "rate:1.01           | a rate is from 0 to 1",
                "every:0             | every is 1 or more",
                "every:2,rate:0.5    | either every or rate, not both",
                "times:1,times:2     | times is given twice",
                "reset,status:503    | status is given twice",
            })
    void saysWhatIsWrong(String spec, String why) {
        assertThat(Faults.parse(spec)).isEqualTo(new Parsed.Bad(why));
    }

    @ParameterizedTest
    @ValueSource(strings = {"status:x", "rate:-1", "rate:1e3", "times:1.5", "every:9999999", "retry-after:"})
    void wantsNumbers(String spec) {
        assertThat(((Parsed.Bad) Faults.parse(spec)).why())
                .startsWith(spec.substring(0, spec.indexOf(':')) + " must be a number; use status:503");
    }

    @Test
    void strikeAllRequestsUnlessToldHowMany() {
        assertThat(struck(good("status:503"), 0.999)).hasSize(12);
        assertThat(struck(good("every:5"), 0)).containsExactly(5L, 10L);
        assertThat(struck(good("rate:0.5"), 0.49)).hasSize(12);
        assertThat(struck(good("rate:0.5"), 0.5)).isEmpty();
        assertThat(struck(good("rate:0"), 0)).isEmpty();
        assertThat(struck(Faults.none(), 0)).isEmpty();
    }

    @Test
    void stopAfterSoManyFailures() {
        assertThat(good("times:3").strikes(9, 2, 0)).isTrue();
        assertThat(good("times:3").strikes(9, 3, 0)).isFalse();
    }
}
