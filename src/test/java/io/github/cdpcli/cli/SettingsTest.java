package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.TestCertificates;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which key and which address count, and that nobody gets to see the key. */
class SettingsTest {

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder);
    }

    /** Writes the profiles, to be read by their owner only. */
    private void profiles(String json) {
        Path file = world.file("../home/.config/cdp/config.json", json);
        try {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String[] identify(String... options) {
        List<String> line = new ArrayList<>(List.of("identify", "--user-id", "1"));
        line.addAll(List.of(options));
        return line.toArray(String[]::new);
    }

    /** The address a call would be sent to. */
    private String address(String... options) {
        List<String> line = new ArrayList<>(List.of(options));
        line.add("--dry-run");
        world.expect(0, identify(line.toArray(String[]::new)));
        String first = world.out().lines().findFirst().orElseThrow();
        return first.replaceFirst("^POST ", "").replaceFirst("/identify$", "");
    }

    /** The key that arrives. */
    private String key(String... options) {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            List<String> line = new ArrayList<>(List.of(options));
            line.addAll(List.of("--api-url", server.url()));
            world.expect(0, identify(line.toArray(String[]::new)));
            String login = server.request().header("Authorization").replaceFirst("^Basic ", "");
            return new String(Base64.getDecoder().decode(login), UTF_8).replaceFirst(":$", "");
        }
    }

    private void refused(String expected, String... options) {
        world.expect(2, identify(options));
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).contains(expected);
    }

    @Nested
    class Order {

        @Test
        void ofWhatNamesTheAddress() {
            profiles("""
                    {"current":"current","profiles":{"named":{"apiUrl":"https://named.example"},
                    "variable":{"region":"us","apiKey":"k"},"current":{"apiUrl":"https://current.example"}}}""");
            world.env("CDP_API_URL", "https://cdp-variable.example")
                    .env("CIO_REGION", "eu")
                    .env("CDP_PROFILE", "variable");
            assertThat(address("--api-url", "https://option.example", "--profile", "named"))
                    .isEqualTo("https://option.example/v1");
            assertThat(address("--region", "eu", "--profile", "named")).isEqualTo("https://cdp-eu.customer.io/v1");
            assertThat(address("--profile", "named")).isEqualTo("https://named.example/v1");
            world.expect(2, "identify", "--user-id", "1", "--dry-run");
            assertThat(world.err())
                    .contains("the key is that of profile variable, but the address is from CDP_API_URL");
            world.env("CDP_API_KEY", "key-of-the-environment");
            assertThat(address()).isEqualTo("https://cdp-variable.example/v1");
            world.env("CDP_API_URL", "  ").env("CDP_REGION", "us");
            assertThat(address()).isEqualTo("https://cdp.customer.io/v1");
            world.env("CDP_REGION", "");
            assertThat(address()).isEqualTo("https://cdp-eu.customer.io/v1");
            world.env("CIO_REGION", " ");
            assertThat(address()).isEqualTo("https://cdp.customer.io/v1");
            world.env("CDP_PROFILE", "");
            assertThat(address()).isEqualTo("https://current.example/v1");
            profiles("{\"profiles\":{}}");
            assertThat(address()).isEqualTo("https://cdp.customer.io/v1");
        }

        @Test
        void ofWhatNamesTheKey() {
            profiles("""
                    {"current":"current","profiles":{"named":{"apiKey":"named-key"},
                    "variable":{"apiKeyCommand":"printf variable-profile-key"},"current":{"apiKey":"current-key"}}}""");
            world.file("option.txt", "option-file-key\n");
            world.file("variable.txt", "\n  variable-file-key\r\n");
            world.env("CDP_API_KEY", "cdp-variable-key")
                    .env("CIO_PIPELINES_WRITE_KEY", "cio-variable-key")
                    .env("CDP_PROFILE", "variable");
            assertThat(key("--api-key", "option-key", "--profile", "named")).isEqualTo("option-key");
            assertThat(key("--api-key-file", "option.txt", "--profile", "named"))
                    .isEqualTo("option-file-key");
            assertThat(key("--api-key-command", "echo option-command-key", "--profile", "named"))
                    .isEqualTo("option-command-key");
            assertThat(key("--profile", "named")).isEqualTo("named-key");
            assertThat(key()).isEqualTo("cdp-variable-key");
            world.env("CDP_API_KEY", " ").env("CDP_API_KEY_FILE", "variable.txt");
            assertThat(key()).isEqualTo("variable-file-key");
            world.env("CDP_API_KEY_FILE", "");
            assertThat(key()).isEqualTo("cio-variable-key");
            world.env("CIO_PIPELINES_WRITE_KEY", "\t");
            assertThat(key()).isEqualTo("variable-profile-key");
            world.env("CDP_PROFILE", "");
            assertThat(key()).isEqualTo("current-key");
            profiles("{\"profiles\":{}}");
            refused("cdp identify: no API key\n");
        }

        @Test
        void keyAndAddressAreDecidedEachForItself() {
            profiles("{\"profiles\":{\"p\":{\"apiKey\":\"profile-key\",\"region\":\"eu\"}}}");
            world.env("CDP_API_KEY", "variable-key").env("CDP_REGION", "us");
            assertThat(key("--profile", "p")).isEqualTo("profile-key");
            assertThat(address("--profile", "p")).isEqualTo("https://cdp-eu.customer.io/v1");
            assertThat(address("--profile", "p", "--region", "us")).isEqualTo("https://cdp.customer.io/v1");
            profiles("{\"profiles\":{\"p\":{\"region\":\"eu\"}}}");
            assertThat(key("--profile", "p")).isEqualTo("variable-key");
        }

        @ParameterizedTest
        @CsvSource({
            "CDP_API_KEY,variable-key-1234,CDP_API_URL",
            "CIO_PIPELINES_WRITE_KEY,variable-key-1234,CDP_API_URL",
        })
        void whatWonIsToldWhenAsked(String keyVariable, String key, String urlVariable) {
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                world.env(keyVariable, key).env(urlVariable, server.url()).expect(0, identify("-v"));
                assertThat(world.err())
                        .contains(server.url() + " (from " + urlVariable + ")")
                        .contains("key …1234 (from " + keyVariable + ")");
                world.expect(0, identify());
                assertThat(world.err()).isEmpty();
            }
        }

        @Test
        void whatWonIsToldForOptionsAndProfilesToo() {
            try (FakeServer server = FakeServer.handling(request -> accepted())) {
                profiles("{\"current\":\"p\",\"profiles\":{\"p\":{\"apiKey\":\"profile-key-5678\",\"apiUrl\":\""
                        + server.url() + "\"}}}");
                world.expect(0, identify("-v"));
                assertThat(world.err()).contains("/v1 (from profile p), key …5678 (from profile p)");
                world.file("key", "file-key-of-9012");
                world.expect(0, identify("-v", "--api-key-file", "key", "--api-url", server.url()));
                assertThat(world.err()).contains("/v1 (from --api-url), key …9012 (from --api-key-file)");
            }
        }
    }

    @Nested
    class Mistakes {

        @Test
        void twoKeysInOneLayerAreAQuestion() {
            world.file("key", "k");
            refused("two keys are given by the command line", "--api-key", "a", "--api-key-file", "key");
            refused("two keys are given by the command line", "--api-key", "a", "--api-key-command", "echo a");
            world.env("CDP_API_KEY", "a").env("CDP_API_KEY_FILE", "key");
            refused("two keys are given by the environment (CDP_…)");
            assertThat(key("--api-key", "option-counts")).isEqualTo("option-counts");
            profiles("{\"profiles\":{\"p\":{\"apiKey\":\"a\",\"apiKeyCommand\":\"echo a\"}}}");
            refused("two keys are given by profile p", "--profile", "p");
        }

        @Test
        void twoAddressesInOneLayerAreAQuestion() {
            world.env("CDP_API_KEY", "k");
            refused("two addresses are given by the command line", "--region", "us", "--api-url", "https://a.example");
            world.env("CDP_REGION", "eu").env("CDP_API_URL", "https://a.example");
            refused("two addresses are given by the environment (CDP_…)");
        }

        @Test
        void aProfileThatIsNotThereIsNamedAndByWhat() {
            refused("there is no profile nope (named by --profile)", "--profile", "nope");
            world.env("CDP_PROFILE", "nope");
            refused("there is no profile nope (named by CDP_PROFILE)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"us1", "US-EU", "europe"})
        void aRegionIsUsOrEu(String region) {
            world.env("CDP_REGION", region);
            refused("the region " + region + " (from CDP_REGION) must be us or eu", "-n");
        }

        @Test
        void aFileThatCannotBeReadIsNamed() {
            refused("cannot read the API key from missing.txt (from --api-key-file)", "--api-key-file", "missing.txt");
            world.file("folder/x", "");
            world.env("CDP_API_KEY_FILE", "folder");
            refused("cannot read the API key from folder (from CDP_API_KEY_FILE)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "two words", "colon:inside", "schlüssel", "line\nbreak"})
        void whatIsNoKeyIsRefusedUnseen(String content) {
            world.file("key", content);
            refused("the API key from --api-key-file is blank or holds characters no key has", "--api-key-file", "key");
            assertThat(world.err()).doesNotContain("words", "inside", "schl", "break");
        }
    }

    @Nested
    class KeyCommand {

        @ParameterizedTest
        @ValueSource(strings = {"exit 3", "printf secret-key-0815; exit 1", "no-such-program-of-anyone 2>/dev/null"})
        void thatFailsIsToldWithoutWhatItPrinted(String command) {
            refused("the command for the API key (from --api-key-command) failed", "--api-key-command", command);
            assertThat(world.err()).doesNotContain("0815");
        }

        @Test
        void thatPrintsNothingGivesNoKey() {
            refused("the API key from --api-key-command is blank", "--api-key-command", "true");
        }

        @Test
        void readsNothingOfWhatIsPipedIn() {
            world.stdin("{\"userId\":\"2\"}");
            assertThat(key("--api-key-command", "cat; echo from-command")).isEqualTo("from-command");
        }

        /** A thread that is interrupted is what a minute of waiting cannot be told from, but for the minute. */
        @Test
        @Timeout(30)
        void thatHangsIsGivenUpAndEnded() throws Exception {
            Thread.currentThread().interrupt();
            world.run(identify("--api-key-command", "exec sleep 600"));
            assertThat(Thread.interrupted()).isTrue();
            assertThat(world.err()).contains("the command for the API key (from --api-key-command) failed");
            for (ProcessHandle child : ProcessHandle.current().children().toList()) {
                child.onExit().get(20, TimeUnit.SECONDS);
            }
        }

        @Test
        @Timeout(30)
        void mayLeaveSomethingRunningThatHoldsItsOutput() throws Exception {
            // Were it waited for, this would not end before the timeout of the test.
            String command = "(exec sleep 60) 2>/dev/null & echo $! > '"
                    + world.workingDirectory().resolve("pid") + "'; echo agent-key";
            try {
                assertThat(key("--api-key-command", command)).isEqualTo("agent-key");
            } finally {
                ProcessHandle.of(Long.parseLong(world.read("pid").strip())).ifPresent(ProcessHandle::destroyForcibly);
            }
        }

        @Test
        void isToldNoOtherKeyInItsArguments() {
            Path seen = world.workingDirectory().resolve("seen");
            world.env("CDP_API_KEY", "variable-key-0000");
            assertThat(key("--api-key-command", "echo \"$0 $*\" > '" + seen + "'; echo command-key"))
                    .isEqualTo("command-key");
            assertThat(world.read("seen")).isEqualTo("sh \n");
        }

        @Test
        void isNotRunWhenAnotherLayerDecides() {
            Path seen = world.workingDirectory().resolve("seen");
            profiles("{\"current\":\"p\",\"profiles\":{\"p\":{\"apiKeyCommand\":\"touch '" + seen + "'; echo k\"}}}");
            assertThat(key("--api-key", "option-key")).isEqualTo("option-key");
            address();
            assertThat(seen).doesNotExist();
        }
    }

    @Nested
    class ApiUrl {

        @ParameterizedTest
        @CsvSource({
            "cdp.example.com,https://cdp.example.com/v1",
            "https://cdp.example.com,https://cdp.example.com/v1",
            "https://CDP.Example.com/,https://cdp.example.com/v1",
            "https://cdp.example.com/v1/,https://cdp.example.com/v1",
            "https://cdp.example.com:8443/base//,https://cdp.example.com:8443/base",
            "https://cdp.example.com:443,https://cdp.example.com/v1",
            "http://localhost:8787,http://localhost:8787/v1",
            "http://127.0.0.1:8787/v1,http://127.0.0.1:8787/v1",
            "http://127.9.9.9,http://127.9.9.9/v1",
            "http://[::1]:8787,http://[::1]:8787/v1",
            "' https://cdp.example.com ',https://cdp.example.com/v1"
        })
        void isTakenInAllItsForms(String given, String meant) {
            assertThat(address("--api-url", given)).isEqualTo(meant);
        }

        @ParameterizedTest
        @CsvSource({
            "ftp://cdp.example.com,must begin with https://",
            "https://,is not a URL",
            "https:///v1,names no host",
            "https://cdp example.com,is not a URL",
            "https://cdp.example.com:99999,names a port that does not exist",
            "https://cdp.example.com/?a=b,'must not hold a user, a query or a fragment'",
            "http://cdp.example.com,'is plain http, which would show the key to the network'",
            "http://localhost.example.com,'is plain http, which would show the key to the network'",
            "http://10.0.0.1,'is plain http, which would show the key to the network'"
        })
        void isRefusedWhereItIsNone(String given, String why) {
            refused(" (from --api-url) " + why, "--api-url", given, "-n");
        }

        @Test
        void plainHttpToAnotherMachineIsPossibleWhenSaidAloud() {
            assertThat(address("--api-url", "http://cdp.example.com", "--insecure-http"))
                    .isEqualTo("http://cdp.example.com/v1");
        }

        @Test
        void aSecretInItIsNotShown() {
            refused(
                    "the API URL (from CDP_API_URL) must not hold a user",
                    envUrl("https://secret0815@cdp.example.com"));
            assertThat(world.err()).doesNotContain("secret0815");
        }

        private String[] envUrl(String url) {
            world.env("CDP_API_URL", url);
            return new String[] {"-n"};
        }
    }

    @Nested
    class Proxies {

        private static final String FAR = "https://elsewhere.example";

        private String proxy(FakeServer proxy) {
            return "http://127.0.0.1:" + proxy.port();
        }

        @BeforeEach
        void key() {
            world.env("CDP_API_KEY", "a-key-for-this-test");
        }

        @ParameterizedTest
        @ValueSource(strings = {"HTTPS_PROXY", "https_proxy"})
        void theEnvironmentNamesOneForHttps(String variable) {
            try (FakeServer server =
                            FakeServer.scripted(TestCertificates.ELSEWHERE).next(accepted());
                    FakeServer proxy = FakeServer.scripted().next(FakeServerReply.tunnel(server.port()))) {
                world.env(variable, proxy(proxy))
                        .expect(
                                0,
                                identify(
                                        "--api-url",
                                        FAR,
                                        "--cacert",
                                        TestCertificates.authority().toString()));
                assertThat(proxy.request().line()).isEqualTo("CONNECT elsewhere.example:443 HTTP/1.1");
                assertThat(server.request().line()).isEqualTo("POST /v1/identify HTTP/1.1");
            }
        }

        @Test
        void anOptionWinsOverTheEnvironment() {
            try (FakeServer unused = FakeServer.scripted();
                    FakeServer proxy = FakeServer.scripted().next(answer(407, ""))) {
                world.env("HTTPS_PROXY", proxy(unused)).expect(2, identify("--api-url", FAR, "--proxy", proxy(proxy)));
                assertThat(world.err()).contains("Proxies: --proxy URL");
            }
        }

        @Test
        void plainHttpIsAskedOfItWithTheWholeUrl() {
            try (FakeServer proxy = FakeServer.scripted().next(accepted())) {
                world.env("http_proxy", proxy(proxy))
                        .env("HTTP_PROXY", "http://127.0.0.1:1")
                        .env("HTTPS_PROXY", "http://127.0.0.1:1")
                        .expect(0, identify("--api-url", "http://cdp.invalid", "--insecure-http"));
                assertThat(proxy.request().line()).isEqualTo("POST http://cdp.invalid/v1/identify HTTP/1.1");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"http://127.0.0.1", "http://localhost", "http://[::1]"})
        void thisMachineIsNeverReachedThroughOne(String host) {
            try (FakeServer proxy = FakeServer.scripted()) {
                world.env("HTTPS_PROXY", proxy(proxy)).env("http_proxy", proxy(proxy));
                world.expect(75, identify("--api-url", host + ":1", "--max-retries", "0", "--proxy", proxy(proxy)));
                world.expect(75, identify("--api-url", host + ":1", "--max-retries", "0"));
                world.expect(0, identify("--sandbox"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"cdp.invalid", "invalid", ".invalid", "a.example, *.invalid", "*", "cdp.invalid:443"})
        void hostsCanBeExempt(String noProxy) {
            try (FakeServer proxy = FakeServer.scripted()) {
                world.env("HTTPS_PROXY", proxy(proxy))
                        .env("NO_PROXY", noProxy)
                        .expect(75, identify("--api-url", "https://cdp.invalid", "--max-retries", "0"));
                assertThat(world.err()).contains("the name cdp.invalid cannot be resolved");
            }
        }

        @Test
        void noneMeansNone() {
            try (FakeServer proxy = FakeServer.scripted()) {
                world.env("HTTPS_PROXY", proxy(proxy));
                world.expect(75, identify("--api-url", "https://cdp.invalid", "--max-retries", "0", "--proxy", "none"));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://proxy.example", "socks5://proxy.example", "http://", "http://h:99999"})
        void oneThatCannotBeUsedIsRefusedByItsSource(String url) {
            world.env("HTTPS_PROXY", url).expect(2, identify());
            assertThat(world.err()).startsWith("cdp identify: the proxy (from the environment) ");
            world.expect(2, identify("--proxy", url));
            assertThat(world.err()).startsWith("cdp identify: the proxy (from --proxy) ");
        }

        @Test
        void itsPasswordIsNotShown() {
            try (FakeServer proxy = FakeServer.scripted().next(answer(407, ""))) {
                world.env("HTTPS_PROXY", "http://user:pass0815@127.0.0.1:" + proxy.port())
                        .expect(2, identify("--api-url", FAR, "-v"));
                assertThat(world.err()).doesNotContain("pass0815");
                assertThat(proxy.request().header("Proxy-Authorization")).startsWith("Basic ");
            }
        }
    }

    @Nested
    class Certificates {

        @BeforeEach
        void key() {
            world.env("CDP_API_KEY", "a-key-for-this-test");
        }

        private final String authority = TestCertificates.authority().toString();

        @Test
        void anAuthorityIsBelievedThatAnOptionOrAVariableNames() {
            try (FakeServer server =
                    FakeServer.scripted(TestCertificates.LOCALHOST).next(accepted(), accepted())) {
                world.env("CDP_API_URL", server.url());
                world.expect(0, identify("--cacert", authority));
                world.env("SSL_CERT_FILE", authority).expect(0, identify());
            }
        }

        @Test
        void othersAreNotAndTheWayOutIsShown() {
            try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST)) {
                world.env("CDP_API_URL", server.url()).expect(2, identify());
                assertThat(world.err()).contains("nothing was sent").contains("Certificates: --cacert FILE");
            }
        }

        @Test
        void theOptionWins() {
            try (FakeServer server =
                    FakeServer.scripted(TestCertificates.LOCALHOST).next(accepted())) {
                world.env("CDP_API_URL", server.url())
                        .env("SSL_CERT_FILE", "missing.pem")
                        .expect(0, identify("--cacert", authority));
                world.expect(2, identify());
                assertThat(world.err())
                        .contains("cannot read the certificate authorities in missing.pem (from SSL_CERT_FILE)");
            }
        }

        @Test
        void aFileWithoutAnyIsRefused() {
            world.file("empty.pem", "nothing");
            try (FakeServer server = FakeServer.scripted(TestCertificates.LOCALHOST)) {
                world.env("CDP_API_URL", server.url()).expect(2, identify("--cacert", "empty.pem"));
                assertThat(world.err()).contains("empty.pem");
            }
        }
    }

    /** The key in every place it can come from, and every way a command can end. */
    @Nested
    class NobodySeesTheKey {

        private static final String KEY = "never-to-be-seen-0815";

        static Stream<String> commands() {
            return Stream.of(
                    "identify --user-id 1",
                    "track E --user-id 1 -p a=b",
                    "page P --user-id 1",
                    "screen S --user-id 1",
                    "group g --user-id 1",
                    "alias --user-id 1 --previous-id 2",
                    "identify --user-id 1 --dry-run",
                    "identify --user-id 1 --dry-run --curl",
                    "identify --user-id=",
                    "identify - ",
                    "identify --nope",
                    "identify --user-id 1 --timeout x",
                    "identify --user-id 1 --proxy http://127.0.0.1:1",
                    "identify --user-id 1 --cacert missing",
                    "identify --user-id 1 --sandbox",
                    "identify --user-id 1 --region mars",
                    "backfill a.ndjson",
                    "backfill a.ndjson --sandbox",
                    "backfill missing",
                    "test-connection",
                    "test-connection --no-send",
                    "test-connection --sandbox",
                    "profile list",
                    "profile show p",
                    "profile use p",
                    "profile add p",
                    "profile remove q",
                    "help environment",
                    "nope");
        }

        private static FakeServerReply answering(int kind, String authorization) {
            return switch (kind) {
                case 0 -> accepted();
                case 1 -> answer(401, "{\"meta\":{\"errors\":[\"" + KEY + " is not a key\"]}}");
                case 2 -> answer(400, "{\"error\":\"you said " + authorization + "\"}");
                case 3 -> answer(200, "<html>" + KEY + authorization);
                case 4 -> answer(302, "").header("Location", "https://elsewhere.example/" + KEY);
                default ->
                    FakeServerReply.raw("ECHO " + authorization + "\r\n\r\n").thenClose();
            };
        }

        @ParameterizedTest
        @MethodSource("commands")
        void whateverTheServiceAnswers(String command) {
            world.env("CDP_API_KEY", KEY);
            profiles("{\"profiles\":{\"p\":{\"apiKey\":\"" + KEY + "\"},\"q\":{\"apiKey\":\"" + KEY + "\"}}}");
            world.file(
                    "a.ndjson",
                    "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"timestamp\":\"2024-01-01T00:00:00Z\"}\n{oops");
            for (int kind = 0; kind < 6; kind++) {
                int answers = kind;
                try (FakeServer server =
                        FakeServer.handling(request -> answering(answers, authorization(request.headers())))) {
                    world.env("CDP_API_URL", server.url());
                    for (String more : List.of("", " --json", " -v", " --json -v")) {
                        assertUnseen(command + more);
                    }
                }
            }
        }

        private static String authorization(List<String> headers) {
            return headers.stream()
                    .filter(header -> header.startsWith("Authorization"))
                    .findFirst()
                    .orElse("");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "identify --user-id 1 --api-key " + KEY,
                    "identify --user-id 1 --api-key " + KEY + " --sandbox",
                    "identify --user-id 1 --api-key=" + KEY + " --api-key=" + KEY,
                    "identify --user-id 1 --api-key=" + KEY + ":x",
                    "identify --user-id 1 --api-key-file key",
                    "identify --user-id 1 --api-key-file bad-key",
                    "identify --user-id 1 --api-key-command echo${IFS}" + KEY + ";exit${IFS}1",
                    "identify --user-id 1 --api-key-command echo${IFS}" + KEY,
                    "backfill - --api-key " + KEY,
                    "profile add r",
                    "test-connection --api-key " + KEY,
                    "sandbox --port 99999 --key " + KEY
                })
        void whereverItComesFrom(String command) {
            world.file("key", KEY);
            world.file("bad-key", KEY + " " + KEY);
            try (FakeServer server = FakeServer.handling(request -> answering(1, ""))) {
                world.env("CDP_API_URL", server.url());
                for (String more : List.of("", " --json", " -v", " --json -v")) {
                    world.stdin(KEY + "\n");
                    assertUnseen(command + more);
                }
            }
        }

        private void assertUnseen(String command) {
            String base64 = Base64.getEncoder().encodeToString((KEY + ":").getBytes(UTF_8));
            world.run((command + " --max-retries 0")
                    .replaceFirst("^((profile|help|sandbox|nope).*) --max-retries 0", "$1")
                    .split(" "));
            assertThat(world.out() + world.err()).as(command).doesNotContain(KEY, base64);
            assertThat(rejects()).as(command).doesNotContain(KEY, base64);
        }

        private String rejects() {
            Path file = world.workingDirectory().resolve("a.ndjson.rejects.ndjson");
            return Files.exists(file) ? TestWorld.read(file) : "";
        }
    }
}
