package io.github.cdpcli.send;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Has Java load what every TLS connection needs, on a thread of its own, beside whatever is done before there is one: it
 * is most of what a single call takes. Nothing depends on it and nothing of it is kept; connections are made, and
 * certificates believed, by {@link Trust} alone.
 */
public final class TlsWarmUp implements Runnable {

    private static final TrustManager[] NOBODY = {};

    /**
     * Java reads all its authorities once more when it first compares a host's name with its certificate. The class does
     * so when it is loaded; where there is none of this name, nothing is lost.
     */
    private static final String AUTHORITIES = "sun.security.util.AnchorCertificates";

    private final boolean ownAuthorities;

    private TlsWarmUp(boolean ownAuthorities) {
        this.ownAuthorities = ownAuthorities;
    }

    /**
     * Begins; the thread keeps nobody from ending.
     *
     * @param ownAuthorities whether Java's own authorities will be asked, and not those of a file
     */
    public static void begin(boolean ownAuthorities) {
        Thread thread = new Thread(new TlsWarmUp(ownAuthorities), "cdp-tls");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void run() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, ownAuthorities ? null : NOBODY, null);
            context.getSocketFactory().createSocket().close();
            KeyPairGenerator.getInstance("X25519").generateKeyPair();
            Class.forName(AUTHORITIES);
            // What signatures of this curve are checked with takes long to compute for the first time.
            KeyPairGenerator curve = KeyPairGenerator.getInstance("EC");
            curve.initialize(new ECGenParameterSpec("secp256r1"));
            curve.generateKeyPair();
        } catch (GeneralSecurityException | IOException | ClassNotFoundException e) {
            // The connection will tell, if it cares.
        }
    }
}
