package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When batches go, in virtual time. */
class RecordRateTest {

    private final VirtualTime time = new VirtualTime(Instant.parse("2024-06-01T12:00:00Z"));

    private void go(RecordRate rate, int... batches) throws InterruptedException {
        for (int records : batches) {
            rate.await(records);
            time.record(records + " records");
        }
    }

    @Test
    void eachBatchMakesTheNextOneWaitAsLongAsItsRecordsTake() throws Exception {
        go(new RecordRate(time, time, 500), 500, 250, 1, 500);
        assertThat(time.events())
                .containsExactly("0.000 500 records", "1.000 250 records", "1.500 1 records", "1.502 500 records");
    }

    @Test
    void timeThatWasNotUsedIsNotMadeUpFor() throws Exception {
        RecordRate rate = new RecordRate(time, time, 10);
        go(rate, 10);
        time.sleep(Duration.ofSeconds(60));
        go(rate, 10, 10);
        assertThat(time.events()).containsExactly("0.000 10 records", "60.000 10 records", "61.000 10 records");
    }

    @Test
    void manyRecordsAreNoOverflow() throws Exception {
        go(new RecordRate(time, time, 1), 20_000, 1);
        assertThat(time.events()).containsExactly("0.000 20000 records", "20000.000 1 records");
    }
}
