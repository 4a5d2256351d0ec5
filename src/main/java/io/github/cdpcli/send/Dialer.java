package io.github.cdpcli.send;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** Opens connections to one endpoint: straight or through a proxy, each of the host's addresses in turn. */
public final class Dialer {

    private final Endpoint endpoint;
    private final Optional<Proxy> proxy;
    private final Trust trust;
    private final Timeouts timeouts;
    private final Watchdog watchdog;
    private final LongSupplier nanoTime;

    Dialer(
            Endpoint endpoint,
            Optional<Proxy> proxy,
            Trust trust,
            Timeouts timeouts,
            Watchdog watchdog,
            LongSupplier nanoTime) {
        this.endpoint = endpoint;
        this.proxy = proxy;
        this.trust = trust;
        this.timeouts = timeouts;
        this.watchdog = watchdog;
        this.nanoTime = nanoTime;
    }

    /** No connection came about. */
    static final class DialException extends Exception {
        private static final long serialVersionUID = 1;
        private final Attempt.Cause reason;

        DialException(Attempt.Cause reason, String message) {
            super(message);
            this.reason = reason;
        }

        Attempt.Failed failed() {
            return new Attempt.Failed(reason, String.valueOf(getMessage()));
        }
    }

    Connection dial(Dial steps) throws DialException {
        String host = proxy.isPresent() ? proxy.get().host() : endpoint.host();
        int port = proxy.isPresent() ? proxy.get().port() : endpoint.port();
        Socket socket = connect(resolve(host, steps), host, port, steps);
        try (Watchdog.Watch watch = watchdog.watch(socket, timeouts.connect())) {
            try {
                if (proxy.isPresent() && endpoint.secure()) {
                    tunnel(socket, proxy.get(), steps);
                }
                return endpoint.secure() ? secure(socket, steps) : Connection.plain(socket);
            } catch (IOException e) {
                close(socket);
                throw watch.bit() ? timedOut(host) : tlsFailure(e);
            } catch (DialException e) {
                close(socket);
                throw watch.bit() ? timedOut(host) : e;
            }
        }
    }

    private DialException timedOut(String host) {
        return new DialException(
                Attempt.Cause.TIMEOUT,
                "no connection to " + host + " within " + timeouts.connect().toMillis() + " ms");
    }

    private InetAddress[] resolve(String host, Dial steps) throws DialException {
        long began = nanoTime.getAsLong();
        try {
            InetAddress[] addresses = InetAddress.getAllByName(host);
            StringBuilder list = new StringBuilder();
            for (InetAddress address : addresses) {
                list.append(list.isEmpty() ? "" : ", ").append(address.getHostAddress());
            }
            steps.done(Dial.Step.NAME, since(began), list.toString());
            return addresses;
        } catch (UnknownHostException e) {
            throw new DialException(Attempt.Cause.NAME, "the name " + host + " cannot be resolved");
        }
    }

    private Socket connect(InetAddress[] addresses, String host, int port, Dial steps) throws DialException {
        String why = "no address";
        for (InetAddress address : addresses) {
            long began = nanoTime.getAsLong();
            Socket socket = new Socket();
            try {
                socket.setTcpNoDelay(true);
                socket.connect(new InetSocketAddress(address, port), millis(timeouts.connect()));
                steps.done(Dial.Step.TCP, since(began), address.getHostAddress() + " port " + port);
                return socket;
            } catch (SocketTimeoutException e) {
                why = "no answer within " + timeouts.connect().toMillis() + " ms";
                close(socket);
            } catch (IOException e) {
                why = e.getMessage() == null ? "no route" : e.getMessage();
                close(socket);
            }
        }
        String through = proxy.isPresent() ? "the proxy " : "";
        throw new DialException(
                Attempt.Cause.CONNECT, "cannot connect to " + through + host + " port " + port + ": " + why);
    }

    private void tunnel(Socket socket, Proxy through, Dial steps) throws IOException, DialException {
        long began = nanoTime.getAsLong();
        String target =
                (endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host()) + ":" + endpoint.port();
        String request =
                "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n" + through.authorizationHeader() + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        int status;
        try {
            status = AnswerReader.readHeadByByte(socket.getInputStream());
        } catch (AnswerReader.GarbageException | EOFException e) {
            throw new DialException(Attempt.Cause.PROXY, "the proxy " + through + " does not speak HTTP");
        }
        if (status == 407) {
            throw new DialException(Attempt.Cause.PROXY, "the proxy " + through + " wants another user or password");
        } else if (status >= 500) {
            throw new DialException(
                    Attempt.Cause.CONNECT, "the proxy " + through + " cannot reach " + target + " (" + status + ")");
        } else if (status / 100 != 2) {
            throw new DialException(
                    Attempt.Cause.PROXY,
                    "the proxy " + through + " refused to connect to " + target + " (" + status + ")");
        }
        steps.done(Dial.Step.PROXY, since(began), through.toString());
    }

    private SSLSocketFactory trusted() throws DialException {
        try {
            return trust.sockets();
        } catch (IOException e) {
            throw new DialException(Attempt.Cause.TLS, String.valueOf(e.getMessage()));
        }
    }

    private Connection secure(Socket socket, Dial steps) throws IOException, DialException {
        long began = nanoTime.getAsLong();
        SSLSocket tls = (SSLSocket) trusted().createSocket(socket, endpoint.host(), endpoint.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        X509Certificate certificate = (X509Certificate) tls.getSession().getPeerCertificates()[0];
        steps.done(
                Dial.Step.TLS,
                since(began),
                tls.getSession().getProtocol() + ", certificate of "
                        + certificate.getSubjectX500Principal().getName() + " by "
                        + certificate.getIssuerX500Principal().getName() + ", valid until "
                        + certificate
                                .getNotAfter()
                                .toInstant()
                                .atZone(ZoneOffset.UTC)
                                .toLocalDate());
        return Connection.secured(socket, tls);
    }

    /** A certificate that is not believed stays so; a connection that broke in the handshake may come about next time. */
    private DialException tlsFailure(IOException e) {
        Throwable cause = e;
        for (Throwable at = e; at != null; at = at.getCause()) {
            cause = at;
            if (at instanceof CertificateException || at instanceof EOFException) {
                break;
            }
        }
        boolean broke = cause instanceof EOFException || !(e instanceof SSLException);
        boolean untrusted = cause instanceof CertificateException || e instanceof SSLPeerUnverifiedException;
        String host = endpoint.host();
        if (untrusted) {
            return new DialException(
                    Attempt.Cause.TLS, "the certificate of " + host + " is not trusted: " + cause.getMessage());
        } else if (e instanceof SSLHandshakeException && !broke) {
            return new DialException(Attempt.Cause.TLS, "TLS with " + host + " failed: " + e.getMessage());
        } else if (e instanceof SSLException && String.valueOf(e.getMessage()).contains("SSL message")) {
            return new DialException(Attempt.Cause.TLS, host + " port " + endpoint.port() + " does not speak TLS");
        }
        return new DialException(Attempt.Cause.BROKEN, "the connection to " + host + " broke: " + e.getMessage());
    }

    private static void close(Socket socket) {
        Connection.closeQuietly(socket);
    }

    private static int millis(Duration duration) {
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, duration.toMillis()));
    }

    private Duration since(long began) {
        return Duration.ofNanos(nanoTime.getAsLong() - began);
    }
}
