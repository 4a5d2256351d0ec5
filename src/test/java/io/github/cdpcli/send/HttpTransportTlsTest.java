package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.send.Attempt.Cause;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS: who is believed, and which failures are for good. */
class HttpTransportTlsTest {

    private static Trust privateTrust() {
        return new Trust(Optional.of(TestCertificates.authority()));
    }

    private static Attempt.Failed failed(Client client) {
        Attempt attempt = client.track("{}");
        assertThat(attempt).isInstanceOf(Attempt.Failed.class);
        return (Attempt.Failed) attempt;
    }

    private static void assertRefused(Attempt.Failed failed, String message) {
        assertThat(failed.cause()).as(failed.message()).isEqualTo(Cause.TLS);
        assertThat(failed.cause().isPermanent()).isTrue();
        assertThat(failed.message()).contains(message);
    }

    @Test
    void believesTheAuthoritiesOfAPemFile() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.trusting(privateTrust(), server.url())) {
            server.next(FakeServerReply.accepted(), FakeServerReply.accepted());

            assertThat(client.track("{}")).isInstanceOf(Attempt.Answered.class);
            assertThat(client.track("{}")).isInstanceOf(Attempt.Answered.class);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests().get(0).header("Host")).isEqualTo("localhost:" + server.port());
        }
    }

    @Test
    void believesACertificateForAnAddress() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.trusting(privateTrust(), server.url().replace("localhost", "127.0.0.1"))) {
            server.next(FakeServerReply.accepted());

            assertThat(client.track("{}")).isInstanceOf(Attempt.Answered.class);
        }
    }

    @Test
    void refusesAnUnknownAuthorityForGood() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.of(server)) {
            assertRefused(failed(client), "the certificate of localhost is not trusted");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void refusesACertificateOfAnotherHostForGood() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.ELSEWHERE);
                Client client = Client.trusting(privateTrust(), server.url())) {
            assertRefused(failed(client), "the certificate of localhost is not trusted");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void refusesAServerThatDoesNotSpeakTlsForGood() {
        try (FakeServer server = FakeServer.greeting("HTTP/1.1 400 Bad Request\r\n\r\n");
                Client client = Client.of("https://localhost:" + server.port())) {
            assertRefused(failed(client), "localhost port " + server.port() + " does not speak TLS");
        }
    }

    @Test
    void aConnectionThatIsClosedInTheHandshakeIsBrokenAndMayComeAbout() {
        try (FakeServer proxy = FakeServer.scripted();
                FakeServer gone = FakeServer.scripted()) {
            gone.stop();
            proxy.next(FakeServerReply.raw("HTTP/1.1 200 OK\r\n\r\n").thenClose());
            try (Client client =
                    Client.through("127.0.0.1:" + proxy.port(), privateTrust(), "https://localhost:" + gone.port())) {
                assertThat(failed(client).cause()).isEqualTo(Cause.BROKEN);
            }
        }
    }

    @Test
    void aHandshakeThatStallsRunsIntoTheDeadline() {
        try (FakeServer silent = FakeServer.greeting("");
                Client client = Client.hasty("https://localhost:" + silent.port())) {
            assertThat(failed(client).cause()).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void aFileOfAuthoritiesThatIsMissingIsNamed(@TempDir Path folder) {
        assertNamed(folder.resolve("missing.pem"), "cannot read the certificate authorities in ");
    }

    @Test
    void aFileWithoutAuthoritiesIsNamed(@TempDir Path folder) throws IOException {
        assertNamed(Files.writeString(folder.resolve("empty.pem"), ""), "holds no certificates in PEM format");
        assertNamed(Files.writeString(folder.resolve("text.pem"), "no certificate"), "holds no usable certificates");
    }

    private static void assertNamed(Path file, String message) {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.trusting(new Trust(Optional.of(file)), server.url())) {
            Attempt.Failed failed = failed(client);
            assertRefused(failed, message);
            assertThat(failed.message()).contains(file.getFileName().toString());
        }
    }

    @Test
    void readsAnEarlyRefusalThroughTls() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.trusting(privateTrust(), server.url())) {
            server.next(FakeServerReply.answer(413, "too large").beforeBody());

            assertThat(client.batch(new byte[500_000]))
                    .isEqualTo(new Attempt.Answered(413, null, null, "too large", true));
        }
    }

    @Test
    void aDeadlineHoldsWithinTls() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.hasty(privateTrust(), server.url())) {
            server.next(FakeServerReply.nothing().beforeBody().thenStall());

            Attempt attempt = client.batch(new byte[50_000_000]);

            assertThat(((Attempt.Failed) attempt).cause()).isEqualTo(Cause.TIMEOUT);
        }
    }

    @Test
    void aKeptConnectionClosedMeanwhileIsStaleThroughTlsToo() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.trusting(privateTrust(), server.url())) {
            server.next(FakeServerReply.accepted().thenClose(), FakeServerReply.accepted());

            client.track("{}");
            assertThat(failed(client).cause()).isEqualTo(Cause.STALE);
            assertThat(client.track("{}")).isInstanceOf(Attempt.Answered.class);
        }
    }

    @Test
    void tellsTheStepsToASecureConnection() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST);
                Client client = Client.trusting(privateTrust(), server.url())) {
            List<String> steps = new ArrayList<>();
            client.transport().connect((step, took, detail) -> steps.add(step + " " + detail));

            assertThat(steps).hasSize(3);
            assertThat(steps.get(2))
                    .isEqualTo(
                            "TLS TLSv1.3, certificate of CN=localhost by CN=cdp test authority, valid until 2119-12-08");
        }
    }
}
