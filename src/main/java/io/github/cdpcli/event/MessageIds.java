package io.github.cdpcli.event;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.function.LongSupplier;

/**
 * Message ids, by which the service recognises a call it has seen. Both kinds are 26 characters of Crockford's base 32
 * (digits and capitals without I, L, O, U), safe in any context.
 */
public final class MessageIds {

    private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    private static final int CHARACTERS = 26;

    private MessageIds() {}

    /** A ULID: 48 bits of time in milliseconds, then 80 random bits; sorts by time. */
    public static String fresh(Instant now, LongSupplier random) {
        long millis = now.toEpochMilli();
        long more = random.getAsLong();
        return encode((millis << 16) | (more & 0xFFFF), random.getAsLong());
    }

    /**
     * The id of a record that has none: 128 bits of SHA-256 over where it goes, where it stands and what it is. The same
     * file sent to the same source gives the same ids on any machine; a corrected mapping gives new ones; two alike rows
     * stay two.
     *
     * @param namespace the target: host and a fingerprint of the key, so that a rehearsal elsewhere is not taken for this
     * @param file what tells its file from others, the same on any machine
     * @param position the record's number in its file, from 1
     * @param event the event as it will be sent, without a messageId
     */
    public static String derived(byte[] namespace, String file, long position, byte[] event) {
        return new Derivation(namespace).derived(file, position, event);
    }

    /** What {@link #derived} gives for one target, faster for many records. For one thread. */
    public static final class Derivation {
        private final byte[] namespace;
        private final MessageDigest sha = sha256();
        private final ByteBuffer number = ByteBuffer.allocate(8);
        private String file = "";
        private byte[] fileBytes = {};

        public Derivation(byte[] namespace) {
            this.namespace = namespace.clone();
        }

        /** See {@link MessageIds#derived}. */
        public String derived(String ofFile, long position, byte[] event) {
            if (!file.equals(ofFile)) {
                file = ofFile;
                fileBytes = ofFile.getBytes(StandardCharsets.UTF_8);
            }
            sha.update(namespace);
            sha.update(fileBytes);
            sha.update(number.putLong(0, position).array());
            ByteBuffer hash = ByteBuffer.wrap(sha.digest(event));
            return encode(hash.getLong(), hash.getLong());
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** 128 bits as 26 characters of five bits, the first of them carrying three. */
    private static String encode(long high, long low) {
        char[] out = new char[CHARACTERS];
        for (int i = CHARACTERS - 1; i >= 0; i--) {
            out[i] = ALPHABET[(int) (low & 31)];
            low = low >>> 5 | high << 59;
            high >>>= 5;
        }
        return new String(out);
    }
}
