package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.Attempt.Cause;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestCertificates;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Through a proxy: what it is told, what it is not told, and what its answers mean. */
class HttpTransportProxyTest {

    /** {@code base64("user:p@ss")}. */
    private static final String PROXY_LOGIN = "Basic dXNlcjpwQHNz";

    @AutoClose
    private final FakeServer proxy = FakeServer.scripted();

    private Client through(String user, String url) {
        return Client.through(
                "http://" + user + "127.0.0.1:" + proxy.port(),
                new Trust(Optional.of(TestCertificates.authority())),
                url);
    }

    private Attempt.Failed refused(FakeServerReply reply) {
        proxy.next(reply);
        try (Client client = through("user:p%40ss@", "https://cdp.invalid/v1")) {
            Attempt attempt = client.track("{}");
            assertThat(proxy.requests()).hasSize(1);
            assertThat(attempt.toString()).doesNotContain("p@ss", "p%40ss", "dXNlcjpwQHNz");
            return (Attempt.Failed) attempt;
        }
    }

    @Test
    void passesTlsThroughATunnelWithoutShowingTheKey() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = through("user:p%40ss@", server.url())) {
            proxy.next(FakeServerReply.tunnel(server.port()));
            server.next(FakeServerReply.accepted(), FakeServerReply.accepted());

            assertThat(client.track("{}")).isInstanceOf(Attempt.Answered.class);
            assertThat(client.track("{}")).isInstanceOf(Attempt.Answered.class);

            FakeServerRequest connect = proxy.request();
            assertThat(connect.line()).isEqualTo("CONNECT localhost:" + server.port() + " HTTP/1.1");
            assertThat(connect.headers())
                    .containsExactly("Host: localhost:" + server.port(), "Proxy-Authorization: " + PROXY_LOGIN);
            assertThat(proxy.tunnelled())
                    .isNotEmpty()
                    .doesNotContain(Client.KEY, Client.KEY_IN_BASE64, "X-Strict-Mode");
            assertThat(server.requests()).hasSize(2).allSatisfy(request -> {
                assertThat(request.line()).isEqualTo("POST /v1/track HTTP/1.1");
                assertThat(request.headers("Proxy-Authorization")).isEmpty();
            });
        }
    }

    @Test
    void theProxyAndNotTheClientLooksUpTheName() {
        proxy.next(FakeServerReply.answer(502, ""));
        try (Client client = through("", "https://cdp.invalid/v1")) {
            client.track("{}");
            assertThat(proxy.request().line()).isEqualTo("CONNECT cdp.invalid:443 HTTP/1.1");
            assertThat(proxy.request().headers()).containsExactly("Host: cdp.invalid:443");
        }
    }

    @Test
    void aProxyThatWantsAnotherPasswordRefusesForGood() {
        Attempt.Failed failed = refused(FakeServerReply.answer(407, "login"));
        assertThat(failed.cause()).isEqualTo(Cause.PROXY);
        assertThat(failed.cause().isPermanent()).isTrue();
        assertThat(failed.message())
                .isEqualTo("the proxy 127.0.0.1:" + proxy.port() + " wants another user or password");
    }

    @Test
    void aProxyThatForbidsTheHostRefusesForGood() {
        Attempt.Failed failed = refused(FakeServerReply.answer(403, "forbidden"));
        assertThat(failed.cause()).isEqualTo(Cause.PROXY);
        assertThat(failed.message()).contains("refused to connect to cdp.invalid:443 (403)");
    }

    @Test
    void aProxyThatCannotReachTheHostFailsForNow() {
        Attempt.Failed failed = refused(FakeServerReply.answer(502, "bad gateway"));
        assertThat(failed.cause()).isEqualTo(Cause.CONNECT);
        assertThat(failed.cause().isPermanent()).isFalse();
    }

    @Test
    void aProxyThatClosesTheConnectionOrDoesNotSpeakHttpIsNamed() {
        assertThat(refused(FakeServerReply.raw("SSH-2.0\r\n\r\n").thenClose()).message())
                .isEqualTo("the proxy 127.0.0.1:" + proxy.port() + " does not speak HTTP");
    }

    @Test
    void asksAProxyForTheWholeAddressWhenTheServerIsPlain() {
        proxy.next(FakeServerReply.accepted());
        try (Client client = through("user:p%40ss@", "http://cdp.invalid:8080/v1")) {
            assertThat(client.track("{}")).isInstanceOf(Attempt.Answered.class);
        }
        assertThat(proxy.request().line()).isEqualTo("POST http://cdp.invalid:8080/v1/track HTTP/1.1");
        assertThat(proxy.request().header("Host")).isEqualTo("cdp.invalid:8080");
        assertThat(proxy.request().header("Proxy-Authorization")).isEqualTo(PROXY_LOGIN);
    }

    @Test
    void aProxyThatIsNotThereIsNamed() {
        proxy.stop();
        try (Client client = through("", "https://cdp.invalid/v1")) {
            assertThat(client.track("{}").toString())
                    .contains("CONNECT", "cannot connect to the proxy 127.0.0.1 port " + proxy.port());
        }
    }

    @Test
    void tellsTheStepThroughTheProxy() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = through("", server.url())) {
            proxy.next(FakeServerReply.tunnel(server.port()));
            List<Dial.Step> steps = new ArrayList<>();

            client.transport().connect((step, took, detail) -> steps.add(step));

            assertThat(steps).containsExactly(Dial.Step.values());
        }
    }
}
