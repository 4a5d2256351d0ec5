package io.github.cdpcli.send;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/**
 * Which certificate authorities are believed: Java's own, or only those in a PEM file. The factory of sockets is built at
 * the first connection and then kept, so that TLS sessions can be resumed.
 */
public final class Trust {

    private final Optional<Path> authorities;
    private volatile Optional<SSLSocketFactory> sockets = Optional.empty();

    public Trust(Optional<Path> authorities) {
        this.authorities = authorities;
    }

    /**
     * Makes TLS sockets.
     *
     * @throws IOException when the file of authorities cannot be read or holds none
     */
    SSLSocketFactory sockets() throws IOException {
        if (sockets.isEmpty()) {
            synchronized (this) {
                if (sockets.isEmpty()) {
                    sockets = Optional.of(build());
                }
            }
        }
        return sockets.get();
    }

    private SSLSocketFactory build() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    null, authorities.isPresent() ? managers(authorities.get()).getTrustManagers() : null, null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    authorities
                            .map(file -> file + " holds no usable certificates")
                            .orElse("TLS is not available"),
                    e);
        }
    }

    private static TrustManagerFactory managers(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int count = 0;
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + count++, authority);
            }
        } catch (IOException e) {
            throw new IOException("cannot read the certificate authorities in " + file, e);
        }
        if (count == 0) {
            throw new IOException(file + " holds no certificates in PEM format");
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        return managers;
    }
}
