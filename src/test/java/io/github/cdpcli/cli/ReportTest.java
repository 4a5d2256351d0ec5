package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static io.github.cdpcli.testing.FakeServerReply.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import io.github.cdpcli.testing.FakeServerRequest;
import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The receipt of a run: what it says, and that it stands in the way of nothing. */
class ReportTest {

    private static final String KEY = "key-1234567890";
    private static final String GOOD =
            "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":\"2024-01-01T00:00:00.000Z\"}\n";

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", KEY);
        world.file("a.ndjson", GOOD + "{oops\n" + GOOD.replace("2024-01", "2023-07"));
    }

    private void run(Function<FakeServerRequest, FakeServerReply> answers, int code, String... more) {
        try (FakeServer server = FakeServer.handling(answers)) {
            world.env("CDP_API_URL", server.url());
            String[] line = new String[more.length + 2];
            line[0] = "backfill";
            line[1] = "a.ndjson";
            System.arraycopy(more, 0, line, 2, more.length);
            world.expect(code, line);
        }
    }

    private JsonNode receipt(String name) {
        try {
            return new ObjectMapper().readTree(world.read(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FakeServerReply secondTime(AtomicInteger requests) {
        return requests.incrementAndGet() == 1 ? answer(503, "") : accepted();
    }

    @Test
    void saysWhatWasSentWhereAndHow() {
        AtomicInteger requests = new AtomicInteger();
        run(request -> secondTime(requests), 6, "--report", "receipt.json");
        JsonNode receipt = receipt("receipt.json");
        assertThat(receipt.get("tool").asText()).isEqualTo(Version.userAgent());
        assertThat(receipt.at("/about/url").asText())
                .isEqualTo(receipt.get("url").asText());
        assertThat(receipt.at("/about/key").asText()).isNotEmpty();
        assertThat(receipt.at("/sources/0/input").asText()).isEqualTo("a.ndjson");
        assertThat(receipt.at("/sources/0/records").asInt()).isEqualTo(3);
        assertThat(receipt.at("/sources/0/bytes").asInt())
                .isEqualTo(world.read("a.ndjson").length());
        assertThat(receipt.at("/sources/0/hash").asText()).matches("[0-9a-f]{16}");
        assertThat(receipt.get("read").asInt()).isEqualTo(3);
        assertThat(receipt.get("accepted").asInt()).isEqualTo(2);
        assertThat(receipt.get("rejected").asInt()).isEqualTo(1);
        assertThat(receipt.at("/reasons/not-json").asInt()).isEqualTo(1);
        assertThat(receipt.get("firstTimestamp").asText()).isEqualTo("2023-07-01T00:00:00.000Z");
        assertThat(receipt.get("lastTimestamp").asText()).isEqualTo("2024-01-01T00:00:00.000Z");
        assertThat(receipt.get("requestsByStatus").toString()).isEqualTo("{\"200\":1,\"503\":1}");
        assertThat(receipt.get("retries").asInt()).isEqualTo(1);
        assertThat(receipt.get("bytesSent").asLong())
                .isEqualTo(2 * (receipt.get("bytes").asLong() + "{\"batch\":[,]}".length()));
        assertThat(receipt.toString()).doesNotContain(KEY);
        assertThat(world.workingDirectory()).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void isWrittenOfARunThatStoppedToo() {
        run(request -> answer(401, ""), 3, "--report", "receipt.json");
        assertThat(receipt("receipt.json").get("unsettled").asInt()).isEqualTo(3);
        run(request -> accepted(), 6, "--report", "receipt.json");
        assertThat(receipt("receipt.json").get("unsettled").asInt()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson", "./a.ndjson", "a.ndjson.rejects.ndjson", "notes.txt", "no/folder/r.json", "."})
    void neverTakesThePlaceOfAnythingElse(String place) {
        world.file("notes.txt", "mine");
        try (FakeServer server = FakeServer.handling(request -> accepted())) {
            world.env("CDP_API_URL", server.url()).expect(2, "backfill", "a.ndjson", "--report", place);
            assertThat(world.err())
                    .startsWith("cdp backfill: the report " + place + " ")
                    .contains("--report FILE");
            assertThat(server.requests()).isEmpty();
        }
        assertThat(world.read("notes.txt")).isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson", "a.ndjson.rejects.ndjson", "./a.ndjson"})
    void neitherDoesAJournal(String place) {
        world.env("CDP_API_URL", "http://127.0.0.1:1").expect(2, "backfill", "a.ndjson", "--journal", place);
        assertThat(world.err())
                .startsWith("cdp backfill: the journal " + place + " is a file that the run reads or writes");
        world.expect(2, "backfill", "a.ndjson", "--journal", "j", "--report", "j");
        assertThat(world.err()).startsWith("cdp backfill: the report j is a file that the run reads or writes");
    }

    @Test
    void thatCannotBeWrittenAfterAllIsNoSuccess() {
        run(
                request -> {
                    try {
                        Files.createDirectories(folder.resolve("work/receipt.json/full"));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return accepted();
                },
                1,
                "--report",
                "receipt.json");
        assertThat(world.out()).contains("  accepted  2  in 1 request");
        assertThat(world.err()).contains("the report receipt.json could not be written");
    }
}
