package io.github.cdpcli.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;

/**
 * Servers' certificates of a private authority, valid from 2020 for a hundred years. They were made with {@code keytool}:
 * {@code -genkeypair -ext bc:c=ca:true} for the authority, {@code -genkeypair}, {@code -certreq}, {@code -gencert -ext
 * san=...} and {@code -importcert} for the others, each with {@code -keyalg EC -startdate 2020/01/01 -validity 36500}.
 */
public enum TestCertificates {
    /** For localhost and 127.0.0.1. */
    LOCALHOST("localhost.p12"),
    /** The same, but valid in January 2020 only. */
    EXPIRED("expired.p12"),
    /** For a host that no test connects to. */
    ELSEWHERE("elsewhere.example.p12");

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final String store;

    TestCertificates(String store) {
        this.store = store;
    }

    /** The certificate of the authority that signed the others, in PEM format. */
    public static Path authority() {
        try {
            return Path.of(TestCertificates.class.getResource("authority.pem").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Makes sockets that show this certificate. */
    SSLSocketFactory serverSockets() {
        try (InputStream in = TestCertificates.class.getResourceAsStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD);
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context.getSocketFactory();
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
