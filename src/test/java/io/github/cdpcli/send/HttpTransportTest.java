package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and what is read from it, when both sides keep to the rules. */
class HttpTransportTest {

    private static final Attempt ACCEPTED = answered(200, "{\"success\":true}");

    @AutoClose
    private final FakeServer server = FakeServer.scripted();

    @AutoClose
    private final Client client = Client.of(server);

    private static Attempt answered(int status, String body) {
        return new Attempt.Answered(status, null, null, body, true);
    }

    @Test
    void sendsEveryHeaderExactlyOnceAndNoOthers() {
        server.next(FakeServerReply.accepted());

        assertThat(client.track("{\"event\":\"Größe\"}")).isEqualTo(ACCEPTED);

        assertThat(server.request().line()).isEqualTo("POST /v1/track HTTP/1.1");
        assertThat(server.request().headers())
                .containsExactly(
                        "Host: 127.0.0.1:" + server.port(),
                        "Authorization: Basic " + Client.KEY_IN_BASE64,
                        "X-Strict-Mode: 1",
                        "Content-Type: application/json",
                        "Accept: application/json",
                        "User-Agent: cdp-cli/test",
                        "Content-Length: 19");
        assertThat(server.request().text()).isEqualTo("{\"event\":\"Größe\"}");
    }

    @Test
    void tellsHowOftenTheSameBytesWereSentBefore() {
        server.next(FakeServerReply.accepted(), FakeServerReply.accepted());
        Request first = client.endpoint().request("track", new byte[] {'{', '}'});

        client.attempt(first);
        client.attempt(first.again().again());

        assertThat(server.requests().get(0).headers("X-Retry-Count")).isEmpty();
        assertThat(server.requests().get(1).header("X-Retry-Count")).isEqualTo("2");
    }

    @Test
    void sendsBodiesOfEverySizeByteForByte() {
        int[] sizes = {0, 1, 16 * 1024 - 1, 16 * 1024, 16 * 1024 + 1, 500_000};
        for (int size : sizes) {
            byte[] body = new byte[size];
            Arrays.fill(body, (byte) 'x');
            server.next(FakeServerReply.accepted().expecting("POST /v1/batch", body));
            assertThat(client.batch(body)).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void usesOneConnectionForManyRequests() {
        IntStream.range(0, 50).forEach(i -> {
            server.next(FakeServerReply.accepted());
            assertThat(client.track("{\"n\":" + i + "}")).isEqualTo(ACCEPTED);
        });
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void aConnectionOpenedAheadServesTheFirstRequest() {
        server.next(FakeServerReply.accepted());

        assertThat(client.transport().connect(Dial.SILENT)).isEmpty();

        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void readsTheHeadersThatTheSenderNeeds() {
        server.answer(429, "slow down").header("RETRY-AFTER", " 7 ").header("location", "/v2");

        assertThat(client.track("{}")).isEqualTo(new Attempt.Answered(429, "7", "/v2", "slow down", true));
    }

    @Test
    void readsChunkedAnswersAndGoesOnOnTheSameConnection() {
        server.answer(200, "{\"success\":true}").chunked(3);
        server.answer(400, "").chunked(1);

        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(client.track("{}")).isEqualTo(answered(400, ""));
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void readsChunkExtensionsAndTrailers() {
        server.next(FakeServerReply.raw(String.join(
                "\r\n",
                "HTTP/1.1 200 OK",
                "Transfer-Encoding: Chunked",
                "",
                "2;name=value",
                "{}",
                "0",
                "Some-Trailer: x",
                "",
                "")));
        server.next(FakeServerReply.accepted());

        assertThat(client.track("{}")).isEqualTo(answered(200, "{}"));
        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
    }

    @Test
    void skipsInterimAnswers() {
        server.next(FakeServerReply.raw(String.join(
                "\r\n",
                "HTTP/1.1 100 Continue",
                "",
                "HTTP/1.1 103 Early Hints",
                "Link: x",
                "",
                "HTTP/1.1 200 OK",
                "Content-Length: 2",
                "",
                "{}")));

        assertThat(client.track("{}")).isEqualTo(answered(200, "{}"));
    }

    @Test
    void takesAProtocolSwitchForTheAnswerThatItIs() {
        server.next(
                FakeServerReply.raw("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n"),
                FakeServerReply.accepted());

        assertThat(client.track("{}")).isEqualTo(answered(101, ""));
        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void readsAnAnswerWithoutABody() {
        server.next(FakeServerReply.answer(204, ""), FakeServerReply.accepted());

        assertThat(client.track("{}")).isEqualTo(answered(204, ""));
        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void opensANewConnectionWhenTheServerAnnouncesToCloseThisOne() {
        server.answer(200, "{}").header("Connection", "keep-alive, Close");
        server.next(FakeServerReply.accepted());

        assertThat(client.track("{}")).isEqualTo(answered(200, "{}"));
        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void opensANewConnectionAfterAnAnswerOfHttp10() {
        server.next(FakeServerReply.raw("HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}"), FakeServerReply.accepted());

        assertThat(client.track("{}")).isEqualTo(answered(200, "{}"));
        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void readsAnAnswerWithoutALengthToTheEndOfTheConnection() {
        server.next(FakeServerReply.answer(200, "{}").withoutLength(), FakeServerReply.accepted());

        assertThat(client.track("{}")).isEqualTo(answered(200, "{}"));
        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void readsAnswersWithBareLineFeeds() {
        server.next(FakeServerReply.raw("HTTP/1.1 200 OK\nContent-Length:2\n\n{}"));

        assertThat(client.track("{}")).isEqualTo(answered(200, "{}"));
    }

    @Test
    void readsABodyUpToItsLimit() {
        server.answer(200, "x".repeat(HttpTransport.MAX_ANSWER_BYTES));
        server.answer(200, "x".repeat(HttpTransport.MAX_ANSWER_BYTES + 1));
        server.answer(200, "x".repeat(HttpTransport.MAX_ANSWER_BYTES * 3)).chunked(1000);

        assertThat(client.track("{}")).isEqualTo(answered(200, "x".repeat(HttpTransport.MAX_ANSWER_BYTES)));
        for (int i = 0; i < 2; i++) {
            assertThat(client.track("{}"))
                    .isEqualTo(
                            new Attempt.Answered(200, null, null, "x".repeat(HttpTransport.MAX_ANSWER_BYTES), false));
        }
    }

    /** What stands there was not understood: it must not count as an acknowledgement. */
    @Test
    void aBodyThatIsNotUtf8IsNoWholeAnswer() {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 22\r\n\r\n{\"success\":true,\"\u00e9\":1}";
        server.next(FakeServerReply.raw(answer), FakeServerReply.accepted());

        Attempt attempt = client.track("{}");
        assertThat(attempt).isEqualTo(new Attempt.Answered(200, null, null, "{\"success\":true,\"\uFFFD\":1}", false));
        assertThat(new Judge(client.endpoint()).judge(attempt))
                .isEqualTo(new Verdict.Retry("status 200 with an answer that is not UTF-8, or was cut off"));
        assertThat(client.track("{}")).isEqualTo(ACCEPTED);
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void neverUsesAConnectionOnWhichMoreCameThanTheAnswer() {
        server.answer(200, "{}HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"success\":true}")
                .header("Content-Length", "2");
        server.answer(400, "{}");

        assertThat(client.track("{}")).isEqualTo(answered(200, "{}"));
        assertThat(client.track("{}")).isEqualTo(answered(400, "{}"));
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void neverUsesAConnectionThatWasIdleForLong() {
        server.next(FakeServerReply.accepted(), FakeServerReply.accepted(), FakeServerReply.accepted());

        client.track("{}");
        client.pass(Duration.ofSeconds(19));
        client.track("{}");
        assertThat(server.connections()).isEqualTo(1);
        client.pass(Duration.ofSeconds(20));
        client.track("{}");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void speaksToAServerUnderAnotherPath() {
        server.next(FakeServerReply.accepted().expecting("POST /some/where/track"));
        String url = server.url().replace("/v1", "/some/where/");
        try (Client elsewhere = Client.of(url)) {
            assertThat(elsewhere.track("{}")).isEqualTo(ACCEPTED);
        }
    }

    @Test
    void tellsTheStepsToAConnection() {
        StringBuilder steps = new StringBuilder();
        Optional<Attempt.Failed> failed = client.transport()
                .connect((step, took, detail) ->
                        steps.append(step).append(" ").append(detail).append("; "));

        assertThat(failed).isEmpty();
        assertThat(steps).hasToString("NAME 127.0.0.1; TCP 127.0.0.1 port " + server.port() + "; ");
    }
}
