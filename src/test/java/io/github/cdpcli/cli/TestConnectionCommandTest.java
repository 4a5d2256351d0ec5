package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static io.github.cdpcli.testing.FakeServerReply.tunnel;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.cdpcli.send.Endpoint;
import io.github.cdpcli.send.Region;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.TestCertificates;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class TestConnectionCommandTest {

    private static final String KEY = "sourcekey-0001-1a2b";
    private static final byte[] TEST_EVENT = ("{\"anonymousId\":\"cdp-cli-test\",\"event\":\"cdp connection test\","
                    + "\"integrations\":{\"All\":false},\"messageId\":\"01HZ9TQGG0000G000000000002\"}")
            .getBytes(UTF_8);
    private static final byte[] EMPTY_CALL = "{}".getBytes(UTF_8);

    @TempDir
    Path folder;

    private TestWorld world;

    @BeforeEach
    void begin() {
        world = TestWorld.in(folder).env("CDP_API_KEY", KEY);
    }

    /** Whatever a test did last, the key was not in what it printed. */
    @AfterEach
    void keyIsNotShown() {
        assertThat(world.out() + world.err()).doesNotContain("sourcekey");
    }

    private static String filled(String text, FakeServer server) {
        return text.replace("<url>", server.url()).replace("<port>", String.valueOf(server.port()));
    }

    @Test
    void sendsATestEvent() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(accepted().expecting("POST /v1/track", TEST_EVENT));
            world.expect(0, "test-connection", "--api-url", server.url());
            assertThat(world.out()).isEqualTo(filled("""
settings  key …1a2b (from CDP_API_KEY), <url> (from --api-url)
name      1 ms    127.0.0.1
tcp       1 ms    127.0.0.1 port <port>
key       3 ms    accepted (200)
ok: the key is accepted in strict mode, and the source took a test event
  It is "cdp connection test" of cdp-cli-test, messageId 01HZ9TQGG0000G000000000002, marked for no destination.
  Not proven: that what answers there passes the data on.
  See whether the event shows among the source's incoming data in Customer.io.
""", server));
            assertThat(server.request().header("X-Strict-Mode")).isEqualTo("1");
            assertThat(server.connections()).isEqualTo(1);
        }
        assertThat(world.err()).isEmpty();
    }

    @Test
    void printsOneObject() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(accepted());
            world.env("CDP_API_URL", server.url()).expect(0, "test-connection", "--json");
            assertThat(world.out()).isEqualTo(filled("""
{"ok":true,"verdict":"the key is accepted in strict mode, and the source took a test event",\
"exitCode":0,"httpStatus":200,\
"steps":[{"step":"settings","milliseconds":1,"detail":"key …1a2b (from CDP_API_KEY), <url> (from CDP_API_URL)"},\
{"step":"name","milliseconds":1,"detail":"127.0.0.1"},\
{"step":"tcp","milliseconds":1,"detail":"127.0.0.1 port <port>"},\
{"step":"key","milliseconds":3,"detail":"accepted (200)"}],\
"hints":["It is \\"cdp connection test\\" of cdp-cli-test, messageId 01HZ9TQGG0000G000000000002, marked for no destination.",\
"Not proven: that what answers there passes the data on.",\
"See whether the event shows among the source's incoming data in Customer.io."]}
""", server));
        }
    }

    @Test
    void saysNothingWhenQuiet() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(accepted());
            world.expect(0, "test-connection", "-q", "--api-url", server.url());
            assertThat(world.out() + world.err()).isEmpty();
        }
    }

    @Test
    void sendsNothingThatIsStored() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(answer(400, "{}").expecting("POST /v1/track", EMPTY_CALL));
            world.expect(0, "test-connection", "--no-send", "--api-url", server.url());
            assertThat(world.out()).isEqualTo(filled("""
settings  key …1a2b (from CDP_API_KEY), <url> (from --api-url)
name      1 ms    127.0.0.1
tcp       1 ms    127.0.0.1 port <port>
key       3 ms    accepted (400 to an empty call)
ok: the key is accepted, and nothing was stored
  This is inferred from the documentation: in strict mode the service answers an empty call with 401 when it refuses the key, else with 400, and stores nothing.
  Not proven: that what answers there passes the data on.
""", server));
        }
    }

    @Test
    void doesNotTrustAServerThatAcceptsAnEmptyCall() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(accepted());
            world.expect(5, "test-connection", "--no-send", "--api-url", server.url());
            assertThat(world.out()).endsWith("unclear (200 to an empty call)\n");
            assertThat(world.err()).isEqualTo(filled("""
cdp test-connection: 127.0.0.1:<port> accepted an empty call (200), which strict mode refuses: this says nothing about the key
  Something else may answer in the service's place: a captive portal, or a proxy.
  Without --no-send, a test event is sent.
""", server));
        }
    }

    @Test
    void reportsARefusedKey() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(answer(401, "{\"meta\":{\"errors\":[\"bad \\\\u001b[31mkey\"]}}"));
            world.expect(3, "test-connection", "--api-url", server.url());
            assertThat(world.out()).isEqualTo(filled("""
settings  key …1a2b (from CDP_API_KEY), <url> (from --api-url)
name      1 ms    127.0.0.1
tcp       1 ms    127.0.0.1 port <port>
key       3 ms    refused (401)
""", server));
            assertThat(world.err()).isEqualTo(filled("""
cdp test-connection: 127.0.0.1:<port> refused the API key …1a2b (401): bad \\u001b[31mkey
  The key ends in …1a2b and comes from CDP_API_KEY: is it the source's API key, and whole?
""", server));
        }
    }

    @Test
    void reportsAKeyRefusedToAnEmptyCall() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(answer(401, ""));
            world.expect(3, "test-connection", "--no-send", "--api-url", server.url());
            assertThat(world.out()).endsWith("key       3 ms    refused (401)\n");
        }
    }

    @Test
    void reportsARefusedKeyAsJson() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(answer(401, ""));
            world.expect(3, "test-connection", "--json", "--api-url", server.url());
            assertThat(world.out()).isEqualTo(filled("""
{"ok":false,"verdict":"127.0.0.1:<port> refused the API key …1a2b (401)",\
"exitCode":3,"httpStatus":401,\
"steps":[{"step":"settings","milliseconds":1,"detail":"key …1a2b (from CDP_API_KEY), <url> (from --api-url)"},\
{"step":"name","milliseconds":1,"detail":"127.0.0.1"},\
{"step":"tcp","milliseconds":1,"detail":"127.0.0.1 port <port>"},\
{"step":"key","milliseconds":3,"detail":"refused (401)"}],\
"hints":["The key ends in …1a2b and comes from CDP_API_KEY: is it the source's API key, and whole?"]}
""", server));
            assertThat(world.err()).isEqualTo(filled("""
{"error":{"exitCode":3,"message":"127.0.0.1:<port> refused the API key …1a2b (401)",\
"hints":["The key ends in …1a2b and comes from CDP_API_KEY: is it the source's API key, and whole?"]}}
""", server));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            403 | 4 | forbids this to the API key …1a2b (403) | A firewall or proxy in between
            404 | 5 | there is no track at <url> (404) | The address is from --api-url; the service's own
            418 | 5 | answered unexpectedly (418) | Something else may answer in the service's place
            400 | 5 | refused the track (400) | The key seems to be accepted, but the test event is not.
            """)
    void reportsOtherAnswers(int status, int exitCode, String message, String hint) {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(answer(status, ""));
            world.expect(exitCode, "test-connection", "--api-url", server.url());
            assertThat(world.err())
                    .contains(filled(message, server))
                    .contains("\n  ")
                    .contains(hint);
        }
    }

    @Test
    void triesOnceUnlessAskedTo() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(answer(503, ""));
            world.expect(75, "test-connection", "--api-url", server.url());
            assertThat(world.waits()).isEmpty();
            assertThat(world.err()).isEqualTo(filled("""
cdp test-connection: no acknowledgement from 127.0.0.1:<port> after 1 attempt: status 503
  Try again in a while; with --max-retries N this command does so by itself.
""", server));
            server.next(answer(503, ""), accepted());
            world.expect(0, "test-connection", "--max-retries", "1", "--api-url", server.url());
            assertThat(world.waits()).containsExactly(Duration.ofMillis(250));
        }
    }

    @Test
    void recognisesACaptivePortal() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(answer(200, "<html>Welcome to our hotel"));
            world.expect(75, "test-connection", "--api-url", server.url());
            assertThat(world.err()).isEqualTo(filled("""
cdp test-connection: no acknowledgement from 127.0.0.1:<port> after 1 attempt: status 200 with something that is not the API's answer
  Something else may answer in the service's place: a captive portal, or a proxy.
""", server));
        }
    }

    @Test
    void reportsAConnectionThatIsCut() {
        try (FakeServer server = FakeServer.scripted()) {
            server.next(FakeServerReply.nothing().thenClose());
            world.expect(75, "test-connection", "--api-url", server.url());
            assertThat(world.err()).isEqualTo(filled("""
cdp test-connection: no acknowledgement from 127.0.0.1:<port> after 1 attempt: the connection to 127.0.0.1 broke: it was closed without an answer
  Try again in a while; with --max-retries N this command does so by itself.
""", server));
        }
    }

    @Test
    void reportsARefusedConnection() {
        FakeServer server = FakeServer.scripted();
        server.stop();
        world.expect(75, "test-connection", "--api-url", server.url());
        assertThat(world.err()).isEqualTo(filled("""
                cdp test-connection: cannot connect to 127.0.0.1 port <port>: Connection refused
                  Is something listening there?
                """, server));
    }

    @Test
    void reportsANameThatIsNotResolved() {
        world.expect(75, "test-connection", "--api-url", "https://nowhere.invalid");
        assertThat(world.out()).isEqualTo("""
settings  key …1a2b (from CDP_API_KEY), https://nowhere.invalid/v1 (from --api-url)
""");
        assertThat(world.err()).isEqualTo("""
cdp test-connection: the name nowhere.invalid cannot be resolved
  Check --region or --api-url, and this machine's DNS; where only a proxy gets out: --proxy URL, or HTTPS_PROXY
""");
    }

    @Test
    void showsTheCertificate() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST)) {
            server.next(accepted());
            world.expect(
                    0,
                    "test-connection",
                    "--api-url",
                    server.url(),
                    "--cacert",
                    TestCertificates.authority().toString());
            assertThat(world.out())
                    .contains("tls       1 ms    TLSv1.3, certificate of CN=localhost by CN=cdp test authority,"
                            + " valid until 2119-12-08\n");
        }
    }

    @Test
    void reportsAnUnknownAuthority() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST)) {
            world.expect(2, "test-connection", "--api-url", server.url());
            assertThat(world.err()).isEqualTo("""
cdp test-connection: the certificate of localhost is not trusted: PKIX path building failed: sun.security.provider.certpath.SunCertPathBuilderException: unable to find valid certification path to requested target
  If a proxy looks into TLS, or the authority is your own: --cacert FILE, or SSL_CERT_FILE.
  With either, only the authorities in that file are trusted; without, those of this Java.
""");
        }
    }

    @Test
    void reportsAnotherHostsCertificate() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.ELSEWHERE)) {
            world.env("SSL_CERT_FILE", TestCertificates.authority().toString());
            world.expect(2, "test-connection", "--api-url", server.url());
            assertThat(world.err()).isEqualTo("""
cdp test-connection: the certificate of localhost is not trusted: No subject alternative DNS name matching localhost found.
  The certificate is another host's: check --api-url, and whether a proxy answers in its place.
""");
        }
    }

    @Test
    void pointsToTheClockWhenTheCertificateHasExpired() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.EXPIRED)) {
            world.env("SSL_CERT_FILE", TestCertificates.authority().toString());
            world.expect(2, "test-connection", "--api-url", server.url());
            assertThat(world.err()).isEqualTo("""
cdp test-connection: the certificate of localhost is not trusted: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed
  The certificate has expired or is not valid yet. This machine's clock says 2024-06-01T12:00:00Z: is that right?
""");
        }
    }

    @Test
    void pointsToTheSchemeWhenThereIsNoTls() {
        try (FakeServer proxy = FakeServer.scripted()) {
            // A proxy that connects to something which answers in plain HTTP, whatever it is sent.
            proxy.next(FakeServerReply.raw("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n")
                    .beforeBody());
            world.expect(2, "test-connection", "--proxy", "127.0.0.1:" + proxy.port());
            assertThat(world.err()).isEqualTo("""
                    cdp test-connection: cdp.customer.io port 443 does not speak TLS
                      Is it http:// in place of https://, or another port?
                    """);
        }
    }

    @Test
    void goesThroughAProxy() {
        try (FakeServer server = FakeServer.scripted(TestCertificates.ELSEWHERE);
                FakeServer proxy = FakeServer.scripted()) {
            proxy.next(tunnel(server.port()).expecting("CONNECT elsewhere.example:443"));
            server.next(accepted());
            world.env("HTTPS_PROXY", "http://me:secret@127.0.0.1:" + proxy.port());
            world.expect(
                    0,
                    "test-connection",
                    "--api-url",
                    "elsewhere.example",
                    "--cacert",
                    TestCertificates.authority().toString());
            assertThat(world.out()).isEqualTo(filled("""
settings  key …1a2b (from CDP_API_KEY), https://elsewhere.example/v1 (from --api-url), through the proxy 127.0.0.1:<port>
name      1 ms    127.0.0.1 (the proxy)
tcp       1 ms    127.0.0.1 port <port> (the proxy)
proxy     1 ms    127.0.0.1:<port>
tls       1 ms    TLSv1.3, certificate of CN=elsewhere.example by CN=cdp test authority, valid until 2119-12-08
key       3 ms    accepted (200)
ok: the key is accepted in strict mode, and the source took a test event
  It is "cdp connection test" of cdp-cli-test, messageId 01HZ9TQGG0000G000000000002, marked for no destination.
  Not proven: that what answers there passes the data on.
  See whether the event shows among the source's incoming data in Customer.io.
""", proxy));
        }
    }

    @Test
    void reportsAProxyThatRefuses() {
        try (FakeServer proxy = FakeServer.scripted()) {
            proxy.next(answer(407, "").thenClose());
            world.expect(
                    2, "test-connection", "--proxy", "http://me:secret@127.0.0.1:" + proxy.port(), "--region", "eu");
            assertThat(world.out()).isEqualTo(filled("""
settings  key …1a2b (from CDP_API_KEY), cdp-eu.customer.io (region eu, from --region), through the proxy 127.0.0.1:<port>
name      1 ms    127.0.0.1 (the proxy)
tcp       1 ms    127.0.0.1 port <port> (the proxy)
""", proxy));
            assertThat(world.err()).isEqualTo(filled("""
cdp test-connection: the proxy 127.0.0.1:<port> wants another user or password
  A user and a password go into the proxy's URL, best in HTTPS_PROXY: http://user:password@host:port
  To go without the proxy: --proxy none
""", proxy));
        }
    }

    @Test
    void saysWhichSettingsCount() {
        try (FakeServer proxy = FakeServer.handling(request -> answer(403, ""))) {
            world.stdin("profilekey-000-9999").expect(0, "profile", "add", "prod");
            world.env("HTTPS_PROXY", "127.0.0.1:" + proxy.port()).env("CDP_REGION", "eu");
            world.expect(2, "test-connection", "--profile", "prod");
            assertThat(world.out()).isEqualTo(filled("""
settings  key …9999 (from profile prod), cdp-eu.customer.io (region eu, from CDP_REGION), through the proxy 127.0.0.1:<port>
name      1 ms    127.0.0.1 (the proxy)
tcp       1 ms    127.0.0.1 port <port> (the proxy)
""", proxy));
        }
    }

    @Test
    void doesNotTakeTheSandboxForTheService() {
        world.env("CDP_API_KEY", "").expect(0, "test-connection", "--sandbox");
        assertThat(world.out())
                .contains("\nok: the key is accepted in strict mode")
                .contains("\n  Not proven: anything about an account; this was a sandbox on this machine.\n")
                .endsWith("\n  For the real way, leave out --sandbox.\n");
        world.expect(0, "test-connection", "--sandbox", "--no-send");
        world.expect(3, "test-connection", "--sandbox", "--no-send", "--api-key", "sourcekey-0002-xxxx");
    }

    @Test
    void wantsAKey() {
        world.env("CDP_API_KEY", "").expect(2, "test-connection");
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).startsWith("cdp test-connection: no API key\n");
    }

    /** The failure when the regions answer so. */
    private Failure detect(int usStatus, int euStatus) {
        try (FakeServer us = FakeServer.scripted();
                FakeServer eu = FakeServer.scripted()) {
            us.next(answer(usStatus, ""));
            eu.next(answer(euStatus, ""));
            return catchThrowableOfType(Failure.class, () -> detected(us, eu, "--detect-region"));
        }
    }

    private ExitCode detected(FakeServer us, FakeServer eu, String... options) {
        TestConnectionCommand command =
                new TestConnectionCommand(new TreeMap<>(Map.of(Region.US, endpoint(us), Region.EU, endpoint(eu))));
        new CommandLine(command.spec()).parseArgs(options);
        var outside = world.world();
        return command.run(outside, command.output().printer(outside));
    }

    private static Endpoint endpoint(FakeServer server) {
        return new Endpoint(false, "127.0.0.1", server.port(), "/v1");
    }

    @Test
    void detectsTheRegion() {
        try (FakeServer us = FakeServer.scripted();
                FakeServer eu = FakeServer.scripted()) {
            us.next(answer(401, "").expecting("POST /v1/track", EMPTY_CALL));
            eu.next(answer(400, "").expecting("POST /v1/track", EMPTY_CALL));
            assertThat(detected(us, eu, "--detect-region")).isEqualTo(ExitCode.OK);
            assertThat(world.out()).isEqualTo("""
settings  key …1a2b (from CDP_API_KEY)
us        8 ms    refused (401)
eu        8 ms    accepted (400 to an empty call)
ok: region eu accepts the key, and nothing was stored
  The other region refuses it.
  This is inferred from the documentation: in strict mode the service answers an empty call with 401 when it refuses the key, else with 400, and stores nothing.
  To use it: --region eu, CDP_REGION=eu, or cdp profile add NAME --region eu
""");
        }
    }

    @Test
    void doesNotGuessWhenBothRegionsAcceptTheKey() {
        Failure failure = detect(400, 400);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure)
                .hasMessage("both regions accept the API key …1a2b, so this does not tell which is the workspace's");
    }

    @Test
    void saysWhenNoRegionAcceptsTheKey() {
        Failure failure = detect(401, 401);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.KEY_REFUSED);
        assertThat(failure).hasMessage("no region accepts the API key …1a2b");
    }

    @Test
    void saysWhenARegionCouldNotBeAsked() {
        Failure failure = detect(401, 503);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.TEMPORARY);
        assertThat(failure)
                .hasMessageStartingWith("no region was found to accept the key, and not all could be asked: ")
                .hasMessageEndingWith("status 503");
    }

    @Test
    void doesNotTakeAnEmptyCallAcceptedForAnAnswer() {
        Failure failure = detect(200, 401);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED);
        assertThat(failure).hasMessageContaining("accepted an empty call (200)");
    }

    @Test
    void detectsTheRegionWhenTheOtherIsDown() {
        try (FakeServer us = FakeServer.scripted();
                FakeServer eu = FakeServer.scripted()) {
            us.next(answer(400, ""));
            eu.stop();
            assertThat(detected(us, eu, "--detect-region")).isEqualTo(ExitCode.OK);
            assertThat(world.out())
                    .contains("ok: region us accepts the key")
                    .contains("\n  The other region gave no clear answer: cannot connect to 127.0.0.1 port");
        }
    }

    @Test
    void detectsARegionOnlyAmongRegions() {
        world.expect(2, "test-connection", "--detect-region", "--sandbox");
        assertThat(world.err())
                .isEqualTo(
                        "cdp test-connection: --detect-region asks the regions of the service; leave out --sandbox\n");
        world.expect(2, "test-connection", "--detect-region", "--api-url", "http://127.0.0.1:1");
        assertThat(world.err())
                .startsWith("cdp test-connection: --detect-region asks the regions of the service, but the address is"
                        + " http://127.0.0.1:1/v1 (from --api-url)\n");
    }
}
