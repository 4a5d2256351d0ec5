package io.github.cdpcli.backfill;

import io.github.cdpcli.input.Row;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a record was first read, however often it has gone through rejects files since: its message id rests on it.
 *
 * <p>A file is known by its first record and not by its name, so that it is the same on any machine and after it has
 * grown, and so that alike rows at the same place of two files stay two.
 *
 * @param file 16 hexadecimal digits of a hash of the file's first record
 * @param record the record's number in that file, from 1
 */
public record Origin(String file, long record) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{16}):(\\d{1,18})");

    /** A file, by its first record. */
    static String fileOf(Row first) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(first.raw().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static Optional<Origin> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Origin(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return file + ":" + record;
    }
}
