package io.github.cdpcli.bench;

import io.github.cdpcli.event.MessageIds;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
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

/** Making message ids. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class MessageIdBenchmark {

    private final List<byte[]> events = Samples.lines(false);
    private final byte[] namespace = new byte[32];
    private final SplittableRandom random = new SplittableRandom(1);
    private final Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int next;

    /** Of a record: a hash over 500 bytes. */
    @Benchmark
    public String derived() {
        next = (next + 1) % events.size();
        return MessageIds.derived(namespace, "events.ndjson", next, events.get(next));
    }

    /** Of a call of today, without what the chance itself costs. */
    @Benchmark
    public String fresh() {
        return MessageIds.fresh(now, random::nextLong);
    }
}
