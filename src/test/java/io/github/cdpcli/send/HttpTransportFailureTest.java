package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.Attempt.Cause;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attempt comes to when the server or the network does not keep to the rules. Each is sent exactly once. */
class HttpTransportFailureTest {

    private static final byte[] BIG = new byte[500_000];

    static {
        Arrays.fill(BIG, (byte) 'x');
    }

    @AutoClose
    private final FakeServer server = FakeServer.scripted();

    @AutoClose
    private final Client client = Client.of(server);

    private Cause sentOnce(FakeServerReply reply) {
        return sentOnce(client, reply);
    }

    private Cause sentOnce(Client sender, FakeServerReply reply) {
        int before = server.requests().size();
        server.next(reply);
        Attempt attempt = sender.track("{}");
        assertThat(server.requests()).hasSize(before + 1);
        return cause(attempt);
    }

    private static Cause cause(Attempt attempt) {
        assertThat(attempt).isInstanceOf(Attempt.Failed.class);
        Attempt.Failed failed = (Attempt.Failed) attempt;
        assertThat(failed.message()).isNotBlank().doesNotContain("null", Client.KEY, Client.KEY_IN_BASE64);
        return failed.cause();
    }

    private static Attempt.Answered answered(Attempt attempt) {
        assertThat(attempt).isInstanceOf(Attempt.Answered.class);
        return (Attempt.Answered) attempt;
    }

    @Test
    void aConnectionClosedWithoutAnAnswerIsBroken() {
        assertThat(sentOnce(FakeServerReply.nothing().thenClose())).isEqualTo(Cause.BROKEN);
    }

    @Test
    void aConnectionResetAfterTheRequestWasReadIsBroken() {
        assertThat(sentOnce(FakeServerReply.nothing().thenReset())).isEqualTo(Cause.BROKEN);
    }

    @Test
    void aConnectionClosedWithinTheHeadIsBroken() {
        assertThat(sentOnce(FakeServerReply.accepted().onlyFirst(30).thenClose()))
                .isEqualTo(Cause.BROKEN);
    }

    @Test
    void anAnswerShorterThanItsLengthIsNotWhole() {
        server.next(FakeServerReply.accepted().withoutLast(1).thenClose());

        assertThat(client.track("{}")).isEqualTo(new Attempt.Answered(200, null, null, "{\"success\":true", false));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6, 8, 20})
    void aChunkedAnswerWithoutItsEndIsNotWhole(int missing) {
        server.next(FakeServerReply.accepted().chunked(5).withoutLast(missing).thenClose());

        assertThat(answered(client.track("{}")).whole()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/2 200 OK\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
                "HTTP/1.1 999 Odd\r\n\r\n",
                "HTTP/1.1\r\n\r\n",
                "\r\n\r\n",
                "<html>\n\n",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}too long\r\n"
            })
    void whatIsNotHttpIsGarbage(String answer) {
        assertThat(sentOnce(FakeServerReply.raw(answer).thenClose())).isEqualTo(Cause.GARBAGE);
    }

    @Test
    void aHeaderWithoutEndIsGarbage() {
        String endless = "HTTP/1.1 200 OK\r\nX: " + "y".repeat(70_000);
        assertThat(sentOnce(FakeServerReply.raw(endless).thenStall())).isEqualTo(Cause.GARBAGE);
    }

    @Test
    void interimAnswersWithoutEndAreGarbage() {
        String interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(20);
        assertThat(sentOnce(FakeServerReply.raw(interim).thenStall())).isEqualTo(Cause.GARBAGE);
    }

    @Test
    void anEarlyRefusalIsReadWhileTheBodyIsStillBeingWritten() {
        server.next(FakeServerReply.answer(413, "too large").beforeBody());

        Attempt.Answered answer = answered(client.batch(BIG));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("too large");
        assertThat(answer.whole()).isTrue();
    }

    @Test
    void anEarlyRefusalIsReadEvenWhenTheServerTakesNothingOfTheBody() {
        server.next(FakeServerReply.answer(413, "too large").beforeBody().thenClose());

        Attempt attempt = client.batch(new byte[20_000_000]);

        assertThat(answered(attempt).status()).isEqualTo(413);
    }

    @Test
    void anEarlyAcknowledgementOfABodyThatWasNotTakenIsNone() {
        server.next(FakeServerReply.accepted().beforeBody().thenClose());

        Attempt attempt = client.batch(new byte[20_000_000]);

        assertThat(attempt).isInstanceOfAny(Attempt.Answered.class, Attempt.Failed.class);
        assertThat(new Judge(client.endpoint()).judge(attempt)).isInstanceOf(Verdict.Retry.class);
    }

    @Test
    void aKeptConnectionClosedMeanwhileIsStaleAndTheNextAttemptWorks() {
        server.next(FakeServerReply.accepted().thenClose(), FakeServerReply.accepted());
        client.track("{}");

        assertThat(cause(client.track("{}"))).isEqualTo(Cause.STALE);
        assertThat(answered(client.track("{}")).status()).isEqualTo(200);
        assertThat(server.requests()).hasSize(2);
    }

    @Test
    void aKeptConnectionThatDiesAfterTheFirstByteIsBrokenAndNotStale() {
        server.next(FakeServerReply.accepted());
        client.track("{}");

        assertThat(sentOnce(FakeServerReply.accepted().onlyFirst(1).thenClose()))
                .isEqualTo(Cause.BROKEN);
    }

    @Test
    void aStaleConnectionCondemnsTheOthersThatWereKeptWithIt() throws Exception {
        int many = 4;
        CyclicBarrier together = new CyclicBarrier(many);
        try (FakeServer parallel = FakeServer.handling(request -> {
                    if (request.text().equals("together")) {
                        await(together);
                    }
                    return FakeServerReply.accepted();
                });
                Client several = Client.of(parallel)) {
            Thread[] threads = IntStream.range(0, many)
                    .mapToObj(i -> new Thread(() -> several.track("together")))
                    .toArray(Thread[]::new);
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(parallel.connections()).isEqualTo(many);
            parallel.closeConnections();

            assertThat(cause(several.track("{}"))).isEqualTo(Cause.STALE);
            assertThat(answered(several.track("{}")).status()).isEqualTo(200);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aServerThatNeverAnswersRunsIntoTheDeadline() {
        try (Client hasty = Client.hasty(server.url())) {
            assertThat(sentOnce(hasty, FakeServerReply.nothing().thenStall())).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void anAnswerThatStopsInItsHeadRunsIntoTheDeadline() {
        try (Client hasty = Client.hasty(server.url())) {
            assertThat(sentOnce(hasty, FakeServerReply.accepted().onlyFirst(20).thenStall()))
                    .isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void anAnswerThatStopsInItsBodyRunsIntoTheDeadline() {
        try (Client hasty = Client.hasty(server.url())) {
            assertThat(sentOnce(hasty, FakeServerReply.accepted().withoutLast(3).thenStall()))
                    .isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void anAnswerThatTricklesRunsIntoTheDeadline() {
        try (Client hasty = Client.hasty(server.url())) {
            assertThat(sentOnce(
                            hasty,
                            FakeServerReply.answer(200, "x".repeat(10_000)).trickled()))
                    .isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void aWriteThatTheServerDoesNotTakeRunsIntoTheDeadline() {
        server.next(FakeServerReply.nothing().beforeBody().thenStall());
        try (Client hasty = Client.hasty(server.url())) {
            assertThat(cause(hasty.batch(new byte[50_000_000]))).isEqualTo(Cause.TIMEOUT);
        }
        assertThat(server.requests()).hasSize(1);
    }

    @Test
    void aPortThatNobodyListensOnIsAFailureToConnect() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        try (Client lost = Client.of("http://127.0.0.1:" + port)) {
            Attempt attempt = lost.track("{}");
            assertThat(cause(attempt)).isEqualTo(Cause.CONNECT);
            assertThat(((Attempt.Failed) attempt).message())
                    .isEqualTo("cannot connect to 127.0.0.1 port " + port + ": Connection refused");
        }
    }

    @Test
    void aNameThatDoesNotResolveIsAFailureOfTheName() {
        try (Client lost = Client.of("http://no-such-host.invalid")) {
            assertThat(lost.track("{}"))
                    .isEqualTo(new Attempt.Failed(Cause.NAME, "the name no-such-host.invalid cannot be resolved"));
        }
    }

    @Test
    void manyThreadsNeverMixUpTheirAnswers() throws Exception {
        try (FakeServer echo = FakeServer.handling(request -> FakeServerReply.answer(200, request.text()));
                Client shared = Client.of(echo)) {
            boolean[] right = new boolean[8];
            Thread[] threads = IntStream.range(0, right.length)
                    .mapToObj(t -> new Thread(() -> right[t] = IntStream.range(0, 100)
                            .allMatch(i -> shared.track(t + "-" + i) instanceof Attempt.Answered answer
                                    && answer.body().equals(t + "-" + i))))
                    .toArray(Thread[]::new);
            for (Thread thread : threads) {
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(right).doesNotContain(false);
            assertThat(echo.requests()).hasSize(800);
            assertThat(echo.connections()).isLessThanOrEqualTo(right.length);
        }
    }
}
