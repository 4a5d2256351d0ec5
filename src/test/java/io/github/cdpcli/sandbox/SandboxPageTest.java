package io.github.cdpcli.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.json.Json;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and programs see who ask the sandbox what came in. */
class SandboxPageTest {

    @AutoClose
    private final Lab lab = Lab.strict();

    SandboxPageTest() throws IOException {}

    private List<Json> last(String list) throws Exception {
        return ((Json.Arr) lab.stats().members().get(list)).items();
    }

    @Test
    void countsSoThatEveryRowAddsUp() throws Exception {
        String track = "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\"}";
        String page = "{\"type\":\"page\",\"userId\":\"1\",\"messageId\":\"m\"}";
        lab.post("batch", "{\"batch\":[" + track + "," + page + "," + track + "]}");
        lab.post("page", page);
        lab.post("track", "{}");
        lab.post("track", "{}", request -> request.setHeader("X-Strict-Mode", "0"));
        lab.post("batch", "{\"batch\":[" + track + ",{}]}");
        lab.post("nothing", "{}");

        Json.Obj stats = lab.stats();
        Json.Obj expected = Json.Obj.empty()
                .with("started", Json.of("2024-03-10T12:00:00Z"))
                .with("uptimeSeconds", Json.of(0))
                .with("requests", Json.of(6))
                .with(
                        "requestsByStatus",
                        Json.Obj.empty()
                                .with("200", Json.of(3))
                                .with("400", Json.of(2))
                                .with("404", Json.of(1)))
                .with("acceptedRequests", Json.of(2))
                .with("refusedRequests", Json.of(3))
                .with("droppedRequests", Json.of(1))
                .with("failedRequests", Json.of(0))
                .with("droppedByStrictStatus", Json.Obj.empty().with("400", Json.of(1)))
                .with("accepted", Json.of(4))
                .with(
                        "acceptedByType",
                        Json.Obj.empty().with("page", Json.of(2)).with("track", Json.of(2)))
                .with("rejected", Json.of(3))
                .with("dropped", Json.of(1))
                .with("duplicates", Json.of(1))
                .with("conflicts", Json.of(0));
        expected.members()
                .forEach((name, value) -> assertThat(stats.get(name)).as(name).isEqualTo(value));
        assertThat(lab.count("bytes"))
                .isEqualTo(lab.told().stream().mapToInt(SandboxRequest::bytes).sum());
    }

    @Test
    void showsTheLastCallsAndTheLastRequestsNewestFirst() throws Exception {
        lab.post("page", "{\"userId\":\"1\",\"name\":\"first\"}");
        lab.post("page", "{\"name\":\"second\"}");

        assertThat(last("lastCalls"))
                .extracting(call -> ((Json.Obj) call).text("name"))
                .containsExactly("second", "first");
        assertThat(last("lastCalls"))
                .extracting(call -> ((Json.Obj) call).text("verdict"))
                .containsExactly("refused", "accepted");
        assertThat(last("last")).hasSize(2);
    }

    @Test
    void keepsNoMoreThanFifty() throws Exception {
        String page = "{\"type\":\"page\",\"userId\":\"1\",\"name\":\"%d\"}";
        StringBuilder batch = new StringBuilder("{\"batch\":[" + String.format(page, 0));
        for (int i = 1; i < 200; i++) {
            batch.append(',').append(String.format(page, i));
        }
        lab.post("batch", batch + "]}");
        for (int i = 0; i < 60; i++) {
            lab.post("page", "{");
        }

        assertThat(last("lastCalls")).hasSize(50);
        assertThat(((Json.Obj) last("lastCalls").get(0)).text("name")).isEqualTo("199");
        assertThat(last("last")).hasSize(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/_/"})
    void showsAPageThatLoadsNothing(String path) throws Exception {
        HttpResponse<String> page = lab.get(path);

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'");
        assertThat(page.body()).contains("prefers-color-scheme").doesNotContain("src=", "href=", "url(", "<script");
    }

    @Test
    void showsWhatWasSentAsTextAndNotAsHtml() throws Exception {
        String evil = "<script>alert('1')</script>&\\\"";
        lab.post("track", "{\"userId\":\"" + evil + "\",\"event\":\"" + evil + "\",\"messageId\":\"" + evil + "\"}");
        lab.post("track", "{\"userId\":\"1\",\"event\":\"E\",\"integrations\":{\"" + evil + "\":1}}");
        lab.post("%3Cscript%3E", "{}");

        assertThat(lab.get("/").body())
                .contains("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;&quot;")
                .contains("/v1/&lt;script&gt;")
                .doesNotContain("<script", "alert('1')");
    }

    @Test
    void neverShowsTheKey() throws Exception {
        lab.post("page", "{\"userId\":\"1\"}");

        assertThat(lab.get("/").body() + lab.get("/_/stats").body()).doesNotContain(Lab.KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.1:1", "localhost:8787", "LocalHost", "[::1]", "[::1]:8787"})
    void answersToTheNamesOfThisMachine(String host) throws Exception {
        assertThat(lab.raw("GET /_/stats HTTP/1.1", "Host: " + host)).startsWith("HTTP/1.1 200 ");
    }

    /** A page of another site can give its own name this machine's address, and read what it answers. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8787",
                "127.0.0.1.evil.example",
                "localhost.evil.example:80",
                "evil@127.0.0.1",
                "127.0.0.1:80:80",
                ""
            })
    void answersToNoOtherName(String host) throws Exception {
        for (String line : List.of("GET / ", "HEAD /_/ ", "GET /_/stats ", "GET /v1/track ", "POST /v1/track ")) {
            assertThat(lab.raw(line + "HTTP/1.1", "Host: " + host, "Content-Length: 0"))
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContain("requests");
        }
    }

    @Test
    void answersAQuestionForTheHeadersOnly() throws Exception {
        HttpResponse<String> head =
                lab.send(HttpRequest.newBuilder(lab.sandbox().url().resolve("/"))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build());

        assertThat(head.statusCode()).isEqualTo(200);
    }

    @Test
    void hasNoOtherPages() throws Exception {
        assertThat(lab.get("/favicon.ico").statusCode()).isEqualTo(404);
        assertThat(lab.get("/_/").body()).contains("None so far.");
    }
}
