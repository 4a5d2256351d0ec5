package io.github.cdpcli.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A service that fails in every way there is, and knows what it took all the same: an HTTP/1.1 server on this machine that
 * keeps every record in the order in which it took them, and whether its answer left it whole.
 */
public final class FaultServer implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final String ACCEPTED = "{\"success\":true}";

    /** What goes wrong with a request. */
    public enum Fault {
        NONE,
        /** The connection is cut when only the head was read, in the middle of the body, or behind it. */
        RESET_AT_HEAD,
        RESET_IN_BODY,
        RESET_BEHIND_BODY,
        CLOSE_WITHOUT_ANSWER,
        /** No answer, until the client leaves. */
        STALL,
        SLOW_DOWN_SECONDS,
        SLOW_DOWN_DATE,
        SLOW_DOWN_GARBAGE,
        UNAVAILABLE,
        BROKEN_GATEWAY,
        /** A page of something in between. */
        HTML,
        /** Something in between cuts off a good answer, and took nothing. */
        HALF_AN_ANSWER,
        /** From here on, the records were taken before it went wrong. */
        TAKEN_THEN_RESET,
        TAKEN_THEN_CLOSED,
        TAKEN_THEN_STALLED,
        TAKEN_HALF_AN_ANSWER,
        TAKEN_AND_GARBAGE,
        TAKEN_AND_HTML,
        TAKEN_AND_TIMED_OUT_BEHIND,
        /** The answer is whole, and the connection is closed although nobody said so. */
        ANSWERED_THEN_CLOSED,
        ANSWERED_IN_PIECES;

        boolean isTaken() {
            return isAnswered() || name().startsWith("TAKEN");
        }

        boolean isAnswered() {
            return this == NONE || this == ANSWERED_THEN_CLOSED || this == ANSWERED_IN_PIECES;
        }
    }

    /** How far a request has come. */
    public enum Stage {
        HEAD,
        BODY,
        TAKEN,
        ANSWERED
    }

    /** Says what goes wrong, and is told what happens. Called by many threads. */
    public interface Schedule {
        /** The fault of a request; they are counted from 1. */
        Fault fault(int request);

        default void reached(int request, Stage stage) {}
    }

    /**
     * What the service refuses.
     *
     * @param maxBytes larger bodies are refused with 413
     * @param namesCulprit whether a refusal says which record of a batch it is about
     * @param aliasInBatch whether an alias may be part of a batch
     */
    public record Rules(int maxBytes, boolean namesCulprit, boolean aliasInBatch) {}

    /** Records that were taken together. */
    public static final class Exchange {
        private final int request;
        private final List<String> items;
        private volatile boolean answered;
        private volatile boolean followed;

        Exchange(int request, List<String> items) {
            this.request = request;
            this.items = List.copyOf(items);
        }

        /** The number of the request. */
        public int request() {
            return request;
        }

        /** The records, exactly. */
        public List<String> items() {
            return items;
        }

        /** Whether a whole answer left the server; the client may have been gone by then. */
        public boolean isAnswered() {
            return answered;
        }

        /** Whether the client is known to have read the answer: it went on with the same connection. */
        public boolean isKnown() {
            return answered && followed;
        }
    }

    private final ServerSocket listener;
    private final Schedule schedule;
    private final Rules rules;
    private final Object lock = new Object();
    private final List<Exchange> taken = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private final Set<Socket> open = new HashSet<>();
    private int requests;
    private int accepting;

    public FaultServer(Rules rules, Schedule schedule) {
        this.rules = rules;
        this.schedule = schedule;
        try {
            listener = new ServerSocket(0, 300, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread("accept", this::accept);
    }

    /** The base of the API on this server. */
    public String url() {
        return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
    }

    /** What was taken so far, in order. */
    public List<Exchange> taken() {
        synchronized (lock) {
            return List.copyOf(taken);
        }
    }

    /** How many requests have begun. */
    public int requests() {
        synchronized (lock) {
            return requests;
        }
    }

    /** Waits until every connection of a client that has ended is done with: nothing of it is taken later. */
    public void awaitQuiet() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lock) {
            while (!open.isEmpty()) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError(open.size() + " connections stayed open");
                }
                try {
                    TimeUnit.NANOSECONDS.timedWait(lock, left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("interrupted", e);
                }
            }
        }
    }

    private interface Task {
        void run() throws IOException;
    }

    private void thread(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException | RuntimeException | Error e) {
                        synchronized (lock) {
                            failures.add(name + ": " + e);
                        }
                    }
                },
                "fault-server " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (true) {
            Socket socket;
            try {
                socket = listener.accept();
            } catch (IOException e) {
                return;
            }
            synchronized (lock) {
                open.add(socket);
            }
            thread("connection " + ++accepting, () -> {
                try {
                    serve(socket);
                } catch (IOException e) {
                    // The client has gone: that is its right.
                } finally {
                    close(socket);
                }
            });
        }
    }

    private void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        synchronized (lock) {
            open.remove(socket);
            lock.notifyAll();
        }
    }

    private void serve(Socket socket) throws IOException {
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        socket.setTcpNoDelay(true);
        InputStream in = new BufferedInputStream(socket.getInputStream());
        Exchange last = new Exchange(0, List.of());
        boolean goesOn = true;
        while (goesOn) {
            String line = line(in);
            last.followed = true;
            int length = length(in);
            int request;
            synchronized (lock) {
                request = ++requests;
            }
            schedule.reached(request, Stage.HEAD);
            Fault fault = schedule.fault(request);
            if (fault == Fault.RESET_AT_HEAD) {
                reset(socket);
                return;
            }
            byte[] body = in.readNBytes(fault == Fault.RESET_IN_BODY ? length / 2 : length);
            if (fault == Fault.RESET_IN_BODY || fault == Fault.RESET_BEHIND_BODY) {
                reset(socket);
                return;
            } else if (body.length < length) {
                throw new EOFException();
            }
            schedule.reached(request, Stage.BODY);
            Exchange exchange = new Exchange(request, items(line, new String(body, StandardCharsets.UTF_8)));
            last = exchange;
            goesOn = answer(fault, exchange, line, length, socket, in);
        }
    }

    /** Answers; true when the connection goes on. */
    private boolean answer(Fault fault, Exchange exchange, String line, int length, Socket socket, InputStream in)
            throws IOException {
        String refusal = fault.isTaken() ? refusal(line, exchange.items, length) : "";
        if (fault.isTaken() && refusal.isEmpty()) {
            synchronized (lock) {
                taken.add(exchange);
            }
            schedule.reached(exchange.request, Stage.TAKEN);
        }
        String answer = refusal.isEmpty() ? reply(200, "", ACCEPTED) : refusal;
        OutputStream out = socket.getOutputStream();
        boolean goesOn = true;
        switch (fault) {
            case NONE -> write(out, answer);
            case SLOW_DOWN_SECONDS -> write(out, reply(429, "Retry-After: 2\r\n", ""));
            case SLOW_DOWN_DATE -> write(out, reply(429, "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT\r\n", "{}"));
            case SLOW_DOWN_GARBAGE -> write(out, reply(429, "Retry-After: soon\r\n", "slow down"));
            case UNAVAILABLE -> write(out, reply(503, "", "<h1>down</h1>"));
            case BROKEN_GATEWAY -> write(out, reply(502, "", ""));
            case HTML, TAKEN_AND_HTML -> write(out, reply(200, "Content-Type: text/html\r\n", "<html>Log in</html>"));
            case TAKEN_AND_TIMED_OUT_BEHIND -> write(out, reply(504, "", "{}"));
            case ANSWERED_IN_PIECES -> {
                for (byte b : answer.getBytes(StandardCharsets.UTF_8)) {
                    out.write(b);
                    out.flush();
                }
            }
            case STALL, TAKEN_THEN_STALLED -> {
                goesOn = false;
                in.transferTo(OutputStream.nullOutputStream());
            }
            case TAKEN_THEN_RESET -> {
                goesOn = false;
                reset(socket);
            }
            case HALF_AN_ANSWER, TAKEN_HALF_AN_ANSWER -> {
                goesOn = false;
                write(out, answer.substring(0, answer.length() - 1 - exchange.request % (answer.length() - 1)));
            }
            case TAKEN_AND_GARBAGE -> {
                goesOn = false;
                write(out, "\u0016\u0003\u0001 SSH-2.0 220 ready\r\n\r\n");
            }
            case ANSWERED_THEN_CLOSED -> {
                goesOn = false;
                write(out, answer);
            }
            default -> goesOn = false;
        }
        if (fault.isAnswered()) {
            exchange.answered = true;
            schedule.reached(exchange.request, Stage.ANSWERED);
        }
        return goesOn;
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static String reply(int status, String headers, String body) {
        return "HTTP/1.1 " + status + " Status\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body;
    }

    private String refusal(String line, List<String> items, int length) {
        if (length > rules.maxBytes()) {
            return reply(413, "", "");
        }
        for (int i = 0; i < items.size(); i++) {
            boolean alias = items.get(i).contains("\"type\":\"alias\"") && line.contains("/batch");
            if (items.get(i).contains("\"poison\":true") || (alias && !rules.aliasInBatch())) {
                String where = rules.namesCulprit() ? ",\"batch_index\":" + i : "";
                return reply(400, "", "{\"errors\":[{\"message\":\"not this one\"" + where + "}]}");
            }
        }
        return "";
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private static int length(InputStream in) throws IOException {
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(
                        header.substring("content-length:".length()).strip());
            }
        }
        return length;
    }

    /** The records of a body, byte for byte. */
    private static List<String> items(String line, String body) {
        if (!line.contains("/v1/batch ")) {
            return List.of(body);
        }
        String start = "{\"batch\":[";
        if (!body.startsWith(start) || !body.endsWith("]}")) {
            throw new AssertionError("no batch: " + body);
        }
        List<String> items = new ArrayList<>();
        String all = body.substring(start.length(), body.length() - 2);
        int depth = 0;
        int from = 0;
        boolean quoted = false;
        for (int i = 0; i < all.length(); i++) {
            char c = all.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                items.add(all.substring(from, i));
                from = i + 1;
            }
        }
        items.add(all.substring(from));
        return items;
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Socket> sockets;
        synchronized (lock) {
            sockets = List.copyOf(open);
        }
        sockets.forEach(this::close);
        synchronized (lock) {
            if (!failures.isEmpty()) {
                throw new AssertionError("fault server: " + failures);
            }
        }
    }
}
