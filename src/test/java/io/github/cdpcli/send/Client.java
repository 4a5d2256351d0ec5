package io.github.cdpcli.send;

import io.github.cdpcli.testing.FakeServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** A transport under test, with a key that is easily found where it should not be. */
final class Client implements AutoCloseable {

    static final String KEY = "k3y-0f-th3-s0urc3";
    /** {@code base64("k3y-0f-th3-s0urc3:")}. */
    static final String KEY_IN_BASE64 = "azN5LTBmLXRoMy1zMHVyYzM6";

    private static final Timeouts PATIENT = new Timeouts(Duration.ofSeconds(9), Duration.ofSeconds(9));

    private static final Duration HASTE = Duration.ofMillis(300);

    private final Endpoint endpoint;
    private final HttpTransport transport;
    private long nanoTime;

    private Client(Endpoint endpoint, Optional<Proxy> proxy, Trust trust, Timeouts timeouts) {
        this.endpoint = endpoint;
        this.transport = new HttpTransport(endpoint, key(), proxy, trust, timeouts, "cdp-cli/test", () -> nanoTime);
    }

    static Client of(FakeServer server) {
        return of(server.url());
    }

    static Client of(String url) {
        return new Client(endpoint(url), Optional.empty(), systemTrust(), PATIENT);
    }

    static Client trusting(Trust trust, String url) {
        return new Client(endpoint(url), Optional.empty(), trust, PATIENT);
    }

    static Client through(String proxy, Trust trust, String url) {
        return new Client(endpoint(url), Optional.of(proxy(proxy)), trust, PATIENT);
    }

    /** One that gives up after 300 ms. */
    static Client hasty(String url) {
        return new Client(endpoint(url), Optional.empty(), systemTrust(), new Timeouts(HASTE, HASTE));
    }

    /** One that lets a handshake take its time, but gives up on an answer after 300 ms. */
    static Client hasty(Trust trust, String url) {
        return new Client(endpoint(url), Optional.empty(), trust, new Timeouts(PATIENT.connect(), HASTE));
    }

    static ApiKey key() {
        return ApiKey.of(KEY).orElseThrow();
    }

    static Trust systemTrust() {
        return new Trust(Optional.empty());
    }

    static Endpoint endpoint(String url) {
        return ((Endpoint.Parsed.Valid) Endpoint.parse(url, true)).endpoint();
    }

    static Proxy proxy(String url) {
        return ((Proxy.Parsed.Valid) Proxy.parse(url)).proxy();
    }

    Attempt track(String body) {
        return transport.attempt(endpoint.request("track", body.getBytes(StandardCharsets.UTF_8)));
    }

    Attempt batch(byte[] body) {
        return transport.attempt(endpoint.request("batch", body));
    }

    Attempt attempt(Request request) {
        return transport.attempt(request);
    }

    Endpoint endpoint() {
        return endpoint;
    }

    HttpTransport transport() {
        return transport;
    }

    /** Lets the transport's clock go on. */
    void pass(Duration time) {
        nanoTime += time.toNanos();
    }

    @Override
    public void close() {
        transport.close();
    }
}
