package io.github.cdpcli.backfill;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * A line of a {@link Journal} behind its first. Each begins with a CRC-32C of its rest: without one, a flipped bit would go
 * unnoticed and settle what is not.
 */
sealed interface JournalLine {

    /**
     * Records were settled.
     *
     * @param marks partitions, and the record up to which each is settled
     * @param counts what became of all that was ever settled
     * @param rejects the length of the rejects file
     * @param read how far the input had been read
     */
    record Settled(Map<Integer, Long> marks, Journal.Counts counts, long rejects, Journal.Progress read)
            implements JournalLine {
        @Override
        public String text() {
            StringBuilder line = new StringBuilder("s ");
            marks.forEach((partition, record) -> line.append(line.length() == 2 ? "" : ",")
                    .append(partition)
                    .append(':')
                    .append(record));
            return line.append(" rejects=")
                    .append(rejects)
                    .append(" read=")
                    .append(read)
                    .append(" became=")
                    .append(counts)
                    .toString();
        }
    }

    /** The input was settled to its end. */
    record Finished(Journal.Finish finish) implements JournalLine {
        @Override
        public String text() {
            return "f " + finish.records() + " " + finish.progress() + " others=" + finish.leftToOthers() + " out="
                    + finish.leftOut();
        }
    }

    /** A run began on what was not settled yet; records without a time get this one. */
    record Begun(Instant now) implements JournalLine {
        @Override
        public String text() {
            return "n " + now;
        }
    }

    /** The line without its check sum. */
    String text();

    /** The line as it is written, with its end. */
    default byte[] sealed() {
        return sealed(text());
    }

    static byte[] sealed(String text) {
        return (crc(text) + " " + text + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        crc.update(bytes, 0, bytes.length);
        return HashingInputStream.hex(crc.getValue());
    }

    /** What stands behind the check sum; empty when that does not fit. */
    static Optional<String> content(String line) {
        boolean framed = line.length() > 9 && line.charAt(8) == ' ';
        return framed && crc(line.substring(9)).equals(line.substring(0, 8))
                ? Optional.of(line.substring(9))
                : Optional.empty();
    }

    /** Reads a line without its check sum; empty when it says nothing that is known. */
    static Optional<JournalLine> parse(String text) {
        String[] words = text.split(" ", -1);
        try {
            return switch (words[0]) {
                case "s" -> Optional.of(settled(words));
                case "f" -> finished(words);
                case "n" -> Optional.of(new Begun(Instant.parse(words[1])));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException | DateTimeParseException | IndexOutOfBoundsException e) {
            // Its check sum fits, so that another version of this tool wrote it.
            return Optional.empty();
        }
    }

    private static JournalLine settled(String[] words) {
        Map<Integer, Long> marks = new TreeMap<>();
        for (String mark : words[1].isEmpty() ? new String[0] : words[1].split(",", -1)) {
            int colon = mark.indexOf(':');
            marks.put(Integer.parseInt(mark.substring(0, colon)), Long.parseLong(mark.substring(colon + 1)));
        }
        Map<String, String> values = values(words);
        return new Settled(
                marks,
                Journal.Counts.parse(values.getOrDefault("became", "0,0,0")),
                Long.parseLong(values.getOrDefault("rejects", "0")),
                Journal.Progress.parse(values.getOrDefault("read", "")).orElse(HashingInputStream.NOTHING));
    }

    private static Optional<JournalLine> finished(String[] words) {
        Map<String, String> values = values(words);
        return Journal.Progress.parse(words[2])
                .map(progress -> new Finished(new Journal.Finish(
                        Long.parseLong(words[1]),
                        Long.parseLong(values.getOrDefault("others", "0")),
                        Long.parseLong(values.getOrDefault("out", "0")),
                        progress)));
    }

    private static Map<String, String> values(String[] words) {
        Map<String, String> values = new HashMap<>();
        for (String word : words) {
            int sign = word.indexOf('=');
            if (sign > 0) {
                values.put(word.substring(0, sign), word.substring(sign + 1));
            }
        }
        return values;
    }
}
