package io.github.cdpcli.sandbox;

import io.github.cdpcli.json.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts of what a sandbox was sent, and the last of it. Memory is bounded: of a million message ids a hash is kept. */
public final class SandboxStats {

    private static final int LAST_REQUESTS = 50;
    private static final int REMEMBERED_IDS = 1_000_000;

    private final Map<Long, Integer> seen = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Integer> eldest) {
            return size() > REMEMBERED_IDS;
        }
    };
    private final Map<Integer, Long> byStatus = new TreeMap<>();
    private final Map<String, Long> byType = new TreeMap<>();
    private final Deque<SandboxRequest> last = new ArrayDeque<>();
    private long requests;
    private long bytes;
    private long dropped;
    private long duplicates;
    private long conflicts;
    private long failures;

    /** The number of the request that begins now, from 1. */
    synchronized long begin() {
        return ++requests;
    }

    synchronized long failures() {
        return failures;
    }

    synchronized void failed() {
        failures++;
    }

    synchronized SandboxCall.Repeat see(String messageId, byte[] json) {
        if (messageId.isEmpty()) {
            return SandboxCall.Repeat.NEW;
        }
        Integer hash = Arrays.hashCode(json);
        Integer before = seen.putIfAbsent(hash(messageId), hash);
        return before == null
                ? SandboxCall.Repeat.NEW
                : before.equals(hash) ? SandboxCall.Repeat.DUPLICATE : SandboxCall.Repeat.CONFLICT;
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    synchronized void end(SandboxRequest request) {
        bytes += request.bytes();
        byStatus.merge(request.status(), 1L, Long::sum);
        dropped += request.isDropped() ? 1 : 0;
        for (SandboxCall call : request.calls()) {
            byType.merge(call.type(), 1L, Long::sum);
            duplicates += call.repeat() == SandboxCall.Repeat.DUPLICATE ? 1 : 0;
            conflicts += call.repeat() == SandboxCall.Repeat.CONFLICT ? 1 : 0;
        }
        last.addFirst(request);
        if (last.size() > LAST_REQUESTS) {
            last.removeLast();
        }
    }

    /** Calls accepted so far, repeated ones among them. */
    public synchronized long accepted() {
        return sum(byType.values());
    }

    public synchronized long requests() {
        return requests;
    }

    /** Calls accepted whose messageId was seen before. */
    public synchronized long repeated() {
        return duplicates + conflicts;
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    synchronized List<SandboxRequest> last() {
        return new ArrayList<>(last);
    }

    /** All counts, and the last requests, newest first. */
    public synchronized Json.Obj asJson(Instant started) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("started", Json.of(started.toString()));
        members.put("requests", Json.of(requests));
        members.put("requestsByStatus", counts(byStatus));
        members.put("accepted", Json.of(accepted()));
        members.put("acceptedByType", counts(byType));
        members.put("duplicates", Json.of(duplicates));
        members.put("conflicts", Json.of(conflicts));
        members.put("droppedRequests", Json.of(dropped));
        members.put("bytes", Json.of(bytes));
        members.put("last", new Json.Arr(last.stream().map(SandboxStats::asJson).toList()));
        return new Json.Obj(members);
    }

    private static Json counts(Map<?, Long> counts) {
        Map<String, Json> members = new LinkedHashMap<>();
        counts.forEach((key, count) -> members.put(String.valueOf(key), Json.of(count)));
        return new Json.Obj(members);
    }

    private static Json asJson(SandboxRequest request) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("time", Json.of(request.time().toString()));
        members.put("path", Json.of(request.path()));
        members.put("status", Json.of(request.status()));
        members.put("bytes", Json.of(request.bytes()));
        members.put(
                "errors",
                new Json.Arr(request.errors().stream().limit(10).map(Json::of).toList()));
        members.put(
                "calls",
                new Json.Arr(request.calls().stream()
                        .limit(10)
                        .map(SandboxStats::asJson)
                        .toList()));
        return new Json.Obj(members);
    }

    private static Json asJson(SandboxCall call) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("type", Json.of(call.type()));
        members.put("user", Json.of(call.user()));
        members.put("name", Json.of(call.name()));
        members.put("messageId", Json.of(call.messageId()));
        members.put("repeat", Json.of(call.repeat().name().toLowerCase(java.util.Locale.ROOT)));
        return new Json.Obj(members);
    }
}
