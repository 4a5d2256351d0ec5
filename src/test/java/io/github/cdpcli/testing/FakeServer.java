package io.github.cdpcli.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLSocketFactory;

/**
 * The judge of the client: an HTTP/1.1 server on this machine that knows nothing of the tool, records every request byte
 * by byte, and answers as a test says: by a script, in which every request must be foreseen and every foreseen request
 * must come, or by a function of the request. Closing it fails the test when that was not so, and when anything that
 * came was not a proper request.
 */
public final class FakeServer implements AutoCloseable {

    /** No wait in here is longer; a test that comes to this has failed. */
    static final long PATIENCE_SECONDS = 10;

    private final ServerSocket listener;
    private final Optional<SSLSocketFactory> tls;
    private final Optional<Function<FakeServerRequest, FakeServerReply>> handler;
    private Optional<FakeServerReply> greeting = Optional.empty();
    private final CountDownLatch closing = new CountDownLatch(1);

    private final Object lock = new Object();
    private final Deque<FakeServerReply> script = new ArrayDeque<>();
    private final List<FakeServerRequest> requests = new ArrayList<>();
    private final List<FakeServerConnection> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    private FakeServer(
            Optional<TestCertificates> certificate, Optional<Function<FakeServerRequest, FakeServerReply>> handler) {
        this.tls = certificate.map(TestCertificates::serverSockets);
        this.handler = handler;
        try {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server that follows a script, see {@link #next}. */
    public static FakeServer scripted() {
        return new FakeServer(Optional.empty(), Optional.empty()).started();
    }

    /** The same behind TLS. */
    public static FakeServer scripted(TestCertificates certificate) {
        return new FakeServer(Optional.of(certificate), Optional.empty()).started();
    }

    /** A server that answers any number of requests. The function is called by one thread for each connection. */
    public static FakeServer handling(Function<FakeServerRequest, FakeServerReply> handler) {
        return new FakeServer(Optional.empty(), Optional.of(handler)).started();
    }

    /** The same behind TLS. */
    public static FakeServer handling(
            TestCertificates certificate, Function<FakeServerRequest, FakeServerReply> handler) {
        return new FakeServer(Optional.of(certificate), Optional.of(handler)).started();
    }

    /** A server of some other protocol: says this to everybody who connects and listens to nobody. */
    public static FakeServer greeting(String text) {
        FakeServer server = new FakeServer(Optional.empty(), Optional.empty());
        server.greeting = Optional.of(FakeServerReply.raw(text));
        return server.started();
    }

    private FakeServer started() {
        run("accept", this::accept);
        return this;
    }

    /** The base of the API on this server: {@code http://127.0.0.1:port/v1}. */
    public String url() {
        return (tls.isPresent() ? "https://localhost:" : "http://127.0.0.1:") + port() + "/v1";
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Adds replies to the script. */
    public FakeServer next(FakeServerReply... replies) {
        synchronized (lock) {
            script.addAll(List.of(replies));
        }
        return this;
    }

    /** Adds an answer to the script, and returns it to be refined. */
    public FakeServerReply answer(int status, String body) {
        FakeServerReply reply = FakeServerReply.answer(status, body);
        next(reply);
        return reply;
    }

    /** All requests so far, in the order in which they were complete. */
    public List<FakeServerRequest> requests() {
        synchronized (lock) {
            return List.copyOf(requests);
        }
    }

    /** The only request there was. */
    public FakeServerRequest request() {
        List<FakeServerRequest> all = requests();
        if (all.size() != 1) {
            throw new AssertionError("expected one request but there were " + all);
        }
        return all.get(0);
    }

    /** How many connections were opened so far. */
    public int connections() {
        synchronized (lock) {
            return connections.size();
        }
    }

    /** Waits for a number of requests. */
    public List<FakeServerRequest> awaitRequests(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lock) {
            while (requests.size() < count) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("expected " + count + " requests but there were only " + requests);
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
            return List.copyOf(requests);
        }
    }

    /** Every byte that clients sent through tunnels so far, as Latin 1. */
    public String tunnelled() {
        StringBuilder all = new StringBuilder();
        synchronized (lock) {
            connections.forEach(connection -> all.append(connection.tunnelled()));
        }
        return all.toString();
    }

    /** Closes all connections in order, and goes on serving new ones. */
    public void closeConnections() {
        synchronized (lock) {
            connections.forEach(FakeServerConnection::close);
        }
    }

    /** Fails the test unless all that was foreseen came, and nothing else. */
    public void verify() {
        synchronized (lock) {
            List<String> wrong = new ArrayList<>(failures);
            if (!script.isEmpty()) {
                wrong.add(script.size() + " scripted replies were not asked for; requests: " + requests);
            }
            if (!wrong.isEmpty()) {
                throw new AssertionError("fake server: " + String.join("; ", wrong));
            }
        }
    }

    @Override
    public void close() {
        stop();
        verify();
    }

    /** Closes everything without judging, as when the machine of the server fails. */
    public void stop() {
        closing.countDown();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        closeConnections();
        for (Thread thread : threads()) {
            join(thread);
        }
    }

    private List<Thread> threads() {
        synchronized (lock) {
            return List.copyOf(threads);
        }
    }

    private void join(Thread thread) {
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            fail("the thread " + thread.getName() + " did not end");
        }
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket;
            try {
                socket = listener.accept();
            } catch (IOException e) {
                if (closing.getCount() == 0) {
                    return;
                }
                throw e;
            }
            FakeServerConnection connection;
            synchronized (lock) {
                connection = new FakeServerConnection(this, connections.size() + 1, socket, tls);
                connections.add(connection);
            }
            if (closing.getCount() == 0) {
                connection.close();
            }
            run(
                    "connection " + connection.number(),
                    greeting.isPresent() ? () -> connection.greet(greeting.get()) : connection::serve);
        }
    }

    /** What a thread does. */
    interface Task {
        void run() throws IOException;
    }

    /** Runs something in the background; whatever it throws fails the test. */
    void run(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException | RuntimeException | Error e) {
                        fail(name + ": " + e);
                    }
                },
                "fake-server " + name);
        thread.setDaemon(true);
        synchronized (lock) {
            threads.add(thread);
        }
        thread.start();
    }

    void fail(String what) {
        synchronized (lock) {
            failures.add(what);
        }
    }

    /** The reply to a request of which only the head was read; empty when there is none and there should be one. */
    FakeServerReply replyTo(FakeServerConnection.Head head) throws IOException {
        if (handler.isPresent()) {
            FakeServerRequest request = head.withBody();
            record(request);
            return handler.get().apply(request);
        }
        FakeServerReply reply;
        synchronized (lock) {
            reply = script.poll();
        }
        FakeServerRequest request = reply != null && reply.isBeforeBody() ? head.withoutBody() : head.withBody();
        record(request);
        if (reply == null) {
            fail("not foreseen: " + request);
            return FakeServerReply.answer(555, "not foreseen").thenClose();
        }
        reply.complaint(request).ifPresent(this::fail);
        return reply;
    }

    private void record(FakeServerRequest request) {
        synchronized (lock) {
            requests.add(request);
            lock.notifyAll();
        }
    }

    /** Whether incomplete requests are failures: in a script they are; a function may be called by clients that die. */
    boolean isStrict() {
        return handler.isEmpty();
    }

    /** True as soon as the server is being closed; false after a time. */
    boolean closingWithin(long millis) {
        try {
            return closing.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
