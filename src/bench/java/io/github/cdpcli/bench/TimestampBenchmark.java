package io.github.cdpcli.bench;

import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.event.Timestamps;
import io.github.cdpcli.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading times as files have them, and writing them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class TimestampBenchmark {

    private static final long SOME_TIME = 1_700_000_000_000L;

    private final TimestampReader reader = TimestampReader.forFiles(null);
    private final List<Json> iso = of(row -> Json.of(Samples.time(row)));
    private final List<Json> withOffset = of(row -> Json.of(Samples.time(row).replace(".977Z", "+02:00")));
    private final List<Json> epochMillis = of(row -> new Json.Num(String.valueOf(SOME_TIME + row * 977L)));
    private final List<Json> epochText = of(row -> Json.of(String.valueOf(SOME_TIME / 1000 + row)));
    private final List<Instant> instants = IntStream.range(0, Samples.EVENTS)
            .mapToObj(row -> Instant.ofEpochMilli(SOME_TIME + row))
            .toList();
    private int next;

    private static List<Json> of(IntFunction<Json> value) {
        return IntStream.range(0, Samples.EVENTS).mapToObj(value).toList();
    }

    private TimestampReader.Reading read(List<Json> values) {
        next = (next + 1) % values.size();
        TimestampReader.Reading reading = reader.read(values.get(next));
        if (reading instanceof TimestampReader.Reading.Unreadable unreadable) {
            throw new AssertionError(values.get(next) + " " + unreadable.why());
        }
        return reading;
    }

    /** {@code 2023-11-14T22:13:20.977Z}, the form the service documents. */
    @Benchmark
    public TimestampReader.Reading iso() {
        return read(iso);
    }

    /** {@code 2023-11-14T22:13:20+02:00}. */
    @Benchmark
    public TimestampReader.Reading isoWithOffset() {
        return read(withOffset);
    }

    /** A number of milliseconds. */
    @Benchmark
    public TimestampReader.Reading epochMillis() {
        return read(epochMillis);
    }

    /** A text of seconds. */
    @Benchmark
    public TimestampReader.Reading epochText() {
        return read(epochText);
    }

    /** Writing it. */
    @Benchmark
    public String format() {
        next = (next + 1) % instants.size();
        return Timestamps.format(instants.get(next));
    }
}
