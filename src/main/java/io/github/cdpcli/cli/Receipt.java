package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Histogram;
import io.github.cdpcli.backfill.Source;
import io.github.cdpcli.backfill.Throughput;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.send.Attempt;
import io.github.cdpcli.send.Request;
import io.github.cdpcli.send.SendListener;
import java.time.Duration;
import java.time.ZoneOffset;
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
            bytesSent += request.body().size();
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

    /** What went so far. */
    synchronized FinishedRun.Traffic traffic() {
        return new FinishedRun.Traffic(new TreeMap<>(requestsByStatus), retries, bytesSent);
    }

    /** The receipt of a run as JSON; {@code cdp help receipt} tells what its members are. */
    Json.Obj asJson(FinishedRun run) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("tool", Json.of(Version.userAgent()));
        members.put("finished", Json.of(run.finished().toString()));
        members.put("about", run.about());
        members.put("sources", new Json.Arr(sources(run.sources())));
        members.putAll(run.outcome().members());
        FinishedRun.Traffic traffic = traffic();
        Map<String, Json> statuses = new LinkedHashMap<>();
        traffic.byStatus().forEach((status, count) -> statuses.put(status, Json.of(count)));
        members.put("requestsByStatus", new Json.Obj(statuses));
        members.put("retries", Json.of(traffic.retries()));
        members.put("bytesSent", Json.of(traffic.bytesSent()));
        members.put("ending", ending(run.ending()));
        members.put("events", events(run.summary().course().events()));
        members.put("throughput", throughput(run.summary().course().throughput()));
        return new Json.Obj(members);
    }

    private static Json ending(Ending ending) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("exitCode", Json.of(ending.code().number()));
        members.put("message", Json.of(ending.message()));
        members.put("hints", new Json.Arr(ending.hints().stream().map(Json::of).toList()));
        return new Json.Obj(members);
    }

    private static Json events(Histogram.Bars bars) {
        List<Json> list = new ArrayList<>();
        for (Histogram.Bar bar : bars.bars()) {
            Map<String, Json> members = new LinkedHashMap<>();
            members.put("from", Json.of(Timestamps.format(bar.start().toInstant(ZoneOffset.UTC))));
            members.put("accepted", Json.of(bar.count()));
            list.add(new Json.Obj(members));
        }
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("step", Json.of(bars.step().name().toLowerCase(Locale.ROOT)));
        members.put("bars", new Json.Arr(list));
        return new Json.Obj(members);
    }

    private static Json throughput(Throughput.Spans spans) {
        Map<String, Json> members = new LinkedHashMap<>();
        members.put("milliseconds", Json.of(spans.span().toMillis()));
        members.put("elapsed", Json.of(spans.elapsed().toMillis()));
        members.put(
                "accepted", new Json.Arr(spans.perSpan().stream().map(Json::of).toList()));
        return new Json.Obj(members);
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
