package io.github.cdpcli.sandbox;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** A sandbox with a client in front of it and a list of what its listener was told. */
final class Lab implements AutoCloseable {

    static final String KEY = "sourcekey-0001";
    static final String SUCCESS = "{\"success\":true}";
    static final Instant NOW = Instant.parse("2024-03-10T12:00:00Z");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<SandboxRequest> told = Collections.synchronizedList(new ArrayList<>());
    private final Sandbox sandbox;

    private Lab(SandboxOptions options) throws IOException {
        sandbox = Sandbox.start(options, Clock.fixed(NOW, ZoneOffset.UTC), new Random(7)::nextDouble, told::add);
    }

    static Lab with(SandboxOptions options) throws IOException {
        return new Lab(options);
    }

    static Lab strict() throws IOException {
        return new Lab(SandboxOptions.strict(KEY));
    }

    static Lab failing(String spec) throws IOException {
        Faults faults = ((Faults.Parsed.Good) Faults.parse(spec)).faults();
        SandboxOptions strict = SandboxOptions.strict(KEY);
        return new Lab(new SandboxOptions(0, KEY, false, faults, strict.latency(), strict.record()));
    }

    Sandbox sandbox() {
        return sandbox;
    }

    List<SandboxRequest> told() {
        return List.copyOf(told);
    }

    SandboxRequest lastTold() {
        return told.get(told.size() - 1);
    }

    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a call as a good client does. */
    HttpResponse<String> post(String endpoint, String body) throws Exception {
        return post(endpoint, body, request -> request);
    }

    /** The same with something changed about it. */
    HttpResponse<String> post(String endpoint, String body, UnaryOperator<HttpRequest.Builder> change)
            throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(sandbox.url() + "/" + endpoint))
                .header("Authorization", basic(KEY + ":"))
                .header("Content-Type", "application/json")
                .header("X-Strict-Mode", "1")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(change.apply(request).build());
    }

    int status(String endpoint, String body) throws Exception {
        return post(endpoint, body).statusCode();
    }

    HttpResponse<String> get(String path) throws Exception {
        return send(HttpRequest.newBuilder(sandbox.url().resolve(path)).build());
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** What the sandbox counted, as a program reads it. */
    Json.Obj stats() throws Exception {
        return (Json.Obj) ((JsonText.Document) JsonReader.read(get("/_/stats").body())).value();
    }

    /** A count of the statistics; 0 where it is not mentioned. */
    long count(String... path) throws Exception {
        Json at = stats();
        for (String key : path) {
            at = at instanceof Json.Obj object ? object.get(key) : null;
        }
        return at instanceof Json.Num number ? Long.parseLong(number.digits()) : 0;
    }

    void postQuietly(String endpoint, String body) {
        try {
            post(endpoint, body);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends the head of a request letter by letter, over a connection that ends with the answer. */
    Socket connect(String... headLines) throws IOException {
        Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), sandbox.port());
        String head = String.join("\r\n", headLines) + "\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** All that comes back, up to the end of the connection. */
    static String answer(Socket socket) throws IOException {
        try (socket) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    String raw(String... headLines) throws IOException {
        return answer(connect(headLines));
    }

    /** A track call of so many bytes. */
    static String trackOf(int bytes) {
        return filled("{\"type\":\"track\",\"userId\":\"1\",\"event\":\"E\",\"properties\":{\"p\":\"", "\"}}", bytes);
    }

    static String filled(String head, String tail, int bytes) {
        return head + "x".repeat(bytes - head.length() - tail.length()) + tail;
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
