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
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** The receipt as a page: the numbers of the run, well-formed, with nothing to load or run and nothing of the input's making. */
class HtmlReceiptTest {

    private static final String KEY = "key-1234567890";
    private static final Path GOLDEN =
            Path.of(System.getProperty("basedir", ""), "src/test/resources/io/github/cdpcli/cli/receipt/receipt.html");

    @TempDir
    private Path folder;

    private TestWorld world;

    @BeforeEach
    void world() {
        world = TestWorld.in(folder).env("CDP_API_KEY", KEY);
    }

    private static String track(String user, String timestamp) {
        return "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"" + user + "\",\"timestamp\":\"" + timestamp + "\"}\n";
    }

    /** The page of a run, as XML. */
    private Document page(Function<FakeServerRequest, FakeServerReply> answers, int code, String... more)
            throws Exception {
        try (FakeServer server = FakeServer.handling(answers)) {
            return page(server, code, more);
        }
    }

    private Document page(FakeServer server, int code, String... more) throws Exception {
        List<String> line = new ArrayList<>(List.of("backfill", "a.ndjson", "--report", "r.html"));
        line.addAll(List.of(more));
        world.env("CDP_API_URL", server.url()).expect(code, line.toArray(String[]::new));
        return parsed(world.read("r.html"));
    }

    private static Document parsed(String page) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        return factory.newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }

    private static List<Element> elements(Document page, String name) {
        NodeList nodes = page.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static String text(Document page) {
        return page.getDocumentElement().getTextContent().replaceAll("\\s+", " ");
    }

    /** Two records a second, one answer in between that asks for patience. */
    private static FakeServerReply thirdTimeBusy(AtomicInteger requests) {
        return requests.incrementAndGet() == 3 ? answer(503, "") : accepted();
    }

    @Test
    void isAsItWas() throws Exception {
        StringBuilder history = new StringBuilder();
        for (int day = 1; day <= 9; day++) {
            history.append(track("u" + day % 3, "2024-01-0" + day + "T0" + day + ":00:00Z"));
        }
        history.append(track("u1", "2024-06-01T11:00:00Z"));
        history.append("{oops <b>\n").append("{\"type\":\"identify\",\"userId\":\"u1\"}\n");
        world.file("a.ndjson", history.toString());
        AtomicInteger requests = new AtomicInteger();
        page(
                request -> thirdTimeBusy(requests),
                6,
                "--rate",
                "2/s",
                "--concurrency",
                "1",
                "--progress",
                "none",
                "--since",
                "2024-01-02");
        String page = world.read("r.html")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                .replace(world.workingDirectory() + "/", "")
                .replace(Version.userAgent(), "cdp-cli/VERSION");
        if ("write".equals(System.getProperty("cdp.golden"))) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, page);
        }
        assertThat(GOLDEN).as("written with -Dcdp.golden=write").exists();
        assertThat(page).isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void theAccountingAddsUpInSight() throws Exception {
        world.file("a.ndjson", track("u", "2024-01-01T00:00:00Z") + "{oops\n" + track("u", "2024-06-01T11:00:00Z"));
        Document page = page(request -> accepted(), 6);
        assertThat(text(page))
                .contains("3 read = 1 accepted + 1 rejected + 1 held + 0 filtered + 0 earlier + 0 unsettled")
                .contains("Finished; some records were not sent (exit code 6)")
                .contains("1 rejected: not-json First a.ndjson line 2")
                .contains("1 held: held-recent First a.ndjson line 3")
                .contains("a.ndjson.rejects.ndjson")
                .contains("ends with …7890; fingerprint ");
        assertThat(world.read("r.html")).doesNotContain(KEY);
    }

    @Test
    void aRunThatStoppedSaysWhyAndWhatToDo() throws Exception {
        world.file("a.ndjson", track("u", "2024-01-01T00:00:00Z"));
        AtomicInteger requests = new AtomicInteger();
        try (FakeServer server =
                FakeServer.handling(request -> requests.incrementAndGet() == 1 ? answer(401, "") : accepted())) {
            assertThat(text(page(server, 3)))
                    .contains("Stopped before the end (exit code 3)")
                    .contains("1 record read and not settled")
                    .contains("Run the same command again to go on where it stopped.")
                    .contains("1 read = 0 accepted + 0 rejected + 0 held + 0 filtered + 0 earlier + 1 unsettled")
                    .contains("None was accepted.");
            assertThat(text(page(server, 0))).contains("Finished (exit code 0)").contains("= 1 accepted");
            assertThat(text(page(server, 0)))
                    .contains("Finished; an earlier run had settled all of it")
                    .contains("+ 1 earlier")
                    .contains("None was sent.");
        }
    }

    @Test
    void nothingOfTheInputOrTheServerBecomesPartOfThePage() throws Exception {
        String evil = "</code></title><script>alert(1)</script>\u202e\u0007\u0085\ufffe'\"&amp;<!--]]>";
        String spelled = "</code></title><script>alert(1)</script>\\u202e\\u0007\\u0085";
        world.file(
                "a.ndjson",
                track("u", "2024-01-01T00:00:00Z")
                        + "{" + evil + "\n"
                        + track("u", "<img src=x onerror=alert(2)>\u202e"));
        String complaint =
                "{\"errors\":[{\"message\":\"<script>alert(3)</script>\\u202e\\u001b[31m\",\"field\":\"<svg onload='alert(4)'>\"}]}";
        Document page = page(request -> answer(400, complaint), 6);
        assertThat(elements(page, "script")).isEmpty();
        assertThat(elements(page, "img")).isEmpty();
        assertThat(elements(page, "svg")).noneMatch(svg -> svg.hasAttribute("onload"));
        assertThat(text(page)).contains(spelled).contains("<script>alert(3)</script>");
        assertThat(world.read("r.html").codePoints())
                .allMatch(c -> c == '\n' || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT));
    }

    @Test
    void evenTheNameOfAFileIsOnlyText() throws Exception {
        String name = "<b onclick='x'>&\".ndjson";
        world.file(name, "{oops\n" + track("u", "2024-01-01T00:00:00Z"));
        world.file("a.ndjson", track("u", "2024-01-02T00:00:00Z"));
        Document page = page(request -> accepted(), 6, name);
        assertThat(text(page)).contains("Backfill of 2 inputs").contains("First " + name + " line 1");
        assertThat(elements(page, "b")).noneMatch(Element::hasAttributes);
    }

    @Test
    void loadsNothingAndRunsNothing() throws Exception {
        world.file("a.ndjson", track("u", "2024-01-01T00:00:00Z") + track("u", "2024-01-09T00:00:00Z"));
        Document page = page(request -> accepted(), 0);
        assertThat(elements(page, "*").stream().map(Element::getTagName).distinct())
                .doesNotContain("script", "link", "img", "iframe", "object", "embed", "base", "image", "use", "a");
        for (Element element : elements(page, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertThat(name).doesNotStartWith("on").isNotIn("src", "href", "xlink:href", "srcset", "action");
            }
        }
        assertThat(elements(page, "style").get(0).getTextContent()).doesNotContain("url(", "@import", "image-set");
        assertThat(world.read("r.html")).contains("default-src &#39;none&#39;");
        // A browser reads no escapes within a style: it must do without what needs them.
        assertThat(elements(page, "style").get(0).getTextContent()).doesNotContainPattern("[<>&\"']");
    }

    @Test
    void canBeReadByWhoSeesNoPictures() throws Exception {
        world.file("a.ndjson", track("u", "2024-01-01T00:00:00Z") + track("u", "2024-01-09T00:00:00Z"));
        Document page = page(request -> accepted(), 0);
        assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
        List<Element> pictures = elements(page, "svg");
        assertThat(pictures).anyMatch(svg -> svg.getAttribute("role").equals("img"));
        for (Element svg : pictures) {
            if (!svg.getAttribute("aria-hidden").equals("true")) {
                assertThat(svg.getElementsByTagName("title").item(0).getTextContent())
                        .isNotBlank();
                assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                        .isNotBlank();
                for (String id : svg.getAttribute("aria-labelledby").split(" ", -1)) {
                    assertThat(elements(page, "*"))
                            .anyMatch(named -> named.getAttribute("id").equals(id));
                }
            }
        }
        assertThat(text(page)).contains("2024-01-01 1").contains("2024-01-09 1");
    }

    @Test
    void theSameSeriesAreInTheJson() throws Exception {
        world.file("a.ndjson", track("u", "2024-01-01T00:00:00Z") + track("v", "2024-01-01T02:30:00Z"));
        AtomicInteger requests = new AtomicInteger();
        try (FakeServer server =
                FakeServer.handling(request -> requests.incrementAndGet() == 1 ? answer(503, "") : accepted())) {
            world.env("CDP_API_URL", server.url())
                    .expect(0, "backfill", "a.ndjson", "--report", "r.json", "--progress", "none");
        }
        JsonNode receipt = new ObjectMapper().readTree(world.read("r.json"));
        assertThat(receipt.get("events").toString())
                .isEqualTo("{\"step\":\"hour\",\"bars\":[{\"from\":\"2024-01-01T00:00:00.000Z\",\"accepted\":1},"
                        + "{\"from\":\"2024-01-01T01:00:00.000Z\",\"accepted\":0},"
                        + "{\"from\":\"2024-01-01T02:00:00.000Z\",\"accepted\":1}]}");
        JsonNode throughput = receipt.get("throughput");
        assertThat(throughput.get("milliseconds").asInt()).isEqualTo(100);
        assertThat(throughput.get("elapsed").asLong())
                .isEqualTo(world.waits().stream().mapToLong(Duration::toMillis).sum());
        JsonNode accepted = throughput.get("accepted");
        assertThat(accepted.size()).isEqualTo((int) (throughput.get("elapsed").asLong() / 100) + 1);
        assertThat(accepted.get(accepted.size() - 1).asInt()).isEqualTo(2);
        assertThat(receipt.get("ending").toString())
                .isEqualTo("{\"exitCode\":0,\"message\":\"finished\",\"hints\":[]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"r.html", "r.htm", "R.HTML"})
    void takesThePlaceOfAReceiptOnly(String name) throws IOException {
        world.file("a.ndjson", track("u", "2024-01-01T00:00:00Z"));
        try (FakeServer server = FakeServer.handling(request -> accepted())) {
            world.env("CDP_API_URL", server.url());
            world.expect(0, "backfill", "a.ndjson", "--report", name);
            assertThat(world.read(name)).startsWith(HtmlReceipt.BEGINNING);
            world.expect(0, "backfill", "a.ndjson", "--report", name);
            assertThat(world.read(name)).contains("an earlier run had settled all of it");
            world.expect(0, "backfill", "a.ndjson", "--report", "r.json");
            Files.copy(
                    world.workingDirectory().resolve("r.json"),
                    world.workingDirectory().resolve("j.html"));
            world.expect(0, "backfill", "a.ndjson", "--report", "j.html");
            world.file("mine.html", "<!DOCTYPE html>\n<html><!-- receipt of cdp backfill -->");
            world.expect(2, "backfill", "a.ndjson", "--report", "mine.html");
            assertThat(world.err()).contains("exists and holds something else");
            assertThat(world.workingDirectory()).isDirectoryNotContaining("glob:**.new");
        }
    }
}
