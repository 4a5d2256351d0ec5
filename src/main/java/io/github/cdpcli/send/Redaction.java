package io.github.cdpcli.send;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Takes a key out of texts from elsewhere, in case a server or a proxy says what it was told: as it is, in capitals, or in
 * Base64 as an Authorization header has it; plain or escaped in any of the ways {@link Unescaped} knows; and the beginning
 * of it where the text was cut.
 */
final class Redaction {

    /** What stands where the key was. */
    static final String HIDDEN = "[key]";

    /** A shorter beginning of the key at the end of a text may be any word, and tells little. */
    private static final int SHORTEST_BEGINNING = 6;

    private final String key;
    private final List<String> spellings;

    Redaction(String key) {
        this.key = key;
        this.spellings = new ArrayList<>();
        addSpelling(key);
        addInBase64(key + ":");
        addInBase64(key);
    }

    private void addInBase64(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            addSpelling(encoder.encodeToString(bytes));
            addSpelling(encoder.withoutPadding().encodeToString(bytes));
        }
    }

    /** The longest first. */
    private void addSpelling(String escaped) {
        String spelling = unescaped(escaped);
        if (spelling.length() < SHORTEST_BEGINNING || spellings.contains(spelling)) {
            return;
        }
        int at = 0;
        while (at < spellings.size() && spellings.get(at).length() >= spelling.length()) {
            at++;
        }
        spellings.add(at, spelling);
    }

    /** Of a key all characters count: its end is not taken for that of a text that was cut. */
    private static String unescaped(String spelling) {
        String more = Unescaped.of(spelling + "!").text();
        return more.substring(0, more.length() - 1);
    }

    /** The text without the key. */
    String redacted(String raw) {
        Unescaped unescaped = Unescaped.of(raw);
        StringBuilder out = new StringBuilder(raw.length());
        int done = 0;
        for (int i = 0; i < unescaped.text().length(); i++) {
            int length = lengthOfKey(unescaped.text(), i);
            if (length > 0) {
                out.append(raw, done, unescaped.start(i)).append(HIDDEN);
                i += length - 1;
                boolean last = i + 1 == unescaped.text().length();
                done = last ? raw.length() : unescaped.end(i);
            }
        }
        // What stands around a key can make an escape of its first characters: it is looked for as it is, too.
        return out.append(raw, done, raw.length()).toString().replace(key, HIDDEN);
    }

    /** How much of the key, in one of its spellings, begins here: all of it, or what there is before the end; else 0. */
    private int lengthOfKey(String text, int at) {
        for (String spelling : spellings) {
            int length = Math.min(spelling.length(), text.length() - at);
            boolean enough = length == spelling.length() || length >= SHORTEST_BEGINNING;
            if (enough && text.regionMatches(true, at, spelling, 0, length)) {
                return length;
            }
        }
        return 0;
    }
}
