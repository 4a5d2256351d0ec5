package io.github.cdpcli.backfill;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * The lines of a rejects file that its journal does not know of: a run that was killed wrote them, and the next one, which
 * comes to the same records, must not write them twice.
 */
final class RejectLines {

    private final Map<Long, Line> lines = new ConcurrentHashMap<>();

    /**
     * A line.
     *
     * @param begin where it begins in the file
     * @param raw a check sum of the record it tells of: a line about another record of the same number is another matter
     */
    private record Line(long begin, long raw) {}

    /**
     * Reads the lines of an input's records.
     *
     * @param start where to begin in the file
     */
    static RejectLines of(Path file, long start, String input) throws IOException {
        RejectLines known = new RejectLines();
        long begin = start;
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(start);
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    known.remember(input, line.toByteArray(), begin);
                    begin += line.size() + 1;
                    line.reset();
                } else {
                    line.write(b);
                }
            }
        }
        known.remember(input, line.toByteArray(), begin);
        return known;
    }

    private void remember(String input, byte[] line, long begin) {
        if (JsonReader.read(line) instanceof JsonText.Document document
                && document.value() instanceof Json.Obj reject
                && input.equals(reject.text("input"))
                && reject.get("record") instanceof Json.Num record
                && record.digits().matches("\\d{1,18}")) {
            String raw = reject.text("raw");
            lines.putIfAbsent(Long.valueOf(record.digits()), new Line(begin, sum(raw == null ? "" : raw)));
        }
    }

    private static long sum(String raw) {
        CRC32C crc = new CRC32C();
        crc.update(raw.getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }

    /** Whether a reject stands there already; it is not asked for again. */
    boolean take(Reject reject) {
        Line line = lines.remove(reject.position().record());
        return line != null && line.raw() == sum(reject.recorded().raw());
    }

    /** A record will not come again. */
    void forget(long record) {
        lines.remove(record);
    }

    /** Where the first of them begins; or a length, when there is none before it. */
    long firstBefore(long length) {
        return lines.values().stream().mapToLong(Line::begin).reduce(length, Math::min);
    }
}
