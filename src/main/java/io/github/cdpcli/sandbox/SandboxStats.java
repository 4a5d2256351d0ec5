package io.github.cdpcli.sandbox;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.sandbox.SandboxCall.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Counts of what a sandbox was sent, and the last of it. Every request has one status and one verdict, and every call
 * that was read has one verdict, so that each row of counts adds up.
 */
public final class SandboxStats {

    private static final int LAST = 50;

    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final Map<Verdict, Long> byVerdict = new TreeMap<>();
    private final Map<Integer, Long> droppedByStatus = new TreeMap<>();
    private final Map<String, Long> byType = new TreeMap<>();
    private final Map<Verdict, Long> notKept = new TreeMap<>();
    private final Map<Repeat, Long> repeats = new TreeMap<>();
    private final Deque<Json> lastCalls = new ArrayDeque<>();
    private final Deque<Json> lastRequests = new ArrayDeque<>();
    private long bytes;

    synchronized void count(SandboxRequest request) {
        bytes += request.bytes();
        add(byStatus, request.status());
        add(byVerdict, request.verdict());
        if (request.isDropped()) {
            add(droppedByStatus, request.strictStatus());
        }
        for (SandboxCall call : request.calls()) {
            add(byType, call.type());
            add(repeats, call.repeat());
        }
        request.refused().forEach(call -> add(notKept, request.verdict()));
        remember(request);
    }

    private static <K> void add(Map<K, Long> counts, K key) {
        counts.merge(key, 1L, Long::sum);
    }

    /** Keeps what is shown, not the requests they came in: a batch can hold thousands. */
    private void remember(SandboxRequest request) {
        for (List<SandboxCall> calls : List.of(request.calls(), request.refused())) {
            calls.subList(Math.max(0, calls.size() - LAST), calls.size())
                    .forEach(call -> push(lastCalls, entry(request, call.asJson())));
        }
        push(lastRequests, summary(request));
    }

    private static Json summary(SandboxRequest request) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("bytes", Json.of(request.bytes()));
        members.put("errors", few(request.errors().stream().map(Json::of)));
        members.put("calls", few(request.calls().stream().map(call -> new Json.Obj(call.asJson()))));
        return entry(request, members);
    }

    private static Json few(Stream<? extends Json> items) {
        return new Json.Arr(List.copyOf(items.limit(10).toList()));
    }

    private static Json entry(SandboxRequest request, Map<String, Json> more) {
        Map<String, Json> entry = new LinkedHashMap<>();
        entry.put("time", Json.of(request.time().toString()));
        entry.put("path", Json.of(request.path()));
        entry.put("status", Json.of(request.status()));
        entry.put("verdict", Json.of(request.verdict().wireName()));
        entry.putAll(more);
        return new Json.Obj(entry);
    }

    private static void push(Deque<Json> last, Json entry) {
        last.addFirst(entry);
        if (last.size() > LAST) {
            last.removeLast();
        }
    }

    /** Calls accepted so far, repeated ones among them. */
    public synchronized long accepted() {
        return sum(byType.values());
    }

    public synchronized long requests() {
        return sum(byStatus.values());
    }

    /** Calls accepted whose messageId was seen before. */
    public synchronized long repeated() {
        return repeats.getOrDefault(Repeat.DUPLICATE, 0L) + repeats.getOrDefault(Repeat.CONFLICT, 0L);
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** All counts, and the last calls and requests, newest first. */
    public synchronized Json.Obj asJson(Instant started, Instant now) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("started", Json.of(started.toString()));
        members.put("uptimeSeconds", Json.of(Duration.between(started, now).toSeconds()));
        members.put("requests", Json.of(requests()));
        members.put("requestsByStatus", counts(byStatus));
        for (Verdict verdict : Verdict.values()) {
            members.put(verdict.wireName() + "Requests", count(byVerdict, verdict));
        }
        members.put("droppedByStrictStatus", counts(droppedByStatus));
        members.put("accepted", Json.of(accepted()));
        members.put("acceptedByType", counts(byType));
        members.put("rejected", count(notKept, Verdict.REFUSED));
        members.put("dropped", count(notKept, Verdict.DROPPED));
        members.put("duplicates", count(repeats, Repeat.DUPLICATE));
        members.put("conflicts", count(repeats, Repeat.CONFLICT));
        members.put("bytes", Json.of(bytes));
        members.put("lastCalls", new Json.Arr(List.copyOf(lastCalls)));
        members.put("last", new Json.Arr(List.copyOf(lastRequests)));
        return new Json.Obj(members);
    }

    private static <K> Json count(Map<K, Long> counts, K key) {
        return Json.of(counts.getOrDefault(key, 0L));
    }

    private static Json counts(Map<?, Long> counts) {
        Map<String, Json> members = new LinkedHashMap<>();
        counts.forEach((key, count) -> members.put(String.valueOf(key), Json.of(count)));
        return new Json.Obj(members);
    }
}
