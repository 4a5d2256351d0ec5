package io.github.cdpcli.sandbox;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * The Pipelines API on the loopback address. Strict for requests with {@code X-Strict-Mode: 1}: a wrong key is answered
 * 401, a wrong call 400, a body over the limits 413. Without it, or told to be permissive, all of these are answered 200
 * and dropped, which is what the real service does. Browsers find a page at {@code /} and programs its counts at
 * {@code /_/stats}.
 */
public final class Sandbox implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    /** More than any body that is accepted; what follows is counted and thrown away. */
    private static final int KEPT_BYTES = 2 * Limits.BATCH_MAX_BYTES;

    /** A client that is cut off in mid-body never sees its answer, so a good deal is read in vain; not everything. */
    private static final int DISCARDED_BYTES = 16_000_000;

    private final SandboxOptions options;
    private final Clock clock;
    private final Consumer<SandboxRequest> listener;
    private final SandboxStats stats = new SandboxStats();
    private final Instant started;
    private final Recording recording;
    private final Gate gate;
    private final HttpServer server;

    /** A thread a connection at work, as many as the client has; they wait for the network nearly all the time. */
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "cdp-sandbox");
        thread.setDaemon(true);
        return thread;
    });

    private Sandbox(
            SandboxOptions options,
            Clock clock,
            DoubleSupplier chance,
            Consumer<SandboxRequest> listener,
            Recording recording,
            HttpServer server) {
        this.options = options;
        this.clock = clock;
        this.listener = listener;
        this.started = clock.instant();
        this.recording = recording;
        this.gate = new Gate(options, clock, chance, recording);
        this.server = server;
    }

    /**
     * Starts a sandbox.
     *
     * @param chance numbers from 0 to 1, exclusive, for made-up failures
     * @param listener is told of each request just before it is answered, by one thread at a time
     * @throws IOException when the port is taken or the record cannot be written; the message says which
     */
    public static Sandbox start(
            SandboxOptions options, Clock clock, DoubleSupplier chance, Consumer<SandboxRequest> listener)
            throws IOException {
        Recording recording = Recording.open(options.record());
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), options.port());
            HttpServer server = HttpServer.create(address, 0);
            Sandbox sandbox = new Sandbox(options, clock, chance, listener, recording, server);
            server.createContext("/", sandbox::handle);
            server.setExecutor(sandbox.threads);
            server.start();
            return sandbox;
        } catch (IOException e) {
            recording.close();
            throw new IOException("port " + options.port() + " " + whyNot(e), e);
        }
    }

    /** A port may be taken, or one that only administrators may open. */
    private static String whyNot(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("in use") ? "is taken" : "cannot be opened: " + message;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** The base of its API: {@code http://127.0.0.1:8787/v1}. */
    public URI url() {
        return URI.create("http://" + HOST + ":" + port() + "/v1");
    }

    public String key() {
        return options.key();
    }

    public SandboxStats stats() {
        return stats;
    }

    /** What it has counted, as {@code GET /_/stats} gives it. */
    public Json.Obj statsAsJson() {
        return stats.asJson(started, clock.instant());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            boolean reads = exchange.getRequestMethod().matches("GET|HEAD");
            if (!isAddressedHere(exchange)) {
                answer(exchange, 403, "text/plain", "this sandbox answers to 127.0.0.1 and localhost only\n");
            } else if (reads && !path.startsWith(Gate.BASE)) {
                show(exchange, path);
            } else {
                call(exchange);
            }
        }
    }

    /** Other sites must not reach it through a browser on this machine, whatever name they gave themselves. */
    private static boolean isAddressedHere(HttpExchange exchange) {
        String host = Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Host"), "");
        return host.toLowerCase(Locale.ROOT).matches("(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?");
    }

    /** For people. */
    private void show(HttpExchange exchange, String path) throws IOException {
        if (path.equals("/_/stats")) {
            answer(exchange, 200, "application/json", JsonWriter.text(statsAsJson()));
        } else if (path.equals("/") || path.equals("/_/")) {
            answer(exchange, 200, "text/html", StatusPage.of(statsAsJson()));
        } else {
            answer(exchange, 404, "text/plain", "there is / and /_/stats\n");
        }
    }

    private void call(HttpExchange exchange) throws IOException {
        InputStream in = exchange.getRequestBody();
        byte[] body = in.readNBytes(KEPT_BYTES);
        int bytes = body.length + discard(in);
        pause();
        SandboxRequest request = gate.judge(exchange, body, bytes);
        tell(request);
        if (request.verdict() == Verdict.FAILED) {
            options.faults()
                    .retryAfter()
                    .ifPresent(seconds -> exchange.getResponseHeaders().set("Retry-After", Integer.toString(seconds)));
        }
        if (request.status() != 0) {
            answer(exchange, request.status(), "application/json", body(request));
        }
    }

    private static int discard(InputStream in) throws IOException {
        byte[] buffer = new byte[1 << 16];
        int discarded = 0;
        int read = in.read(buffer);
        while (read >= 0 && discarded < DISCARDED_BYTES) {
            discarded += read;
            read = in.read(buffer);
        }
        return discarded;
    }

    private void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(options.latency().toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void tell(SandboxRequest request) {
        stats.count(request);
        listener.accept(request);
    }

    private static String body(SandboxRequest request) {
        if (request.verdict() == Verdict.ACCEPTED || request.isDropped()) {
            return "{\"success\":true}";
        }
        Json errors = new Json.Arr(request.errors().stream().map(Json::of).toList());
        return JsonWriter.text(new Json.Obj(Map.of("meta", new Json.Obj(Map.of("errors", errors)))));
    }

    private static void answer(HttpExchange exchange, int status, String type, String text) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", type + "; charset=utf-8");
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
        if (status == 405) {
            headers.set("Allow", "POST");
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean bare =
                status == 204 || status == 304 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bare ? -1 : bytes.length);
        if (!bare) {
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        recording.close();
    }
}
