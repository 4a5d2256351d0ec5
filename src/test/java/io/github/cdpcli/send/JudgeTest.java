package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.Outcome.Complaint;
import io.github.cdpcli.send.Outcome.Refusal;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers mean. */
class JudgeTest {

    private final Judge judge = new Judge(Endpoint.of(Region.US));

    private Verdict judge(int status, String body) {
        return judge.judge(new Attempt.Answered(status, null, null, body, true));
    }

    private Verdict redirect(String location) {
        return judge.judge(new Attempt.Answered(308, null, location, "", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \r\n",
                "{}",
                "{\"success\":true}",
                " {\"success\": true}\n",
                "{\"success\":true,\"errors\":[]}",
                "{\"errors\":[],\"error\":null,\"meta\":{}}",
                "{\"meta\":{\"errors\":[]}}",
                "{\"meta\":{\"error\":null,\"request\":\"abc\"}}",
                "{\"meta\":null}",
                "{\"data\":{\"errors\":[\"of somebody else\"]}}"
            })
    void isAnAcknowledgement(String body) {
        assertThat(judge(200, body)).isEqualTo(new Verdict.Accept());
        assertThat(judge(202, body)).isEqualTo(new Verdict.Accept());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":false}",
                "{\"error\":\"no\"}",
                "{\"error\":{\"message\":\"no\"}}",
                "{\"success\":\"false\"}",
                "{\"error\":true}",
                "{\"errors\":[\"no\"]}",
                "{\"errors\":\"no\"}",
                "{\"errors\":[{\"reason\":\"invalid\"}]}",
                "{\"meta\":{\"error\":\"no\"}}",
                "{\"meta\":{\"errors\":[\"no\"]}}",
                "{\"success\":true,\"errors\":[\"one of many\"]}",
                "{\"Success\":false}",
                "{\"SUCCESS\":\"False\"}",
                "{\"success\":true,\"Success\":false}",
                "{\"Error\":\"no\"}",
                "{\"Errors\":[\"no\"]}",
                "{\"errors\":[],\"Errors\":[\"no\"]}",
                "{\"Meta\":{\"Errors\":[\"no\"]}}",
                "{\"META\":{\"error\":\"no\"}}",
                "<html><body>Please log in</body></html>",
                "OK",
                "true",
                "[]",
                "[{}]",
                "\"success\"",
                "{\"success\":true",
                "{\"success\":true}}",
                "{\"success\":false,\"success\":true}",
                "{\"success\":true} <!-- injected -->"
            })
    void isNoAcknowledgement(String body) {
        assertThat(judge(200, body)).isInstanceOf(Verdict.Retry.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"success\":true}"})
    void isNoAcknowledgementUnlessItWasReadWhole(String body) {
        assertThat(judge.judge(new Attempt.Answered(200, null, null, body, false)))
                .isEqualTo(new Verdict.Retry("status 200 with an answer that was cut off or far too long"));
    }

    @Test
    void saysWhyItIsNoAcknowledgement() {
        assertThat(judge(200, "<html>"))
                .isEqualTo(new Verdict.Retry("status 200 with something that is not the API's answer"));
        assertThat(judge(201, "{\"errors\":[\"no\"]}")).isEqualTo(new Verdict.Retry("status 201 with an error inside"));
        assertThat(judge(200, "{\"success\":false}")).isEqualTo(new Verdict.Retry("status 200 with an error inside"));
    }

    private static Complaint complaint(String message) {
        return new Complaint(message, null, null);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of("{\"meta\":{\"errors\":[\"a\",\"b\"]}}", List.of(complaint("a"), complaint("b"))),
                Arguments.of("{\"meta\":{\"error\":\"a\"}}", List.of(complaint("a"))),
                Arguments.of(
                        "{\"errors\":[{\"reason\":\"required\",\"field\":\"event\",\"message\":\"event is required\"}]}",
                        List.of(new Complaint("event is required", "event", null))),
                Arguments.of(
                        "{\"errors\":[{\"reason\":\"required\",\"field\":\"event\"}]}",
                        List.of(new Complaint("required", "event", null))),
                Arguments.of(
                        "{\"errors\":[{\"detail\":\"invalid key\",\"status\":\"401\"}]}",
                        List.of(complaint("invalid key"))),
                Arguments.of(
                        "{\"errors\":[{\"batch_index\":3,\"message\":\"a\"},{\"batch_index\":0,\"message\":\"b\"}]}",
                        List.of(new Complaint("a", null, 3), new Complaint("b", null, 0))),
                Arguments.of(
                        "{\"errors\":[{\"batch_index\":-1,\"message\":\"a\"},{\"batch_index\":\"2\",\"message\":\"b\"}]}",
                        List.of(complaint("a"), complaint("b"))),
                Arguments.of("{\"Meta\":{\"Errors\":[\"a\"]}}", List.of(complaint("a"))),
                Arguments.of(
                        "{\"Errors\":[{\"Message\":\"a\",\"Field\":\"event\",\"Batch_Index\":3}]}",
                        List.of(new Complaint("a", "event", 3))),
                Arguments.of("{\"Message\":\"a\"}", List.of(complaint("a"))),
                Arguments.of("{\"error\":\"a\"}", List.of(complaint("a"))),
                Arguments.of("{\"error\":{\"message\":\"a\"}}", List.of(complaint("a"))),
                Arguments.of("{\"message\":\"a\"}", List.of(complaint("a"))),
                Arguments.of("{\"error\":\"a\",\"message\":\"b\"}", List.of(complaint("a"))),
                Arguments.of("{\"errors\":[{\"code\":7}]}", List.of(complaint("no message"))),
                Arguments.of("{\"errors\":[7,null]}", List.of()),
                Arguments.of("<html>", List.of()),
                Arguments.of("", List.of()));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void findsTheComplaintsInEveryFormOfARefusal(String body, List<Complaint> complaints) {
        assertThat(judge(400, body)).isEqualTo(new Verdict.Refuse(Refusal.INVALID, complaints));
    }

    @ParameterizedTest
    @CsvSource({
        "/v2/track, /v2/track",
        "batch, /v1/batch",
        "../v2/track, /v2/track",
        "https://cdp.customer.io/v2/track, /v2/track",
        "https://CDP.customer.io:443/v2/track, /v2/track",
        "HTTPS://cdp.customer.io/v2/track, /v2/track",
        "//cdp.customer.io/v2/track, /v2/track",
        "/v2/track?a=b%20c, /v2/track?a=b%20c",
        "/v2/tr%C3%A4ck, /v2/tr%C3%A4ck",
        "https://cdp.customer.io, /"
    })
    void followsWithinTheHost(String location, String path) {
        assertThat(redirect(location)).isEqualTo(new Verdict.Follow(path));
    }

    @ParameterizedTest
    @CsvSource({
        "https://cdp-eu.customer.io/v1/track, https://cdp-eu.customer.io",
        "//evil.example/v1/track, https://evil.example",
        "https://cdp.customer.io.evil.example/v1/track, https://cdp.customer.io.evil.example",
        "https://cdp.customer.io@evil.example/v1/track, https://evil.example",
        "http://cdp.customer.io/v1/track, http://cdp.customer.io",
        "http://cdp.customer.io:443/v1/track, http://cdp.customer.io:443",
        "https://cdp.customer.io:8443/v1/track, https://cdp.customer.io:8443"
    })
    void refusesToShowTheKeyToAnotherHost(String location, String named) {
        assertThat(redirect(location))
                .isEqualTo(new Verdict.Refuse(
                        Refusal.REDIRECT,
                        List.of(complaint("redirected to " + named + ", where the key must not go"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://", "a b", "%", "http://[", "mailto:somebody", "javascript:alert(1)"})
    void refusesARedirectToNowhere(String location) {
        assertThat(redirect(location)).isInstanceOf(Verdict.Refuse.class);
    }

    @Test
    void aRedirectWithoutALocationIsUnexpected() {
        assertThat(judge(302, "")).isEqualTo(new Verdict.Refuse(Refusal.UNEXPECTED, List.of()));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 303, 304, 305, 306})
    void neverFollowsWhatWouldChangeTheRequest(int status) {
        assertThat(judge.judge(new Attempt.Answered(status, null, "/v1/track", "", true)))
                .isEqualTo(new Verdict.Refuse(Refusal.UNEXPECTED, List.of()));
    }

    @Test
    void comparesAddressesOfVersionSix() {
        Judge loopback = new Judge(new Endpoint(false, "::1", 8080, "/v1"));
        Attempt here = new Attempt.Answered(307, null, "http://[::1]:8080/v2/track", "", true);
        assertThat(loopback.judge(here)).isEqualTo(new Verdict.Follow("/v2/track"));
    }
}
