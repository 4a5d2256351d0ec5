package io.github.cdpcli.bench;

import io.github.cdpcli.backfill.BatchBody;
import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.MessageIds;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a call that was read to an event, and from events to the body of a request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class EventBenchmark {

    private static final int BATCH = 850;
    private static final byte[] NAMESPACE = new byte[32];

    /** A line, and what was read from it. */
    private record Source(EventFactory.SourceText text, Json.Obj call) {}

    private final EventFactory factory = new EventFactory(new CallRules(
            Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC), TimestampReader.forFiles(null)));
    private final List<Source> identified = sources(true);
    private final List<Source> anonymous = sources(false);
    private final List<Event> batch =
            identified.stream().limit(BATCH).map(this::event).toList();
    private int next;

    private static List<Source> sources(boolean identified) {
        return Samples.lines(identified).stream()
                .map(line -> {
                    JsonText.Document read = (JsonText.Document) JsonReader.read(line);
                    Json.Obj call = (Json.Obj) read.value();
                    return new Source(new EventFactory.SourceText(line, read.spans(), call), call);
                })
                .toList();
    }

    private Event event(Source source) {
        EventFactory.Result result = factory.historical(
                CallType.TRACK,
                source.call(),
                source.text(),
                bytes -> MessageIds.derived(NAMESPACE, "file", next, bytes));
        if (result instanceof EventFactory.Result.Made made) {
            return made.event();
        }
        throw new AssertionError(result.toString());
    }

    private Source next(List<Source> sources) {
        next = (next + 1) % sources.size();
        return sources.get(next);
    }

    /** Rules and bytes of a call that has a message id. */
    @Benchmark
    public Event withItsId() {
        return event(next(identified));
    }

    /** The same of one that is given an id. */
    @Benchmark
    public Event withoutId() {
        return event(next(anonymous));
    }

    /** The body of a request, of 850 events. */
    @Benchmark
    public byte[] batchBody() {
        return BatchBody.of(batch);
    }
}
