package io.github.cdpcli.sandbox;

import static io.github.cdpcli.sandbox.Lab.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.cdpcli.sandbox.SandboxCall.Repeat;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API contract, as the sandbox keeps it. */
class SandboxContractTest {

    private static final String GOOD = "{\"userId\":\"42\",\"event\":\"E\"}";

    @AutoClose
    private final Lab lab = Lab.strict();

    SandboxContractTest() throws IOException {}

    private static HttpRequest.Builder without(HttpRequest.Builder request, String... headers) {
        HttpRequest built = request.build();
        HttpRequest.Builder bare = HttpRequest.newBuilder(built.uri())
                .method(built.method(), built.bodyPublisher().orElseThrow());
        built.headers().map().forEach((name, values) -> {
            if (!List.of(headers).contains(name)) {
                bare.header(name, values.get(0));
            }
        });
        return bare;
    }

    private static void assertRefused(HttpResponse<String> answer, int status, String error) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo("{\"meta\":{\"errors\":[\"" + error + "\"]}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "identify | {'userId':'42','traits':{'plan':'pro'}}",
                "track    | {'userId':'42','event':'Order Completed','timestamp':'2024-03-01T10:00:00.000Z'}",
                "page     | {'anonymousId':'a','name':'Home'}",
                "screen   | {'userId':'42','name':'Checkout','context':{'device':{'type':'ios'}}}",
                "group    | {'userId':'42','groupId':'g','objectTypeId':'1'}",
                "alias    | {'userId':'42','previousId':'a'}",
                "batch    | {'batch':[{'type':'alias','userId':'42','previousId':'a'},{'type':'page','userId':'1'}]}",
            })
    void acceptsEveryCall(String endpoint, String body) throws Exception {
        HttpResponse<String> answer = lab.post(endpoint, body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SUCCESS);
        assertThat(lab.lastTold().verdict()).isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void isReachableByItsUrlOnTheLoopbackAddressOnly() {
        assertThat(lab.sandbox().url())
                .hasToString("http://127.0.0.1:" + lab.sandbox().port() + "/v1");
        assertThatThrownBy(() -> new Socket(
                                InetAddress.getByAddress(new byte[] {127, 0, 0, 2}),
                                lab.sandbox().port())
                        .close())
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "track/", "batch/1", "..%2Ftrack"})
    void knowsNoOtherPath(String endpoint) throws Exception {
        assertThat(lab.status(endpoint, GOOD)).isEqualTo(404);
    }

    @Test
    void knowsNoPathOutsideTheVersion() throws Exception {
        assertThat(lab.status("../track", GOOD)).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "mailto:x", "http://127.0.0.1/nothing"})
    void survivesOddTargets(String target) throws Exception {
        lab.raw("POST " + target + " HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 0");

        assertThat(lab.status("track", GOOD)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD", "OPTIONS"})
    void takesPostOnly(String method) throws Exception {
        HttpResponse<String> answer =
                lab.post("track", GOOD, request -> request.method(method, HttpRequest.BodyPublishers.ofString(GOOD)));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @ValueSource(strings = {"other:", "sourcekey-0001", "sourcekey-0001:password", ":sourcekey-0001", ":"})
    void refusesAnotherKeyAndDoesNotRepeatTheRightOne(String userAndPassword) throws Exception {
        HttpResponse<String> answer =
                lab.post("track", GOOD, request -> request.setHeader("Authorization", Lab.basic(userAndPassword)));

        assertRefused(answer, 401, "the API key is missing or wrong");
        assertThat(lab.lastTold().toString()).doesNotContain(Lab.KEY);
        assertThat(SandboxOptions.strict(Lab.KEY).toString()).doesNotContain(Lab.KEY);
    }

    @Test
    void refusesACallWithoutAKey() throws Exception {
        HttpResponse<String> answer = lab.post("track", GOOD, request -> without(request, "Authorization"));

        assertRefused(answer, 401, "the API key is missing or wrong");
    }

    @Test
    void readsTheNameOfTheSchemeInAnyCase() throws Exception {
        String basic = Lab.basic(Lab.KEY + ":").replace("Basic", "bASIC");

        assertThat(lab.post("track", GOOD, request -> request.setHeader("Authorization", basic))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 200",
        "Application/JSON; charset=utf-8, 200",
        "application/jsonp, 400",
        "text/plain, 400",
        "'', 400"
    })
    void wantsJsonByName(String type, int status) throws Exception {
        HttpResponse<String> answer = lab.post(
                "track",
                GOOD,
                request -> type.isEmpty() ? without(request, "Content-Type") : request.setHeader("Content-Type", type));

        assertThat(answer.statusCode()).isEqualTo(status);
    }

    @Test
    void saysThatItDoesNotUnpack() throws Exception {
        assertRefused(
                lab.post("track", GOOD, request -> request.header("Content-Encoding", "gzip")),
                400,
                "Content-Encoding is not supported: send plain JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "track    | {'userId':'1'}                              | event is missing: a track call needs it",
                "track    | {'event':' ','userId':'1'}                  | event is blank",
                "track    | {'event':'E'}                               | userId or anonymousId is needed",
                "identify | {'userId':'1','traits':null}                | traits must be an object, but is null",
                "identify | []                                          | call must be an object",
                "page     | {'type':'track','userId':'1'}               | type is 'track', but this is a page call",
                "batch    | {}                                          | batch must be an array of calls",
                "batch    | {'batch':{}}                                | batch must be an array of calls",
                "batch    | []                                          | batch must be an array of calls",
                "batch    | {'batch':[{'type':'page','userId':'1'},7]}  | batch[1].type must be one of identify, track, page, screen, group, alias",
            })
    void refusesABadCallWithTheReason(String endpoint, String body, String error) throws Exception {
        assertRefused(lab.post(endpoint, body.replace('\'', '"')), 400, error.replace("'", "\\\""));
        assertThat(lab.lastTold().verdict()).isEqualTo(Verdict.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{} {}",
                "\uFEFF{}",
                "{\0}\0",
                "{\"userId\":\"1\",\"event\":\"E\",\"event\":\"F\"}",
                "{\"userId\":\"1\",\"event\":\"E\",\"n\":01}"
            })
    void readsJsonStrictly(String body) throws Exception {
        HttpResponse<String> answer = lab.post("track", body);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).startsWith("{\"meta\":{\"errors\":[\"body is not JSON: ");
    }

    @Test
    void answersACallWithHalfACharacterInIt() throws Exception {
        String half = "\\ud800";

        assertThat(lab.status("track", "{\"userId\":\"" + half + "\",\"event\":\"" + half + "\"}"))
                .isEqualTo(400);
        assertThat(lab.status("batch", "{\"batch\":[{\"type\":\"" + half + "\",\"userId\":\"" + half + "\"}]}"))
                .isEqualTo(400);
        assertThat(lab.get("/").statusCode()).isEqualTo(200);
        assertThat(lab.count("rejected")).isEqualTo(2);
    }

    @Test
    void refusesABatchWholeForOneItemAndSaysWhich() throws Exception {
        String good = "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"messageId\":\"m\"}";
        String batch =
                "{\"batch\":[" + good + "," + good + ",{\"userId\":\"1\"},{\"type\":\"track\",\"userId\":\"1\"}]}";

        assertThat(lab.post("batch", batch).body())
                .isEqualTo("{\"meta\":{\"errors\":["
                        + "\"batch[2].type must be one of identify, track, page, screen, group, alias\","
                        + "\"batch[3].event is missing: a track call needs it\"]}}");
        assertThat(lab.lastTold().calls()).isEmpty();
        assertThat(lab.lastTold().refused())
                .extracting(SandboxCall::type)
                .containsExactly("track", "track", "", "track");
        assertThat(lab.count("accepted")).isZero();
        assertThat(lab.count("rejected")).isEqualTo(4);

        lab.post("batch", "{\"batch\":[" + good + "]}");
        assertThat(lab.lastTold().calls()).extracting(SandboxCall::repeat).containsExactly(Repeat.NEW);
    }

    @Test
    void namesTheFirstMistakesAndCountsTheOthers() throws Exception {
        String batch = "{\"batch\":[" + "1,".repeat(99) + "1]}";

        assertThat(lab.status("batch", batch)).isEqualTo(400);
        assertThat(lab.lastTold().errors()).hasSize(21).last().isEqualTo("and 80 more");
    }

    @Test
    void acceptsABatchOfNothing() throws Exception {
        assertThat(lab.status("batch", "{\"batch\":[ ]}")).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"32000, 200", "32001, 413", "1000000, 413", "2000001, 413"})
    void holdsACallAgainstItsLimit(int bytes, int status) throws Exception {
        assertThat(lab.status("track", Lab.trackOf(bytes))).isEqualTo(status);
        assertThat(lab.lastTold().bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"32000, 200", "32001, 400"})
    void holdsEachItemOfABatchAgainstTheLimitOfACall(int bytes, int status) throws Exception {
        HttpResponse<String> answer = lab.post("batch", "{\"batch\":[ " + Lab.trackOf(bytes) + " ]}");

        assertThat(answer.statusCode()).isEqualTo(status);
        if (status == 400) {
            assertRefused(answer, 400, "batch[0].call is larger than 32000 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource({"500000, 200", "500001, 413", "3000000, 413"})
    void holdsABatchAgainstItsLimit(int bytes, int status) throws Exception {
        String item = Lab.trackOf(200);

        assertThat(lab.status("batch", Lab.filled("{\"pad\":\"", "\",\"batch\":[" + item + "]}", bytes)))
                .isEqualTo(status);
        assertThat(lab.count("bytes")).isEqualTo(bytes);
    }

    @Test
    void countsBytesAndNotCharacters() throws Exception {
        String head = "{\"userId\":\"1\",\"event\":\"E\",\"properties\":{\"p\":\"";

        assertThat(lab.status("track", head + "ü".repeat(15_000) + "\"}}")).isEqualTo(200);
        assertThat(lab.status("track", head + "ü".repeat(16_000) + "\"}}")).isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "true", "yes", "11"})
    void dropsWhatIsWrongWhereNobodyAsksForStrictMode(String mode) throws Exception {
        HttpResponse<String> answer = lab.post(
                "track",
                "{}",
                request ->
                        mode.isEmpty() ? without(request, "X-Strict-Mode") : request.setHeader("X-Strict-Mode", mode));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(SUCCESS);
        assertThat(lab.lastTold().isDropped()).isTrue();
        assertThat(lab.lastTold().strictStatus()).isEqualTo(400);
        assertThat(lab.lastTold().errors()).contains("event is missing: a track call needs it");
        assertThat(lab.count("dropped")).isEqualTo(1);
    }

    @Test
    void dropsForEveryReasonWhenPermissiveAndCountsWhich() throws Exception {
        SandboxOptions permissive =
                new SandboxOptions(0, Lab.KEY, true, Faults.none(), Duration.ZERO, Optional.empty());
        try (Lab loose = Lab.with(permissive)) {
            assertThat(loose.post("track", GOOD, request -> without(request, "Authorization"))
                            .body())
                    .isEqualTo(SUCCESS);
            assertThat(loose.post("track", "not json").body()).isEqualTo(SUCCESS);
            assertThat(loose.post("track", Lab.trackOf(32_001)).body()).isEqualTo(SUCCESS);
            assertThat(loose.post("track", GOOD).body()).isEqualTo(SUCCESS);
            assertThat(loose.status("nothing", GOOD)).isEqualTo(404);

            assertThat(loose.count("droppedRequests")).isEqualTo(3);
            assertThat(loose.count("droppedByStrictStatus", "401")).isEqualTo(1);
            assertThat(loose.count("droppedByStrictStatus", "400")).isEqualTo(1);
            assertThat(loose.count("droppedByStrictStatus", "413")).isEqualTo(1);
            assertThat(loose.count("accepted")).isEqualTo(1);
        }
    }

    @Test
    void tellsWhoAndWhatEachCallIs() throws Exception {
        String track = "{\"type\":\"track\",\"userId\":42,\"event\":\"Paid\",\"messageId\":\"m\"}";
        String screen = "{\"type\":\"screen\",\"anonymousId\":\"ü\",\"name\":\"Home\"}";
        String group = "{\"type\":\"group\",\"groupId\":\"g\"}";
        lab.post(
                "batch",
                "{\"batch\":[" + track + ", " + screen + "," + group + "]}",
                request -> request.header("X-Retry-Count", "2"));

        SandboxRequest told = lab.lastTold();
        assertThat(told.calls())
                .containsExactly(
                        new SandboxCall("track", "42", "Paid", "m", Repeat.NEW, track.length()),
                        new SandboxCall("screen", "ü", "Home", "", Repeat.NEW, screen.length() + 1),
                        new SandboxCall("group", "g", "", "", Repeat.NEW, group.length()));
        assertThat(told.path()).isEqualTo("/v1/batch");
        assertThat(told.time()).isEqualTo(Lab.NOW);
        assertThat(told.retry()).isEqualTo(2);
        assertThat(told.status()).isEqualTo(200);
    }

    @Test
    void acceptsACallItHasSeenAndSaysSo() throws Exception {
        String call = "{\"userId\":\"1\",\"event\":\"E\",\"messageId\":\"m\"}";

        assertThat(List.of(lab.status("track", call), lab.status("track", call)))
                .containsOnly(200);

        assertThat(lab.lastTold().calls()).extracting(SandboxCall::repeat).containsExactly(Repeat.DUPLICATE);
        assertThat(lab.count("duplicates")).isEqualTo(1);
        assertThat(lab.sandbox().stats().repeated()).isEqualTo(1);
    }

    @Test
    void knowsACallAgainWhereverInABatchItStands() throws Exception {
        String call = "{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"messageId\":\"m\"}";

        lab.post("batch", "{\"batch\":[" + call + "]}");
        lab.post("batch", "{\"batch\":[" + Lab.trackOf(100) + " ,\n " + call + "\t]}");
        lab.post("track", call);

        assertThat(lab.count("duplicates")).isEqualTo(2);
        assertThat(lab.count("conflicts")).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The first pair has one Java string hash, the second one meaning but not the same bytes.
                "track | {'userId':'1','messageId':'m','event':'Aa'} | track  | {'userId':'1','messageId':'m','event':'BB'}",
                "track | {'userId':'1','messageId':'m','event':'E'}  | track  | {'messageId':'m','userId':'1','event':'E'}",
                "page  | {'userId':'1','messageId':'m'}              | screen | {'userId':'1','messageId':'m'}",
            })
    void tellsTwoCallsWithOneIdApart(String one, String first, String other, String second) throws Exception {
        lab.post(one, first.replace('\'', '"'));
        assertThat(lab.status(other, second.replace('\'', '"'))).isEqualTo(200);

        assertThat(lab.lastTold().calls()).extracting(SandboxCall::repeat).containsExactly(Repeat.CONFLICT);
        assertThat(lab.count("conflicts")).isEqualTo(1);
    }

    @Test
    void makesUpFailuresOnlyAsOftenAsToldAndThenDoesAsItShould() throws Exception {
        try (Lab failing = Lab.failing("status:429,times:2,retry-after:3")) {
            HttpResponse<String> failure = failing.post("track", GOOD);
            assertRefused(failure, 429, "failure made up by the sandbox");
            assertThat(failure.headers().firstValue("Retry-After")).contains("3");
            assertThat(failing.status("track", GOOD)).isEqualTo(429);
            assertThat(failing.status("track", GOOD)).isEqualTo(200);

            assertThat(failing.post("track", "{}").headers().firstValue("Retry-After"))
                    .isEmpty();
            assertThat(failing.count("failedRequests")).isEqualTo(2);
        }
    }

    @Test
    void makesUpFailuresWithTheSameChanceEveryTime() throws Exception {
        List<Integer> statuses = new ArrayList<>();
        try (Lab failing = Lab.failing("rate:0.5")) {
            for (int i = 0; i < 10; i++) {
                statuses.add(failing.status("track", GOOD));
            }
        }
        Random same = new Random(7);
        assertThat(statuses)
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> same.nextDouble() < 0.5 ? 503 : 200)
                        .toList())
                .contains(503, 200);
    }

    @Test
    void makesUpNoFailureTooManyForManyThreads() throws Exception {
        try (Lab failing = Lab.failing("status:500,times:3")) {
            CompletableFuture<?>[] lanes = IntStream.range(0, 16)
                    .mapToObj(lane -> CompletableFuture.runAsync(() -> failing.postQuietly("track", GOOD)))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(lanes).join();

            assertThat(failing.count("requestsByStatus", "500")).isEqualTo(3);
        }
    }

    @Test
    void canCloseTheConnectionWithoutAnAnswer() throws Exception {
        try (Lab failing = Lab.failing("reset,every:2")) {
            String length = "Content-Length: 0";
            assertThat(failing.raw("POST /v1/track HTTP/1.1", "Host: 127.0.0.1", length))
                    .startsWith("HTTP/1.1 200 ");
            assertThat(failing.raw("POST /v1/track HTTP/1.1", "Host: 127.0.0.1", length))
                    .isEmpty();
            assertThat(failing.lastTold().status()).isZero();
            assertThat(failing.lastTold().verdict()).isEqualTo(Verdict.FAILED);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void canAnswerWithoutABody(int status) throws Exception {
        try (Lab failing = Lab.failing("status:" + status)) {
            HttpResponse<String> answer = failing.post("track", GOOD);
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void makesUpASuccessThatIsNone() throws Exception {
        try (Lab failing = Lab.failing("status:200")) {
            assertRefused(failing.post("track", GOOD), 200, "failure made up by the sandbox");
            assertThat(failing.count("accepted")).isZero();
        }
    }

    /** Too few threads would leave the good call waiting for ever behind the forty that are only half sent. */
    @Test
    void servesAConnectionWhileManyOthersAreAtWork() throws Exception {
        List<Socket> halfSent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            halfSent.add(lab.connect("POST /v1/track HTTP/1.1", "Host: 127.0.0.1", "Content-Length: 2"));
        }
        assertThat(lab.status("track", GOOD)).isEqualTo(200);

        for (Socket socket : halfSent) {
            socket.getOutputStream().write(new byte[] {'{', '}'});
            assertThat(Lab.answer(socket)).startsWith("HTTP/1.1 200 ");
        }
        assertThat(lab.sandbox().stats().requests()).isEqualTo(41);
    }

    @Test
    void countsEveryCallOfManyThreadsOnce() {
        CompletableFuture<?>[] lanes = IntStream.range(0, 16)
                .mapToObj(lane -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, 20).forEach(i -> lab.postQuietly("track", GOOD))))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(lanes).join();

        assertThat(lab.sandbox().stats().accepted()).isEqualTo(320);
        assertThat(lab.told()).hasSize(320);
    }

    @Test
    void answersLateWhenAskedTo() throws Exception {
        SandboxOptions slow =
                new SandboxOptions(0, Lab.KEY, false, Faults.none(), Duration.ofMillis(1), Optional.empty());
        try (Lab late = Lab.with(slow)) {
            assertThat(late.status("track", GOOD)).isEqualTo(200);
        }
    }

    @Test
    void saysThatAPortIsTaken() {
        int taken = lab.sandbox().port();
        SandboxOptions same = new SandboxOptions(taken, Lab.KEY, false, Faults.none(), Duration.ZERO, Optional.empty());

        assertThatThrownBy(() -> Sandbox.start(same, Clock.systemUTC(), () -> 0, request -> {}))
                .isInstanceOf(IOException.class)
                .hasMessage("port " + taken + " is taken");
    }

    @Test
    void givesThePortBackWhenClosed() throws Exception {
        Sandbox first = Sandbox.start(SandboxOptions.strict(Lab.KEY), Clock.systemUTC(), () -> 0, request -> {});
        first.close();

        SandboxOptions again =
                new SandboxOptions(first.port(), Lab.KEY, false, Faults.none(), Duration.ZERO, Optional.empty());
        Sandbox.start(again, Clock.systemUTC(), () -> 0, request -> {}).close();
    }
}
