package io.github.cdpcli.bench;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Inputs;
import io.github.cdpcli.input.Row;
import io.github.cdpcli.input.RowReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From the bytes of a file to rows in the shape of calls; the time is that of a row. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@OperationsPerInvocation(Samples.EVENTS)
public class InputBenchmark {

    private final byte[] ndjson = Samples.ndjson();
    private final byte[] csv = Samples.csv();
    private final InputOptions options = new InputOptions(null, CallType.TRACK, null);

    /** Lines of 540 bytes. */
    @Benchmark
    public long ndjson() throws IOException {
        return read(ndjson);
    }

    /** Rows of eight cells and 110 bytes. */
    @Benchmark
    public long csv() throws IOException {
        return read(csv);
    }

    private long read(byte[] file) throws IOException {
        Inputs.Opened opened = Inputs.open("file", new ByteArrayInputStream(file), options);
        long characters = 0;
        int rows = 0;
        try (RowReader reader = ((Inputs.Opened.Ready) opened).reader()) {
            for (Row row = reader.next(); row != null; row = reader.next()) {
                if (row instanceof Row.Broken broken) {
                    throw new AssertionError(broken.problem().toString());
                }
                characters += row.raw().length();
                rows++;
            }
        }
        if (rows != Samples.EVENTS) {
            throw new AssertionError(rows + " rows");
        }
        return characters;
    }
}
