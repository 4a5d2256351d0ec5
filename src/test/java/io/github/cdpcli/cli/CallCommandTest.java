package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static io.github.cdpcli.testing.FakeServerReply.nothing;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One call from the command line: what arrives, what is printed, what the shell is told. */
class CallCommandTest {

    private static final String KEY = "secret-key-of-this-test";
    private static final String LIBRARY = "\"library\":{\"name\":\"cdp-cli\",\"version\":\"" + Version.number() + "\"}";

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", KEY);
    }

    /** The body that arrives, without what the tool adds of itself. */
    private String sent(String... arguments) {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            world.env("CDP_API_URL", server.url()).expect(0, arguments);
            return server.request()
                    .text()
                    .replaceFirst(",\"context\":\\{\"library\":\\{[^}]*}}", "")
                    .replaceFirst(",\"library\":\\{[^}]*}", "")
                    .replaceFirst(",\"messageId\":\"[0-9A-Z]{26}\"", "");
        }
    }

    @Test
    void trackArrivesByteForByteAndIsReported() {
        try (FakeServer server = FakeServer.scripted().next(accepted().expecting("POST /v1/track"))) {
            world.env("CDP_API_URL", server.url());
            world.expect(
                    0,
                    "track",
                    "Order Completed",
                    "--user-id",
                    "00042",
                    "-p",
                    "total:=129.950",
                    "-p",
                    "currency=EUR",
                    "--timestamp",
                    "2024-03-01T10:00:00+02:00",
                    "--message-id",
                    "m-1");
            assertThat(server.request().text())
                    .isEqualTo("{\"event\":\"Order Completed\",\"userId\":\"00042\","
                            + "\"timestamp\":\"2024-03-01T08:00:00.000Z\",\"messageId\":\"m-1\","
                            + "\"properties\":{\"total\":129.950,\"currency\":\"EUR\"},\"context\":{" + LIBRARY + "}}");
            assertThat(server.request().headers("X-Strict-Mode")).containsExactly("1");
        }
        assertThat(world.out().replaceAll("\\d+ ms", "N ms"))
                .isEqualTo("accepted  track \"Order Completed\"  user 00042  messageId m-1  (200, N ms)\n");
        assertThat(world.err()).isEmpty();
    }

    @Test
    void everyCallHasItsEndpointAndFields() {
        assertThat(sent(
                        "identify",
                        "--user-id",
                        "42",
                        "-t",
                        "plan=pro",
                        "-t",
                        "age:=31",
                        "-t",
                        "address[city]=Rome",
                        "-t",
                        "tags[]=vip",
                        "-t",
                        "tags[]=beta"))
                .isEqualTo("{\"userId\":\"42\",\"traits\":{\"plan\":\"pro\",\"age\":31,"
                        + "\"address\":{\"city\":\"Rome\"},\"tags\":[\"vip\",\"beta\"]}}");
        assertThat(sent("page", "Home", "--user-id", "42", "-p", "url=https://example.com/"))
                .isEqualTo("{\"name\":\"Home\",\"userId\":\"42\",\"properties\":{\"url\":\"https://example.com/\"}}");
        assertThat(sent(
                        "screen",
                        "Checkout",
                        "--anonymous-id",
                        "a-1",
                        "-c",
                        "device.type=ios",
                        "-c",
                        "network.wifi:=true"))
                .isEqualTo("{\"name\":\"Checkout\",\"anonymousId\":\"a-1\","
                        + "\"context\":{\"device\":{\"type\":\"ios\"},\"network\":{\"wifi\":true}}}");
        assertThat(sent("group", "acct_1", "--user-id", "42", "--object-type-id", "1", "-t", "name=Initech"))
                .isEqualTo("{\"groupId\":\"acct_1\",\"userId\":\"42\",\"objectTypeId\":\"1\","
                        + "\"traits\":{\"name\":\"Initech\"}}");
        assertThat(sent("alias", "--user-id", "42", "--previous-id", "anon-1"))
                .isEqualTo("{\"userId\":\"42\",\"previousId\":\"anon-1\"}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a=b=c               | {"a":"b=c"}
            a=                  | {"a":""}
            a.b=1               | {"a.b":"1"}
            a[b][c]=1           | {"a":{"b":{"c":"1"}}}
            a[]=1               | {"a":["1"]}
            a[0][x]=1           | {"a":[{"x":"1"}]}
            a\\=b=1             | {"a=b":"1"}
            a\\[b]=1            | {"a[b]":"1"}
            a:=12345678901234567890 | {"a":12345678901234567890}
            a:=1.10             | {"a":1.10}
            a:=6.02e23          | {"a":6.02e23}
            a:=null             | {"a":null}
            a:={"b":[1,"x"]}    | {"a":{"b":[1,"x"]}}
            a=\\@alice          | {"a":"@alice"}
            a=true              | {"a":"true"}
            a=ü☃                | {"a":"ü☃"}
            """)
    void assignments(String assignment, String traits) {
        assertThat(sent("identify", "--user-id", "1", "-t", assignment.replace("\\\\", "\\")))
                .isEqualTo("{\"userId\":\"1\",\"traits\":" + traits + "}");
    }

    @Test
    void valuesComeFromFiles() {
        world.file("bio.txt", "two\nlines");
        world.file("tags.json", "[1.50, {\"x\": null}]");
        assertThat(sent("identify", "--user-id", "1", "-t", "bio=@bio.txt", "-t", "tags:=@tags.json"))
                .isEqualTo("{\"userId\":\"1\",\"traits\":{\"bio\":\"two\\nlines\",\"tags\":[1.50,{\"x\":null}]}}");
    }

    @Test
    void optionsGoOnTopOfThePayload() {
        world.file(
                "call.json",
                "{\"userId\":\"1\",\"traits\":{\"plan\":\"free\",\"geo\":{\"a\":1,\"b\":2}},\"extra\":[1.0]}");
        assertThat(sent(
                        "identify",
                        "--payload",
                        "@call.json",
                        "-t",
                        "plan=pro",
                        "-t",
                        "geo[b]=3",
                        "--traits",
                        "{\"n\":9}"))
                .isEqualTo("{\"userId\":\"1\",\"traits\":{\"plan\":\"pro\",\"geo\":{\"a\":1,\"b\":\"3\"},\"n\":9},"
                        + "\"extra\":[1.0]}");
    }

    @Test
    void everyProblemIsToldAtOnceInTermsOfTheOptions() {
        world.expect(
                2,
                "track",
                "",
                "--timestamp",
                "yesterday",
                "-p",
                "a",
                "-p",
                "b:=nope",
                "-p",
                "c=1",
                "-p",
                "c=2",
                "-c",
                "channel=fax",
                "-i",
                "Mixpanel=maybe",
                "--sandbox");
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).isEqualTo("""
                        cdp track: this is not a valid track call; nothing was sent
                          --property a            is not of the form key=value or key:=json
                          --property b:=nope      is not JSON: Unrecognized token 'nope': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') (a plain string is written key=value)
                          --property c            is given twice
                          --context channel       must be browser, server or mobile
                          --integration Mixpanel  must be true or false
                          EVENT                   is blank
                          --timestamp             is "yesterday", which cannot be read as a time: write it like 2024-03-01T10:00:00Z
                          --user-id               or --anonymous-id is needed
                        """);
    }

    @Test
    void problemsOfAPayloadAreToldByJsonPath() {
        world.expect(
                2,
                "identify",
                "--payload",
                "{\"userId\":\"1\",\"type\":\"track\",\"traits\":{\"a b\":[\"\\ud83d\"]},\"context\":null}");
        assertThat(world.err()).isEqualTo("""
                        cdp identify: this is not a valid identify call; nothing was sent
                          type                must be "identify": it is "track"
                          traits["a b"][0]    holds half of a surrogate pair, which is not a character
                          context             must be an object, but is null
                        """.replace(
                        "must be \"identify\": it is \"track\"", "is \"track\", but this is an identify call")
                .replace("]    holds", "]  holds")
                .replace("type                ", "type              ")
                .replace("context             ", "context           "));
    }

    @Test
    void warningsDoNotStopACall() {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            world.env("CDP_API_URL", server.url());
            world.expect(0, "track", "User Suppressed", "--user-id", "null", "--timestamp", "2024-06-01T11:00:00Z");
        }
        assertThat(world.err()).isEqualTo("""
                        warning: --user-id is "null", which looks like a placeholder and not like an id
                        warning: --timestamp is within the last 72 hours, so that campaigns can be triggered
                        warning: EVENT "User Suppressed" is a command to the service and cannot be taken back
                        """);
    }

    @Test
    void jsonSaysTheSame() {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            world.env("CDP_API_URL", server.url());
            world.expect(0, "identify", "--user-id", "7", "--message-id", "m", "--json");
        }
        assertThat(world.out().replaceAll("\"milliseconds\":\\d+", "\"milliseconds\":1"))
                .isEqualTo("{\"status\":\"accepted\",\"type\":\"identify\",\"userId\":\"7\",\"messageId\":\"m\","
                        + "\"httpStatus\":200,\"attempts\":1,\"together\":1,\"milliseconds\":1,\"warnings\":[]}\n");
        world.expect(2, "identify", "--json");
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).startsWith("{\"error\":{\"exitCode\":2,").hasLineCount(1);
    }

    @Test
    void quietPrintsOnlyErrors() {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            world.env("CDP_API_URL", server.url());
            world.expect(0, "identify", "--user-id", "null", "-q");
        }
        assertThat(world.out() + world.err()).isEmpty();
        world.expect(2, "identify", "-q", "--user-id", "");
        assertThat(world.err()).contains("--user-id  is blank");
    }

    @Test
    void aWrongKeyFailsAtOnceAndIsNotShown() {
        try (FakeServer server = FakeServer.scripted()
                .next(answer(401, "{\"meta\":{\"errors\":[\"invalid write key \\u001b[31m\"]}}"))) {
            world.env("CDP_API_URL", server.url());
            world.expect(3, "identify", "--user-id", "1", "-v");
            assertThat(world.err())
                    .contains("127.0.0.1:" + server.port()
                            + " refused the API key …test (401): invalid write key \\u001b[31m")
                    .doesNotContain(KEY)
                    .doesNotContain("\u001b[31m");
        }
    }

    @ParameterizedTest
    @CsvSource({"403,4", "400,5", "404,5", "405,5", "413,5", "422,5", "302,5", "418,5"})
    void refusalsAreNotRetriedAndHaveTheirExitCode(int status, int exitCode) {
        try (FakeServer server = FakeServer.scripted().next(answer(status, ""))) {
            world.env("CDP_API_URL", server.url()).expect(exitCode, "identify", "--user-id", "1");
        }
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).startsWith("cdp identify: ");
    }

    @Test
    void temporaryFailuresAreRetriedWithTheSameBytes() {
        try (FakeServer server = FakeServer.scripted()
                .next(answer(503, ""), nothing().thenClose(), answer(429, "").header("Retry-After", "7"), accepted())) {
            world.env("CDP_API_URL", server.url()).expect(0, "identify", "--user-id", "1", "--message-id", "m");
            assertThat(server.requests())
                    .extracting(request -> request.text())
                    .hasSize(4)
                    .containsOnly(server.requests().get(0).text());
            assertThat(server.requests())
                    .extracting(request -> request.headers("X-Retry-Count"))
                    .containsExactly(List.of(), List.of("1"), List.of("2"), List.of("3"));
            assertThat(world.waits().get(2).toMillis()).isBetween(7000L, 7700L);
        }
        assertThat(world.out()).contains("(200, attempt 4, ");
        assertThat(world.err()).contains("retry 1 in ").contains("status 503").contains("retry 3 in 7.0 s: status 429");
    }

    @Test
    void anOutageEndsWith75() {
        try (FakeServer server = FakeServer.handling(request -> answer(503, ""))) {
            world.env("CDP_API_URL", server.url()).expect(75, "identify", "--user-id", "1", "--max-retries", "2");
            assertThat(server.requests()).hasSize(3);
        }
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).contains("no acknowledgement from ").contains("after 3 attempts: status 503");
    }

    @Test
    void aCallThatCameAtABusyTimeDidNotArrive() {
        try (FakeServer server = FakeServer.handling(request -> answer(429, ""))) {
            world.env("CDP_API_URL", server.url()).expect(75, "identify", "--user-id", "1", "--max-retries", "0");
        }
        assertThat(world.err())
                .contains("after 1 attempt: status 429\n")
                .contains("The service did not take it: too much came at a time.")
                .doesNotContain("may or may not", "--message-id");
    }

    @Test
    void aWaitLongerThanAllowedIsNamed() {
        world.file(
                "a.ndjson",
                "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"timestamp\":\"2024-01-01T00:00:00Z\"}");
        try (FakeServer server = FakeServer.handling(request -> answer(429, "").header("Retry-After", "86400"))) {
            world.env("CDP_API_URL", server.url()).expect(75, "backfill", "a.ndjson", "--max-outage", "1m");
            assertThat(server.requests()).hasSize(1);
        }
        assertThat(world.err())
                .contains("after 1 attempt: status 429; the service asks to wait 24 h 0 min, which is longer than"
                        + " allowed; 1 record read and not settled\n")
                .contains("The service did not take it: too much came at a time.")
                .doesNotContain("may or may not");
    }

    @Test
    void aPortalThatAnswers200IsNoSuccess() {
        try (FakeServer server = FakeServer.handling(request -> answer(200, "<html>please log in</html>"))) {
            world.env("CDP_API_URL", server.url()).expect(75, "identify", "--user-id", "1", "--max-retries", "1");
        }
        assertThat(world.err()).contains("status 200 with something that is not the API's answer");
    }

    @Test
    void aDryRunPrintsTheRequestAndNeedsNoKey() {
        TestWorld bare = TestWorld.in(folder);
        bare.expect(0, "track", "It's", "--user-id", "1", "--message-id", "m", "--region", "eu", "-n");
        assertThat(bare.out()).isEqualTo("""
                        POST https://cdp-eu.customer.io/v1/track
                        Authorization: Basic [redacted]
                        X-Strict-Mode: 1
                        Content-Type: application/json
                        User-Agent: cdp-cli/%s

                        {"event":"It's","userId":"1","messageId":"m","context":{%s}}

                        """.formatted(Version.number(), LIBRARY));
        bare.expect(0, "track", "It's", "--user-id", "1", "--message-id", "m", "--dry-run", "--curl");
        assertThat(bare.out()).isEqualTo("""
                        curl -sS --fail-with-body 'https://cdp.customer.io/v1/track' \\
                          -u "$CDP_API_KEY:" \\
                          -H 'X-Strict-Mode: 1' \\
                          -H 'Content-Type: application/json' \\
                          --data-binary '{"event":"It'\\''s","userId":"1","messageId":"m","context":{%s}}'
                        """.formatted(LIBRARY));
    }

    @Test
    void withoutAKeyNothingIsSentAndTheWayOutIsShown() {
        TestWorld.in(folder).expect(2, "identify", "--user-id", "1");
    }

    @Test
    void aTerminalWithNothingToSendGetsAShortHelp() {
        world.terminal(true, false, false).expect(2, "track");
        assertThat(world.err()).isEqualTo("""
                        cdp track: nothing to send
                          Give the call as options, see 'cdp track --help',
                          or pipe JSON in: jq -c … | cdp track -
                        """);
    }
}
