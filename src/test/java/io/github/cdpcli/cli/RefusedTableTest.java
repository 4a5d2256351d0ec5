package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of rows of a table that the service refuses, however they were read. */
class RefusedTableTest {

    @TempDir
    private Path folder;

    /** The first rows are read in one pass, of which one has another time than is sent; of the last this is not so. */
    @Test
    void theRowAndTheCallAreKeptAsTheyWereBeforeAnythingWasAddedToThem() {
        TestWorld world = TestWorld.in(folder).env("CDP_API_KEY", "test-key");
        world.file(
                "a.csv",
                "userId,event,timestamp,total:number,note\n"
                        + "1,E,2024-01-01T00:00:00.000Z,1.10,\"say \"\"a\\b\"\"\"\n"
                        + "2,E,2024-01-01 00:00:00 UTC,2.0,\u00fc\n"
                        + "3,E,2024-01-01T00:00:00.000Z,3, padded\n");

        try (FakeServer server = FakeServer.handling(request -> answer(400, ""))) {
            world.env("CDP_API_URL", server.url()).expect(6, "backfill", "a.csv", "--type", "track");
        }

        assertThat(world.read("a.csv.rejects.ndjson").replaceAll("\\{.*?\"messageId\":\"[0-9A-Z]{26}\",", "{"))
                .isEqualTo("""
                        {"type":"track","call":{"type":"track","userId":"1","event":"E","timestamp":"2024-01-01T00:00:00.000Z","properties":{"total":1.10,"note":"say \\"a\\\\b\\""}},"raw":"1,E,2024-01-01T00:00:00.000Z,1.10,\\"say \\"\\"a\\\\b\\"\\"\\""}
                        {"type":"track","call":{"type":"track","userId":"2","event":"E","timestamp":"2024-01-01 00:00:00 UTC","properties":{"total":2.0,"note":"\u00fc"}},"raw":"2,E,2024-01-01 00:00:00 UTC,2.0,\u00fc"}
                        {"type":"track","call":{"type":"track","userId":"3","event":"E","timestamp":"2024-01-01T00:00:00.000Z","properties":{"total":3,"note":" padded"}},"raw":"3,E,2024-01-01T00:00:00.000Z,3, padded"}
                        """);
    }

    @Test
    void whatIsReadBackFromTheRejectsIsSentAsItWouldHaveBeen() {
        TestWorld world = TestWorld.in(folder).env("CDP_API_KEY", "test-key");
        world.file(
                "a.csv",
                "userId,event,timestamp,note\n1,E,2024-01-01T00:00:00Z,a\n2,E,2024-01-01T00:00:00.000Z,b\n3,E,2024-01-01 00:00:00 UTC,c\n");
        String sent;
        try (FakeServer server = FakeServer.handling(request -> answer(400, ""))) {
            world.env("CDP_API_URL", server.url()).expect(6, "backfill", "a.csv", "--type", "track");
            sent = server.requests().get(0).text();
        }

        try (FakeServer server = FakeServer.handling(request -> accepted())) {
            world.env("CDP_API_URL", server.url()).expect(0, "backfill", "a.csv.rejects.ndjson");
            assertThat(server.requests().get(0).text()).isEqualTo(sent);
        }
    }
}
