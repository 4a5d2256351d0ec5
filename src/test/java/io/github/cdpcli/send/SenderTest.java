package io.github.cdpcli.send;

import static io.github.cdpcli.send.ScriptedTransport.answered;
import static io.github.cdpcli.send.ScriptedTransport.failed;
import static io.github.cdpcli.send.ScriptedTransport.redirect;
import static io.github.cdpcli.send.ScriptedTransport.retryAfter;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.Attempt.Cause;
import io.github.cdpcli.send.Outcome.Refusal;
import io.github.cdpcli.testing.VirtualTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a sender does when: each test reads as a list of what happened at which second. */
class SenderTest {

    private static final Instant START = Instant.parse("2024-03-01T10:00:00Z");
    private static final Endpoint ENDPOINT = Endpoint.of(Region.US);
    private static final byte[] BODY = {'{', '}'};
    private static final Attempt OK = answered(200, "{\"success\":true}");

    private final VirtualTime time = new VirtualTime(START);
    private RetryPolicy policy = RetryPolicy.retries(3);
    private Sleeper sleeper = time;
    private double chance = 0.5;

    private final SendListener log = new SendListener() {
        @Override
        public void waiting(String why, Duration wait, int retry) {
            time.record("wait " + wait.toMillis() + " ms for retry " + retry + ": " + why);
        }
    };

    private Outcome send(Attempt... script) {
        return send(new ScriptedTransport(time, script));
    }

    private Outcome send(ScriptedTransport transport) {
        try (Sender sender = new Sender(ENDPOINT, transport, policy, time, sleeper, () -> chance, log)) {
            return sender.send("track", BODY);
        }
    }

    @Test
    void sendsOnceWhatIsAccepted() {
        assertThat(send(OK)).isEqualTo(new Outcome.Accepted(200, 1));
        assertThat(time.events()).containsExactly("0.000 attempt → 200");
    }

    @Test
    void waitsLongerAfterEveryTemporaryFailure() {
        assertThat(send(answered(503), failed(Cause.BROKEN), answered(500), OK))
                .isEqualTo(new Outcome.Accepted(200, 4));
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → 503",
                        "0.000 wait 375 ms for retry 1: status 503",
                        "0.375 attempt → BROKEN",
                        "0.375 wait 750 ms for retry 2: failed for a reason",
                        "1.125 attempt → 500",
                        "1.125 wait 1500 ms for retry 3: status 500",
                        "2.625 attempt → 200");
    }

    @ParameterizedTest
    @CsvSource({"0, 0.250", "0.5, 0.375", "0.999, 0.499"})
    void leavesOutARandomPartOfHalfOfTheWait(double random, String second) {
        chance = random;
        send(answered(503), OK);
        assertThat(time.events()).last().isEqualTo(second + " attempt → 200");
    }

    @Test
    void neverWaitsLongerThanHalfAMinute() {
        policy = RetryPolicy.retries(40);
        chance = 0.999_999;
        send(Stream.concat(Stream.generate(() -> answered(503)).limit(40), Stream.of(OK))
                .toArray(Attempt[]::new));

        assertThat(time.events().get(13)).isEqualTo("31.494 wait 29999 ms for retry 7: status 503");
        assertThat(time.events())
                .filteredOn(event -> event.contains(" wait "))
                .hasSize(40)
                .last()
                .asString()
                .contains("wait 29999 ms for retry 40");
    }

    @Test
    void givesUpWhenTheRetriesAreUsedUp() {
        assertThat(send(answered(503), answered(503), answered(503), failed(Cause.TIMEOUT)))
                .isEqualTo(new Outcome.Unknown("failed for a reason", 0, 4, true));
        assertThat(time.events()).hasSize(7).last().isEqualTo("2.625 attempt → TIMEOUT");
    }

    @Test
    void neverRetriesWhenToldNotTo() {
        policy = RetryPolicy.retries(0);
        assertThat(send(answered(503))).isEqualTo(new Outcome.Unknown("status 503", 503, 1, true));
    }

    @Test
    void beginsNoWaitThatWouldEndAfterTheLongestTimeAllowed() {
        policy = RetryPolicy.outage(100, Duration.ofSeconds(2));
        assertThat(send(answered(503), answered(503), answered(503)))
                .isEqualTo(new Outcome.Unknown("status 503", 503, 3, true));
        assertThat(time.events()).last().isEqualTo("1.125 attempt → 503");
    }

    @Test
    void waitsUntilExactlyTheLongestTimeAllowed() {
        policy = RetryPolicy.outage(100, Duration.ofMillis(2625));
        assertThat(send(answered(503), answered(503), answered(503), OK)).isEqualTo(new Outcome.Accepted(200, 4));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7                             | 7.350   | seconds, and a twentieth more",
                "1                             | 1.050   | seconds, and a twentieth more",
                "0                             | 0.500   | not at once",
                "300                           | 300.000 | the longest",
                "301                           | 300.000 | capped",
                "999999999                     | 300.000 | capped",
                "Fri, 01 Mar 2024 10:00:20 GMT | 21.000  | a date",
                "Fri, 01 Mar 2024 12:00:00 GMT | 300.000 | a date, capped",
                "Fri, 01 Mar 2024 09:59:00 GMT | 0.500   | a date that has passed",
                "Fri, 99 Mar 2024 10:00:20 GMT | 0.375   | garbage: as if it were absent",
                "soon                          | 0.375   | garbage",
                "-1                            | 0.375   | garbage",
                "1.5                           | 0.375   | garbage",
                "''                            | 0.375   | garbage",
                "9999999999999999999           | 300.000 | capped",
            })
    void honoursRetryAfter(String header, String second, String why) {
        send(retryAfter(429, header), OK);
        assertThat(time.events()).as(why).last().isEqualTo(second + " attempt → 200");
    }

    @Test
    void neverComesBackBeforeTheTimeTheServiceNamed() {
        chance = 0;
        send(retryAfter(503, "7"), OK);
        assertThat(time.events()).last().isEqualTo("7.000 attempt → 200");
    }

    @Test
    void givesUpAtOnceWhenTheServiceNamesATimeThatIsTooLate() {
        policy = RetryPolicy.outage(100, Duration.ofMinutes(1));
        assertThat(send(retryAfter(429, "61")))
                .isEqualTo(new Outcome.Unknown("status 429", 429, 1, false, Optional.of(Duration.ofSeconds(61))));
        assertThat(send(retryAfter(503, "9999999999999")))
                .isEqualTo(
                        new Outcome.Unknown("status 503", 503, 1, true, Optional.of(Duration.ofSeconds(999_999_999))));
    }

    @Test
    void whatWasTurnedAwayHasNotArrivedUnlessAnotherAttemptMayHave() {
        policy = RetryPolicy.retries(1);
        assertThat(send(failed(Cause.CONNECT), answered(429)))
                .isEqualTo(new Outcome.Unknown("status 429", 429, 2, false));
        assertThat(send(failed(Cause.BROKEN), answered(429)))
                .isEqualTo(new Outcome.Unknown("status 429", 429, 2, true));
    }

    @Test
    void waitingForATurnIsNoPartOfAnOutage() {
        policy = RetryPolicy.outage(100, Duration.ofSeconds(1));
        ScriptedTransport transport = new ScriptedTransport(time, answered(503), OK);
        Transport busy = new Transport() {
            @Override
            public Attempt attempt(Request request) {
                time.sleep(Duration.ofMinutes(request.retries() == 0 ? 5 : 0));
                return transport.attempt(request);
            }

            @Override
            public void close() {
                transport.close();
            }
        };
        try (Sender sender = new Sender(ENDPOINT, busy, policy, time, sleeper, () -> chance, log)) {
            assertThat(sender.send("track", BODY)).isEqualTo(new Outcome.Accepted(200, 2));
        }
    }

    @Test
    void whoIsInterruptedSaysNothingOfARetry() {
        Thread.currentThread().interrupt();
        assertThat(send(answered(503))).isEqualTo(new Outcome.Unknown("status 503", 503, 1, true));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(time.events()).containsExactly("0.000 attempt → 503");
    }

    @Test
    void retriesWeighWhatTheFirstAttemptDid() {
        ScriptedTransport transport = new ScriptedTransport(time, answered(503), redirect(307, "/v1/other"), OK);
        try (Sender sender = new Sender(ENDPOINT, transport, policy, time, sleeper, () -> chance, log)) {
            sender.send("batch", Body.of(BODY), 800);
        }
        assertThat(transport.requests()).extracting(Request::weight).containsExactly(800, 800, 800);
    }

    @Test
    void triesAgainAtOnceAfterAConnectionTurnedOutToBeClosed() {
        assertThat(send(failed(Cause.STALE), OK)).isEqualTo(new Outcome.Accepted(200, 2));
        assertThat(time.events()).last().isEqualTo("0.000 attempt → 200");
    }

    @Test
    void waitsAfterASecondStaleConnection() {
        send(failed(Cause.STALE), failed(Cause.STALE), OK);
        assertThat(time.events()).last().isEqualTo("0.750 attempt → 200");
    }

    @Test
    void retriesSendTheVerySameBytesAndCountThemselves() {
        ScriptedTransport transport = new ScriptedTransport(time, answered(503), answered(503), answered(503), OK);

        send(transport);

        assertThat(transport.requests()).extracting(Request::retries).containsExactly(0, 1, 2, 3);
        assertThat(transport.requests()).allSatisfy(request -> {
            assertThat(written(request.body())).isEqualTo(BODY);
            assertThat(request.path()).isEqualTo("/v1/track");
        });
    }

    @Test
    void anAnswerThatIsNoAcknowledgementIsRetriedAndThenUnknown() {
        policy = RetryPolicy.retries(1);
        assertThat(send(answered(200, "<html>"), answered(200, "{\"success\":false}")))
                .isEqualTo(new Outcome.Unknown("status 200 with an error inside", 200, 2, true));
    }

    @Test
    void anInterruptionEndsTheWaitingAndIsNotForgotten() {
        sleeper = wait -> {
            throw new InterruptedException();
        };
        assertThat(send(answered(503))).isEqualTo(new Outcome.Unknown("status 503", 503, 1, true));
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aRedirectWithinTheHostIsFollowedAtOnceWithTheSameBytes() {
        ScriptedTransport transport =
                new ScriptedTransport(time, redirect(308, "/v2/track?from=v1"), answered(503), OK);

        assertThat(send(transport)).isEqualTo(new Outcome.Accepted(200, 3));

        assertThat(transport.requests())
                .extracting(Request::path)
                .containsExactly("/v1/track", "/v2/track?from=v1", "/v2/track?from=v1");
        assertThat(transport.requests()).extracting(Request::retries).containsExactly(0, 0, 1);
        assertThat(transport.requests())
                .allSatisfy(request -> assertThat(written(request.body())).isEqualTo(BODY));
        assertThat(time.events())
                .containsExactly(
                        "0.000 attempt → 308",
                        "0.000 attempt → 503",
                        "0.000 wait 375 ms for retry 1: status 503",
                        "0.375 attempt → 200");
    }

    @Test
    void redirectsInACircleEnd() {
        Attempt again = redirect(307, "/v1/track");
        Outcome outcome = send(again, again, again, again);
        assertThat(outcome)
                .isEqualTo(new Outcome.Refused(
                        Refusal.UNEXPECTED,
                        307,
                        List.of(new Outcome.Complaint("redirected more than 3 times", null, null)),
                        "",
                        4));
    }

    @Test
    void aRefusalCarriesTheAnswer() {
        String body = "{\"meta\":{\"errors\":[\"no event\"]}}";
        assertThat(send(answered(503), answered(400, body)))
                .isEqualTo(new Outcome.Refused(
                        Refusal.INVALID, 400, List.of(new Outcome.Complaint("no event", null, null)), body, 2));
    }

    @Test
    void closesTheTransport() {
        ScriptedTransport transport = new ScriptedTransport(time, OK);
        send(transport);
        assertThat(transport.isClosed()).isTrue();
    }

    private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429, 500, 502, 503, 504, 522, 524);

    static IntStream everyStatus() {
        return IntStream.rangeClosed(100, 599);
    }

    private static String expected(int status) {
        if (status >= 200 && status <= 299) {
            return "accepted";
        } else if (TEMPORARY.contains(status)) {
            return "retried";
        }
        return switch (status) {
            case 400, 422 -> "refused: INVALID, the run goes on";
            case 413 -> "refused: TOO_LARGE, the run goes on";
            case 401 -> "refused: KEY, the run stops";
            case 403 -> "refused: FORBIDDEN, the run stops";
            case 404, 405 -> "refused: ADDRESS, the run stops";
            default -> "refused: UNEXPECTED, the run stops";
        };
    }

    private String happens(int status) {
        Outcome outcome = send(answered(status));
        if (outcome instanceof Outcome.Refused refused) {
            Refusal refusal = refused.refusal();
            return "refused: " + refusal + (refusal.stopsRun() ? ", the run stops" : ", the run goes on");
        }
        return outcome instanceof Outcome.Accepted ? "accepted" : "retried";
    }

    @ParameterizedTest
    @MethodSource("everyStatus")
    void everyStatusHasItsMeaning(int status) {
        policy = RetryPolicy.retries(0);
        assertThat(happens(status)).isEqualTo(expected(status));
    }

    @ParameterizedTest
    @EnumSource(Cause.class)
    void everyFailureIsRetriedUnlessItMustHappenAgain(Cause cause) {
        policy = RetryPolicy.retries(0);
        Outcome outcome = send(failed(cause));
        if (cause == Cause.TLS || cause == Cause.PROXY) {
            assertThat(outcome)
                    .isEqualTo(new Outcome.Refused(
                            Refusal.CONNECTION,
                            0,
                            List.of(new Outcome.Complaint("failed for a reason", null, null)),
                            "",
                            1));
            assertThat(Refusal.CONNECTION.stopsRun()).isTrue();
        } else {
            assertThat(outcome)
                    .isEqualTo(new Outcome.Unknown(
                            "failed for a reason", 0, 1, cause != Cause.NAME && cause != Cause.CONNECT));
        }
    }

    private static byte[] written(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            body.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
