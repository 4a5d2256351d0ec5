package io.github.cdpcli.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** One connection to a {@link FakeServer}: reads requests, strictly, and plays replies. */
final class FakeServerConnection {

    private static final long TRICKLE_MILLIS = 20;
    private static final int MAX_HEADERS = 100;

    private final FakeServer server;
    private final int number;
    private final Socket socket;
    private final Optional<SSLSocketFactory> tls;
    private final ByteArrayOutputStream tunnelled = new ByteArrayOutputStream();

    FakeServerConnection(FakeServer server, int number, Socket socket, Optional<SSLSocketFactory> tls) {
        this.server = server;
        this.number = number;
        this.socket = socket;
        this.tls = tls;
    }

    int number() {
        return number;
    }

    String tunnelled() {
        return tunnelled.toString(StandardCharsets.ISO_8859_1);
    }

    /** The client broke the rules of HTTP. */
    private static final class BadRequestException extends IOException {
        private static final long serialVersionUID = 1;

        BadRequestException(String message) {
            super(message);
        }
    }

    void serve() throws IOException {
        Socket talk;
        try {
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(FakeServer.PATIENCE_SECONDS));
            socket.setTcpNoDelay(true);
            talk = tls.isPresent() ? secured(tls.get()) : socket;
        } catch (IOException e) {
            // The client has gone or does not like the certificate: that is the client's to tell.
            close();
            return;
        }
        try {
            serve(new BufferedInputStream(talk.getInputStream()), talk.getOutputStream());
        } finally {
            quietly(talk);
        }
    }

    /** Speaks first, then reads until the client leaves. */
    void greet(FakeServerReply greeting) throws IOException {
        try {
            write(greeting, socket.getOutputStream());
            pump(socket.getInputStream(), OutputStream.nullOutputStream());
        } finally {
            close();
        }
    }

    private SSLSocket secured(SSLSocketFactory sockets) throws IOException {
        SSLSocket secured = (SSLSocket) sockets.createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private void serve(InputStream in, OutputStream out) throws IOException {
        boolean open = true;
        while (open) {
            FakeServerReply reply;
            try {
                Optional<Head> head = head(in);
                if (head.isEmpty()) {
                    return;
                }
                reply = server.replyTo(head.get());
            } catch (BadRequestException e) {
                throw e;
            } catch (IOException e) {
                broken("a request on connection " + number + " was cut off: " + e.getMessage());
                return;
            }
            open = play(reply, in, out);
        }
    }

    private void broken(String what) {
        if (server.isStrict()) {
            server.fail(what);
        }
    }

    /** A request whose body is still to be read. */
    final class Head {
        private final String line;
        private final List<String> headers;
        private final InputStream in;

        Head(String line, List<String> headers, InputStream in) {
            this.line = line;
            this.headers = headers;
            this.in = in;
        }

        FakeServerRequest withoutBody() {
            return new FakeServerRequest(number, line, headers, new byte[0]);
        }

        FakeServerRequest withBody() throws IOException {
            FakeServerRequest head = withoutBody();
            List<String> lengths = head.headers("content-length");
            if (!head.headers("transfer-encoding").isEmpty() || lengths.size() > 1) {
                throw new BadRequestException("a length that is not clear: " + headers);
            }
            int length = lengths.isEmpty() ? 0 : Integer.parseInt(lengths.get(0));
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                throw new EOFException("only " + body.length + " of " + length + " bytes");
            }
            return new FakeServerRequest(number, line, headers, body);
        }
    }

    /** The head of the next request; empty when the connection ends before it begins. */
    private Optional<Head> head(InputStream in) throws IOException {
        in.mark(1);
        if (!hasMore(in)) {
            return Optional.empty();
        }
        in.reset();
        String line = line(in);
        if (!line.matches("[A-Z]+ [!-~]+ HTTP/1\\.1")) {
            throw new BadRequestException("no request line: " + line);
        }
        List<String> headers = new ArrayList<>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            if (!header.matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+: [ -~]*") || headers.size() == MAX_HEADERS) {
                throw new BadRequestException("no header: " + header);
            }
            headers.add(header);
        }
        long hosts = headers.stream()
                .filter(header -> header.toLowerCase(Locale.ROOT).startsWith("host:"))
                .count();
        if (hosts != 1) {
            throw new BadRequestException(hosts + " Host headers: " + headers);
        }
        return Optional.of(new Head(line, headers, in));
    }

    private static boolean hasMore(InputStream in) {
        try {
            return in.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("only the head up to " + line);
            }
            line.append((char) c);
        }
        if (line.isEmpty() || line.charAt(line.length() - 1) != '\r') {
            throw new BadRequestException("a line that does not end with CR LF: " + line);
        }
        return line.substring(0, line.length() - 1);
    }

    /** Plays a reply; true when the connection goes on. */
    private boolean play(FakeServerReply reply, InputStream in, OutputStream out) throws IOException {
        try {
            write(reply, out);
        } catch (IOException e) {
            // The client has heard enough.
            return false;
        }
        return switch (reply.end()) {
            case KEEP -> true;
            case CLOSE -> false;
            case RESET -> {
                socket.setSoLinger(true, 0);
                socket.close();
                yield false;
            }
            case STALL -> {
                stall();
                yield false;
            }
            case DRAIN -> {
                pump(in, OutputStream.nullOutputStream());
                yield false;
            }
            case TUNNEL -> {
                tunnel(reply.tunnelPort(), in, out);
                yield false;
            }
        };
    }

    private void write(FakeServerReply reply, OutputStream out) throws IOException {
        byte[] bytes = reply.bytes();
        if (!reply.isTrickled()) {
            out.write(bytes);
            out.flush();
            return;
        }
        for (byte b : bytes) {
            out.write(b);
            out.flush();
            if (server.closingWithin(TRICKLE_MILLIS)) {
                return;
            }
        }
    }

    private void stall() {
        if (!server.closingWithin(TimeUnit.SECONDS.toMillis(FakeServer.PATIENCE_SECONDS))) {
            server.fail("connection " + number + " was stalled, and nobody gave up on it");
        }
    }

    private void tunnel(int port, InputStream in, OutputStream out) throws IOException {
        try (Socket target = new Socket(InetAddress.getLoopbackAddress(), port)) {
            server.run("tunnel of connection " + number, () -> {
                pump(target.getInputStream(), out);
                close();
            });
            pump(in, new Tee(target.getOutputStream(), tunnelled));
        }
    }

    /** Copies until either side is closed. */
    private static void pump(InputStream from, OutputStream to) {
        try {
            from.transferTo(to);
        } catch (IOException e) {
            // One side has closed; the other is closed now.
        }
    }

    /** Writes twice. */
    private static final class Tee extends FilterOutputStream {
        private final OutputStream copy;

        Tee(OutputStream out, OutputStream copy) {
            super(out);
            this.copy = copy;
        }

        @Override
        public void write(byte[] bytes, int start, int length) throws IOException {
            copy.write(bytes, start, length);
            out.write(bytes, start, length);
        }
    }

    void close() {
        quietly(socket);
    }

    private static void quietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }
}
