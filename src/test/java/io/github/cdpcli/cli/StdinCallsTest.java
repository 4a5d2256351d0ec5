package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Calls piped in: as many documents as come, each a call. */
class StdinCallsTest {

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", "a-key-for-this-test");
    }

    @Test
    void oneDocumentIsOneCallToItsOwnEndpoint() {
        try (FakeServer server = FakeServer.scripted().next(accepted().expecting("POST /v1/identify"))) {
            world.env("CDP_API_URL", server.url())
                    .stdin("{\n  \"userId\": \"1\",\n  \"traits\": {\"n\": 1.10}\n}\n")
                    .expect(0, "identify", "-", "-t", "plan=pro");
            assertThat(server.request().text())
                    .startsWith("{\"userId\":\"1\",\"traits\":{\"n\":1.10,\"plan\":\"pro\"},");
        }
    }

    @Test
    void manyDocumentsGoTogetherInOrder() {
        try (FakeServer server = FakeServer.scripted().next(accepted().expecting("POST /v1/batch"))) {
            world.env("CDP_API_URL", server.url())
                    .stdin("{\"userId\":\"1\",\"messageId\":\"a\"}{\"userId\":\"2\",\"messageId\":\"b\"}\n"
                            + "{\"userId\":\"3\",\"messageId\":\"c\"}")
                    .expect(0, "identify");
            assertThat(server.request().text())
                    .startsWith("{\"batch\":[{\"type\":\"identify\",\"userId\":\"1\",\"messageId\":\"a\",")
                    .matches("(?s).*\"userId\":\"2\".*\"userId\":\"3\".*");
        }
        assertThat(world.out().replaceAll("\\d+ ms", "1 ms")).isEqualTo("""
                        accepted  identify  user 1  messageId a  (200, batch of 3, 1 ms)
                        accepted  identify  user 2  messageId b  (200, batch of 3, 1 ms)
                        accepted  identify  user 3  messageId c  (200, batch of 3, 1 ms)
                        """);
    }

    @Test
    void thousandsOfDocumentsShareOneConnectionAndNoBatchIsTooLarge() {
        String documents = IntStream.range(0, 3000)
                .mapToObj(i -> "{\"userId\":\"u" + i + "\",\"traits\":{\"pad\":\"" + "x".repeat(300) + "\"}}")
                .collect(Collectors.joining("\n"));
        try (FakeServer server = FakeServer.handling(request -> accepted())) {
            world.env("CDP_API_URL", server.url()).stdin(documents).expect(0, "identify", "-q");
            assertThat(server.connections()).isEqualTo(1);
            assertThat(server.requests()).allMatch(request -> request.body().length <= 475_000);
            assertThat(server.requests().stream()
                            .map(FakeServerRequest::text)
                            .collect(Collectors.joining())
                            .split("\"userId\":\"u", -1))
                    .hasSize(3001);
        }
    }

    @Test
    void anInvalidDocumentIsToldAndTheOthersAreSent() {
        try (FakeServer server = FakeServer.scripted().next(accepted())) {
            world.env("CDP_API_URL", server.url())
                    .stdin("{\"userId\":\"1\"}\n{\"userId\":\"\"}\n{oops\n[1]\n{\"userId\":\"5\"}\n")
                    .expect(2, "identify", "-");
            assertThat(server.request().text()).contains("\"userId\":\"1\"").contains("\"userId\":\"5\"");
        }
        assertThat(world.err())
                .contains(
                        "cdp identify: document 2 (line 2) is not a valid identify call; it was not sent\n  userId  is blank")
                .contains("cdp identify: document 3 (line 3) cannot be read")
                .contains("5 documents read: 2 accepted, 3 invalid, 0 refused, 0 not settled");
    }

    @Test
    void aRefusedDocumentIsFoundAndTheOthersArrive() {
        try (FakeServer server = FakeServer.handling(request -> request.text().contains("poison")
                ? answer(400, "{\"meta\":{\"errors\":[\"no poison\"]}}")
                : accepted())) {
            world.env("CDP_API_URL", server.url())
                    .stdin(
                            "{\"userId\":\"1\"}{\"userId\":\"2\"}{\"userId\":\"poison\"}{\"userId\":\"4\"}{\"userId\":\"5\"}")
                    .expect(5, "identify", "-");
        }
        assertThat(world.out()).hasLineCount(4);
        assertThat(world.err())
                .contains("document 3: ")
                .contains("refused the identify (400): no poison")
                .contains("5 documents read: 4 accepted, 0 invalid, 1 refused, 0 not settled");
    }

    @Test
    void aWrongKeyStopsAtOnce() {
        try (FakeServer server = FakeServer.scripted().next(answer(401, ""))) {
            world.env("CDP_API_URL", server.url())
                    .stdin("{\"userId\":\"1\"}{\"userId\":\"2\"}")
                    .expect(3, "identify", "-");
        }
        assertThat(world.out()).isEmpty();
        assertThat(world.err()).contains("stopped at document 1").contains("2 not settled");
    }

    @Test
    void aliasFallsBackToItsOwnEndpointWhenABatchRefusesIt() {
        try (FakeServer server =
                FakeServer.handling(request -> request.path().equals("/v1/batch") ? answer(400, "{}") : accepted())) {
            world.env("CDP_API_URL", server.url())
                    .stdin("{\"userId\":\"1\",\"previousId\":\"a\"}{\"userId\":\"2\",\"previousId\":\"b\"}")
                    .expect(0, "alias", "-");
            assertThat(server.requests())
                    .extracting(FakeServerRequest::path)
                    .filteredOn("/v1/alias"::equals)
                    .hasSize(2);
        }
    }

    @Test
    void nothingOnStandardInputIsAnError() {
        world.expect(2, "identify", "-");
        assertThat(world.err()).contains("there is no JSON document on standard input, so nothing was sent");
    }

    @Test
    void theTypeOfAnotherCallIsAnError() {
        world.stdin("{\"type\":\"track\",\"userId\":\"1\",\"event\":\"x\"}").expect(2, "identify", "-", "--sandbox");
        assertThat(world.err()).contains("type").contains("is \"track\", but this is an identify call");
    }

    @Test
    void aDryRunShowsWhatWouldBeSent() {
        world.stdin("{\"userId\":\"1\"}{\"userId\":\"2\"}").expect(0, "identify", "-", "-n");
        assertThat(world.out())
                .startsWith("POST https://cdp.customer.io/v1/batch\n")
                .contains("{\"batch\":[{\"type\":");
    }

    @Test
    void optionsApplyToEachDocument() {
        try (FakeServer server = FakeServer.handling(request -> FakeServerReply.accepted())) {
            world.env("CDP_API_URL", server.url())
                    .stdin("{\"userId\":\"1\"}{\"userId\":\"2\"}")
                    .expect(0, "track", "Imported", "-", "-p", "source=crm");
            assertThat(server.request()
                            .text()
                            .split("\"event\":\"Imported\",\"properties\":\\{\"source\":\"crm\"}", -1))
                    .hasSize(3);
        }
    }
}
