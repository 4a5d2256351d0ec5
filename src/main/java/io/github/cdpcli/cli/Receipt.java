package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.send.Attempt;
import io.github.cdpcli.send.Request;
import io.github.cdpcli.send.SendListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What {@code --report FILE} writes: enough to show somebody else, later, what was sent. */
final class Receipt implements SendListener {

    private final SendListener next;
    private final Map<String, Long> requestsByStatus = new TreeMap<>();
    private long retries;
    private long bytesSent;

    /** Counts what another listener is told as well. */
    Receipt(SendListener next) {
        this.next = next;
    }

    @Override
    public void attempted(Request request, Attempt attempt) {
        synchronized (this) {
            String status = attempt instanceof Attempt.Answered answer
                    ? Integer.toString(answer.status())
                    : ((Attempt.Failed) attempt).cause().name().toLowerCase(Locale.ROOT);
            requestsByStatus.merge(status, 1L, Long::sum);
            retries += request.retries() > 0 ? 1 : 0;
            bytesSent += request.body().length;
        }
        next.attempted(request, attempt);
    }

    @Override
    public void waiting(String why, Duration wait, int retry) {
        next.waiting(why, wait, retry);
    }

    /** How many requests went that had gone before. */
    synchronized long retries() {
        return retries;
    }

    /**
     * Writes it.
     *
     * @param outcome what the run says of itself with {@code --json}
     * @param about target and mapping, as in the journal
     * @throws IOException when it cannot be written
     */
    void write(Path file, Instant finished, Json.Obj outcome, Json.Obj about, List<Source> sources) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("tool", Json.of(Version.userAgent()));
        members.put("finished", Json.of(finished.toString()));
        members.put("about", about);
        members.put("sources", new Json.Arr(sources(sources)));
        members.putAll(outcome.members());
        Map<String, Json> statuses = new LinkedHashMap<>();
        synchronized (this) {
            requestsByStatus.forEach((status, count) -> statuses.put(status, Json.of(count)));
            members.put("requestsByStatus", new Json.Obj(statuses));
            members.put("retries", Json.of(retries));
            members.put("bytesSent", Json.of(bytesSent));
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(fresh, JsonWriter.text(new Json.Obj(members)) + "\n");
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<Json> sources(List<Source> sources) {
        List<Json> list = new ArrayList<>();
        for (Source source : sources) {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("input", Json.of(source.name()));
            source.end().ifPresent(end -> {
                members.put("records", Json.of(end.records()));
                members.put("bytes", Json.of(end.progress().bytes()));
                members.put("hash", Json.of(end.progress().hash()));
            });
            list.add(new Json.Obj(members));
        }
        return list;
    }
}
