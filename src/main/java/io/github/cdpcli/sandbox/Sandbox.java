package io.github.cdpcli.sandbox;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * The Pipelines API on the loopback address. Strict unless told otherwise or asked without {@code X-Strict-Mode: 1}: a
 * wrong key is answered 401, a wrong call 400, a body over the limits 413. Permissive, all of these are answered 200 and
 * dropped, which is what the real service does.
 */
public final class Sandbox implements AutoCloseable {

    private static final String BASE = "/v1/";

    private final SandboxOptions options;
    private final Clock clock;
    private final DoubleSupplier chance;
    private final Consumer<SandboxRequest> listener;
    private final Inspector inspector;
    private final SandboxStats stats = new SandboxStats();
    private final Instant started;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Optional<OutputStream> record;

    private Sandbox(
            SandboxOptions options,
            Clock clock,
            DoubleSupplier chance,
            Consumer<SandboxRequest> listener,
            HttpServer server)
            throws IOException {
        this.options = options;
        this.clock = clock;
        this.chance = chance;
        this.listener = listener;
        this.inspector = new Inspector(clock);
        this.started = clock.instant();
        this.server = server;
        this.record = options.record().isEmpty()
                ? Optional.empty()
                : Optional.of(Files.newOutputStream(
                        options.record().get(), StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "cdp-sandbox");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts a sandbox.
     *
     * @param chance numbers from 0 to 1, exclusive, for made-up failures
     * @param listener is told of each request after it was answered, by one thread at a time
     * @throws IOException when the port is taken or the record cannot be written; the message says which
     */
    public static Sandbox start(
            SandboxOptions options, Clock clock, DoubleSupplier chance, Consumer<SandboxRequest> listener)
            throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), options.port()), 0);
        } catch (BindException e) {
            throw new IOException("port " + options.port() + " is taken", e);
        }
        try {
            Sandbox sandbox = new Sandbox(options, clock, chance, listener, server);
            server.createContext("/", sandbox::handle);
            server.setExecutor(sandbox.threads);
            server.start();
            return sandbox;
        } catch (IOException e) {
            server.stop(0);
            throw new IOException("cannot write to " + options.record().orElseThrow(), e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The base of its API: {@code http://127.0.0.1:8787/v1}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/v1");
    }

    public String key() {
        return options.key();
    }

    public SandboxStats stats() {
        return stats;
    }

    /** What it has counted, as {@code GET /_/stats} gives it. */
    public Json.Obj statsAsJson() {
        return stats.asJson(started);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            if (exchange.getRequestMethod().equals("GET") && !path.startsWith(BASE)) {
                show(exchange, path);
            } else {
                call(exchange, path);
            }
        }
    }

    /** For people. Other sites must not read it through a browser on this machine, whatever name they gave themselves. */
    private void show(HttpExchange exchange, String path) throws IOException {
        String host =
                String.valueOf(exchange.getRequestHeaders().getFirst("Host")).replaceFirst(":\\d+$", "");
        if (!host.equals("127.0.0.1") && !host.equals("localhost") && !host.equals("[::1]")) {
            answer(exchange, 403, "text/plain", "this sandbox answers to 127.0.0.1 and localhost only\n");
        } else if (path.equals("/_/stats")) {
            answer(exchange, 200, "application/json", JsonWriter.text(statsAsJson()));
        } else if (path.equals("/")) {
            answer(exchange, 200, "text/html", StatusPage.of(statsAsJson(), stats.last()));
        } else {
            answer(exchange, 404, "text/plain", "there is / and /_/stats\n");
        }
    }

    private void call(HttpExchange exchange, String path) throws IOException {
        long number = stats.begin();
        byte[] body = exchange.getRequestBody().readNBytes(Limits.BATCH_MAX_BYTES * 2);
        if (options.latency().toNanos() > 0) {
            LockSupport.parkNanos(options.latency().toNanos());
        }
        Verdict verdict = strikes(number) ? fault() : judge(exchange, path, body);
        SandboxRequest request = new SandboxRequest(
                clock.instant(),
                path,
                verdict.status(),
                verdict.calls(),
                verdict.errors(),
                retry(exchange),
                body.length);
        stats.end(request);
        synchronized (listener) {
            listener.accept(request);
        }
        if (verdict.status() != 0) {
            String text = verdict.status() == 200 ? "{\"success\":true}" : errors(verdict.errors());
            answer(exchange, verdict.status(), "application/json", text);
        }
    }

    private boolean strikes(long number) {
        synchronized (stats) {
            boolean strikes = options.faults().strikes(number, stats.failures(), chance.getAsDouble());
            if (strikes) {
                stats.failed();
            }
            return strikes;
        }
    }

    private static int retry(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst("X-Retry-Count");
        return header != null && header.matches("\\d{1,6}") ? Integer.parseInt(header) : 0;
    }

    /** What a request gets. */
    private record Verdict(int status, List<SandboxCall> calls, List<String> errors) {
        static Verdict refused(int status, String error) {
            return new Verdict(status, List.of(), List.of(error));
        }
    }

    private Verdict fault() {
        return Verdict.refused(options.faults().status(), "failure made up by the sandbox");
    }

    private Verdict judge(HttpExchange exchange, String path, byte[] body) throws IOException {
        String endpoint = path.startsWith(BASE) ? path.substring(BASE.length()) : "";
        if (!Inspector.isEndpoint(endpoint)) {
            return Verdict.refused(404, "there is no " + path);
        } else if (!exchange.getRequestMethod().equals("POST")) {
            return Verdict.refused(405, "use POST");
        }
        Verdict strict = strictly(exchange, endpoint, body);
        boolean lenient =
                options.permissive() || !"1".equals(exchange.getRequestHeaders().getFirst("X-Strict-Mode"));
        return lenient && strict.status() != 200 ? new Verdict(200, List.of(), strict.errors()) : strict;
    }

    private Verdict strictly(HttpExchange exchange, String endpoint, byte[] body) throws IOException {
        String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
        if (!isAuthorized(exchange)) {
            return Verdict.refused(401, "the API key is missing or wrong");
        } else if (!type.toLowerCase(java.util.Locale.ROOT).startsWith("application/json")) {
            return Verdict.refused(400, "Content-Type must be application/json");
        } else if (body.length > (endpoint.equals("batch") ? Limits.BATCH_MAX_BYTES : Limits.CALL_BYTES)) {
            return Verdict.refused(413, "the body of " + body.length + " bytes is too large");
        }
        Inspector.Finding finding = inspector.inspect(endpoint, body);
        return finding.errors().isEmpty()
                ? new Verdict(200, accept(finding.items()), List.of())
                : new Verdict(400, List.of(), finding.errors());
    }

    private boolean isAuthorized(HttpExchange exchange) {
        String expected =
                "Basic " + Base64.getEncoder().encodeToString((options.key() + ":").getBytes(StandardCharsets.UTF_8));
        String given = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }

    private List<SandboxCall> accept(List<Inspector.Item> items) throws IOException {
        List<SandboxCall> calls = new ArrayList<>();
        for (Inspector.Item item : items) {
            Json.Obj call = item.call();
            String messageId = text(call, "messageId");
            calls.add(new SandboxCall(
                    item.type().wireName(),
                    first(call, "userId", "anonymousId", "groupId"),
                    first(call, "event", "name"),
                    messageId,
                    stats.see(messageId, item.json()),
                    item.json().length));
            write(item);
        }
        return calls;
    }

    /** A recorded call names its type, so that the file can be sent again. */
    private void write(Inspector.Item item) throws IOException {
        if (record.isPresent()) {
            Json.Obj typed = item.call().has("type")
                    ? item.call()
                    : new Json.Obj(Map.of("type", Json.of(item.type().wireName()))).overlaidBy(item.call());
            byte[] line = (JsonWriter.text(typed) + "\n").getBytes(StandardCharsets.UTF_8);
            synchronized (stats) {
                record.get().write(line);
            }
        }
    }

    private static String first(Json.Obj call, String... keys) {
        for (String key : keys) {
            if (!text(call, key).isEmpty()) {
                return text(call, key);
            }
        }
        return "";
    }

    private static String text(Json.Obj call, String key) {
        String text = call.text(key);
        return text == null ? "" : text;
    }

    private static String errors(List<String> errors) {
        Json list = new Json.Arr(errors.stream().limit(20).map(Json::of).toList());
        return JsonWriter.text(new Json.Obj(Map.of("meta", new Json.Obj(Map.of("errors", list)))));
    }

    private void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
        options.faults().retryAfter().ifPresent(seconds -> {
            if (status == options.faults().status()) {
                exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds));
            }
        });
        boolean bodiless = status == 204 || status == 304;
        exchange.sendResponseHeaders(status, bodiless ? -1 : bytes.length);
        if (!bodiless) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        record.ifPresent(out -> {
            try {
                out.close();
            } catch (IOException e) {
                // Every line has been handed to the system already.
            }
        });
    }
}
