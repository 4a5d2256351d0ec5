package io.github.cdpcli.backfill;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Journals and shards rest on this division: it is the same for ever. */
class PartitionsTest {

    /** Computed by hand from the published description, and not by this code. */
    @ParameterizedTest
    @CsvSource({
        "'',197",
        "a,237",
        "u1,18",
        "42,98",
        "user-1,171",
        "user-2,248",
        "ü,18",
        "日本語,100",
        "00042,166",
        "anon-7f3a,25",
        "jane@example.com,47"
    })
    void isFixed(String userKey, int partition) {
        assertThat(Partitions.of(userKey)).isEqualTo(partition);
    }

    @Test
    void spreadsPeopleEvenly() {
        for (String form : new String[] {"%d", "user-%d", "%08d", "%d@example.com", "ü%x"}) {
            int[] sizes = new int[Partitions.COUNT];
            for (int i = 0; i < 100 * Partitions.COUNT; i++) {
                sizes[Partitions.of(form.formatted(i))]++;
            }
            assertThat(Arrays.stream(sizes).boxed()).as(form).allMatch(size -> size > 30 && size < 200);
        }
    }
}
