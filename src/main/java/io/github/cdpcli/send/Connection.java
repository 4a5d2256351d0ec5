package io.github.cdpcli.send;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/** An open connection, used for one exchange after another. */
final class Connection implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private int exchanges;
    private long idleSince;

    private Connection(Socket socket, InputStream in, OutputStream out) {
        this.socket = socket;
        this.in = in;
        this.out = out;
    }

    static Connection plain(Socket socket) throws IOException {
        return new Connection(socket, new BufferedInputStream(socket.getInputStream()), socket.getOutputStream());
    }

    /**
     * A connection through TLS.
     *
     * @param socket the one underneath, which can be closed without asking the peer
     */
    static Connection secured(Socket socket, SSLSocket tls) throws IOException {
        return new Connection(socket, new BufferedInputStream(tls.getInputStream()), tls.getOutputStream());
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    /** Whether an exchange went over it before: the server may have closed it meanwhile. */
    boolean isReused() {
        return exchanges > 0;
    }

    /** Whether bytes are waiting that no request asked for: the next answer on this connection could be an older one's. */
    boolean hasUnread() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            return true;
        }
    }

    void finishedExchange(long nanoTime) {
        exchanges++;
        rests(nanoTime);
    }

    /** Nobody uses it for now. */
    void rests(long nanoTime) {
        idleSince = nanoTime;
    }

    long idleNanos(long nanoTime) {
        return nanoTime - idleSince;
    }

    @Override
    public void close() {
        closeQuietly(socket);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is given up either way.
        }
    }
}
