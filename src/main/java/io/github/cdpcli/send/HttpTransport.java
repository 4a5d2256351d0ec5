package io.github.cdpcli.send;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 over blocking sockets. Written for this tool because its promises rest on what the clients at hand hide: that
 * a request is written once and never repeated behind our back, that an early answer is read although the body was not
 * taken, that one deadline bounds the whole exchange, and which failures mean that nothing was sent.
 *
 * <p>Connections are kept and used again, the last one first. Redirects are never followed here.
 */
public final class HttpTransport implements Transport {

    /** An answer is read up to here; the API's own are a few hundred bytes. */
    public static final int MAX_ANSWER_BYTES = 64 * 1024;

    /** In bytes. Bodies consist of many small pieces. */
    private static final int WRITTEN_AT_ONCE = 64 * 1024;

    private static final long MAX_IDLE_NANOS = Duration.ofSeconds(20).toNanos();

    private final Endpoint endpoint;
    private final ApiKey key;
    private final Optional<Proxy> proxy;
    private final Timeouts timeouts;
    private final String head;
    private final LongSupplier nanoTime;
    private final Watchdog watchdog = new Watchdog();
    private final Dialer dialer;
    private final Deque<Connection> idle = new ArrayDeque<>();

    /**
     * A transport to one endpoint.
     *
     * @param userAgent name and version of the sender: {@code cdp-cli/1.0}
     * @param nanoTime a clock that never jumps, in nanoseconds
     */
    public HttpTransport(
            Endpoint endpoint,
            ApiKey key,
            Optional<Proxy> proxy,
            Trust trust,
            Timeouts timeouts,
            String userAgent,
            LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.key = key;
        this.proxy = proxy;
        this.timeouts = timeouts;
        this.nanoTime = nanoTime;
        this.dialer = new Dialer(endpoint, proxy, trust, timeouts, watchdog, nanoTime);
        this.head = " HTTP/1.1\r\nHost: " + endpoint.authority() + "\r\nAuthorization: " + key.authorization()
                + "\r\nX-Strict-Mode: 1\r\nContent-Type: application/json\r\nAccept: application/json\r\nUser-Agent: "
                + userAgent + "\r\n"
                + (proxy.isPresent() && !endpoint.secure() ? proxy.get().authorizationHeader() : "");
    }

    @Override
    public Attempt attempt(Request request) {
        Connection kept = keptConnection();
        if (kept != null) {
            return exchange(kept, request);
        }
        try {
            return exchange(dialer.dial(Dial.SILENT), request);
        } catch (Dialer.DialException e) {
            return withoutKey(e.failed());
        }
    }

    /**
     * Opens a connection to be used by the next attempt.
     *
     * @return what went wrong, or empty when it is open
     */
    public Optional<Attempt.Failed> connect(Dial steps) {
        try {
            Connection connection = dialer.dial((step, took, detail) -> steps.done(step, took, withoutKey(detail)));
            connection.rests(nanoTime.getAsLong());
            keep(connection);
            return Optional.empty();
        } catch (Dialer.DialException e) {
            return Optional.of(withoutKey(e.failed()));
        }
    }

    private Attempt exchange(Connection connection, Request request) {
        boolean reused = connection.isReused();
        try (Watchdog.Watch watch = watchdog.watch(connection.socket(), timeouts.exchange())) {
            boolean written = write(connection.out(), request);
            AnswerReader reader = new AnswerReader(connection.in());
            AnswerReader.Answer answer;
            try {
                answer = reader.read(MAX_ANSWER_BYTES);
            } catch (IOException e) {
                connection.close();
                Attempt.Failed failed = failed(e, watch.bit(), reused && !reader.hasBegun());
                if (failed.cause() == Attempt.Cause.STALE) {
                    closeKept();
                }
                return withoutKey(failed);
            }
            if (answer.reusable() && written && !watch.bit()) {
                connection.finishedExchange(nanoTime.getAsLong());
                keep(connection);
            } else {
                connection.close();
            }
            return new Attempt.Answered(
                    answer.status(),
                    headerWithoutKey(answer, "retry-after"),
                    headerWithoutKey(answer, "location"),
                    withoutKey(answer.body()),
                    answer.whole() && (written || answer.status() >= 300));
        }
    }

    private @Nullable String headerWithoutKey(AnswerReader.Answer answer, String name) {
        String value = answer.header(name);
        return value == null ? null : withoutKey(value);
    }

    private Attempt.Failed withoutKey(Attempt.Failed failed) {
        return new Attempt.Failed(failed.cause(), withoutKey(failed.message()));
    }

    @Override
    public String withoutKey(String text) {
        return key.hiddenIn(text);
    }

    /** False when the server would not take all of it: it may have answered early, and is asked before it is given up. */
    private boolean write(OutputStream out, Request request) {
        StringBuilder headers = new StringBuilder(512)
                .append("POST ")
                .append(proxy.isPresent() && !endpoint.secure() ? endpoint.origin() : "")
                .append(request.path())
                .append(head)
                .append("Content-Length: ")
                .append(request.body().size())
                .append("\r\n");
        if (request.retries() > 0) {
            headers.append("X-Retry-Count: ").append(request.retries()).append("\r\n");
        }
        byte[] start = headers.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        try {
            int size = Math.min(start.length + request.body().size(), WRITTEN_AT_ONCE);
            OutputStream buffered = new BufferedOutputStream(out, size);
            buffered.write(start);
            request.body().writeTo(buffered);
            buffered.flush();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private Attempt.Failed failed(IOException e, boolean timedOut, boolean stale) {
        String host = endpoint.host();
        if (timedOut) {
            return new Attempt.Failed(
                    Attempt.Cause.TIMEOUT,
                    "no answer from " + host + " within " + timeouts.exchange().toMillis() + " ms");
        } else if (e instanceof AnswerReader.GarbageException) {
            return new Attempt.Failed(Attempt.Cause.GARBAGE, host + " did not answer in HTTP: " + e.getMessage());
        } else if (stale) {
            return new Attempt.Failed(Attempt.Cause.STALE, host + " had closed the kept connection");
        }
        return new Attempt.Failed(
                Attempt.Cause.BROKEN,
                "the connection to " + host + " broke: "
                        + (e instanceof EOFException ? "it was closed without an answer" : e.getMessage()));
    }

    private @Nullable Connection keptConnection() {
        synchronized (idle) {
            for (Connection last = idle.pollLast(); last != null; last = idle.pollLast()) {
                if (last.idleNanos(nanoTime.getAsLong()) < MAX_IDLE_NANOS && !last.hasUnread()) {
                    return last;
                }
                last.close();
            }
            return null;
        }
    }

    /** One that was closed meanwhile is hardly the only one: the next attempt begins anew. */
    private void closeKept() {
        synchronized (idle) {
            for (Connection connection : idle) {
                connection.close();
            }
            idle.clear();
        }
    }

    private void keep(Connection connection) {
        synchronized (idle) {
            idle.addLast(connection);
        }
    }

    @Override
    public void close() {
        closeKept();
        watchdog.close();
    }
}
