package io.github.cdpcli.bench;

import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
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

/** Reading one line of 540 bytes: is it JSON, to the last byte, and what does it say. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JsonBenchmark {

    private final List<byte[]> lines = Samples.lines(true);
    private int next;

    private byte[] line() {
        next = (next + 1) % lines.size();
        return lines.get(next);
    }

    /** Into a tree, with the place of each member. */
    @Benchmark
    public JsonText reader() {
        JsonText text = JsonReader.read(line());
        if (text instanceof JsonText.Malformed fault) {
            throw new AssertionError(fault.toString());
        }
        return text;
    }

    // The place of another way of reading the same lines, such as one that makes no tree: a method beside reader().
}
