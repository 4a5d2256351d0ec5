package io.github.cdpcli.send;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/** The API key of a source. It shows itself to nobody: {@code toString} is redacted, only the transport asks for more. */
public final class ApiKey {

    /** What is shorter was made up for a sandbox: its letters may stand in any word. */
    private static final int SHORTEST_SECRET = 12;

    private final String key;
    private final Redaction redaction;

    private ApiKey(String key) {
        this.key = key;
        this.redaction = new Redaction(key);
    }

    /** A key of visible ASCII characters without a colon; white space around it is dropped. Empty when it is not one. */
    public static Optional<ApiKey> of(String text) {
        // Windows editors put a byte order mark before the text of a file.
        String key = (text.startsWith("\uFEFF") ? text.substring(1) : text).strip();
        return key.isEmpty() || !isVisible(key) ? Optional.empty() : Optional.of(new ApiKey(key));
    }

    private static boolean isVisible(String key) {
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c <= ' ' || c >= 127 || c == ':') {
                return false;
            }
        }
        return true;
    }

    /** The value of an Authorization header: Basic, the key as user name and a blank password. */
    String authorization() {
        return "Basic " + Base64.getEncoder().encodeToString((key + ":").getBytes(StandardCharsets.US_ASCII));
    }

    /** The key itself, for storing it where the user asked; never for showing. */
    public String reveal() {
        return key;
    }

    /** The last four characters, for telling keys apart; of a short key, nothing. */
    public String ending() {
        return key.length() < SHORTEST_SECRET ? "…" : "…" + key.substring(key.length() - 4);
    }

    /** A text from elsewhere without the key, in case a server or a proxy says what it was told. */
    String hiddenIn(String text) {
        return key.length() < SHORTEST_SECRET ? text : redaction.redacted(text);
    }

    /** 16 hex digits that identify the key without giving it away. */
    public String fingerprint() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("cdp key " + key).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ApiKey[redacted]";
    }
}
