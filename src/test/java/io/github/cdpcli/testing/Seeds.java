package io.github.cdpcli.testing;

import java.util.Random;
import java.util.stream.LongStream;

/**
 * Runs a test with many random numbers that are the same every time. A failure names its seed; {@code -Dcdp.seed=N} runs
 * that one alone.
 */
public final class Seeds {

    private static final String ONLY = "cdp.seed";

    /** A test of one case, which makes what it needs from the numbers. */
    public interface Case {
        void run(Random random) throws Exception;
    }

    private Seeds() {}

    /** Runs a case with the seeds from 1 on. */
    public static void each(int count, Case test) {
        String only = System.getProperty(ONLY);
        LongStream seeds = only == null ? LongStream.rangeClosed(1, count) : LongStream.of(Long.parseLong(only));
        seeds.forEach(seed -> run(seed, test));
    }

    private static void run(long seed, Case test) {
        try {
            test.run(new Random(seed));
        } catch (Exception | AssertionError e) {
            throw new AssertionError(
                    "with seed " + seed + " (again: -D" + ONLY + "=" + seed + "): " + e.getMessage(), e);
        }
    }
}
