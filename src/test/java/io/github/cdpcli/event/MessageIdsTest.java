package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    private static final String BASE_32 = "[0-7][0-9A-HJKMNP-TV-Z]{25}";
    private static final Instant NOW = Instant.parse("2024-03-01T10:00:00Z");

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String derived(String namespace, String file, long position, String event) {
        return MessageIds.derived(bytes(namespace), file, position, bytes(event));
    }

    @Test
    void theSameRecordGetsTheSameIdOnAnyMachine() {
        assertThat(derived("host|key", "0123456789abcdef", 7, "{\"a\":1}")).isEqualTo("4RX1RE6TE6P275KS9CTYJA1BKZ");
    }

    @Test
    void anotherTargetFilePlaceOrContentGetsAnotherId() {
        Set<String> ids = new HashSet<>();
        for (String namespace : List.of("host|key", "host|kez", "")) {
            for (long position : new long[] {1, 2, 256, 1L << 32, Long.MAX_VALUE}) {
                for (String event : List.of("{}", "{ }", "{\"a\":1}", "{\"a\":2}")) {
                    ids.add(derived(namespace, "0123456789abcdef", position, event));
                    ids.add(derived(namespace, "0123456789abcdee", position, event));
                }
            }
        }
        assertThat(ids).hasSize(3 * 5 * 4 * 2).allMatch(id -> id.matches(BASE_32));
    }

    @Test
    void aFreshIdIsAUlid() {
        String id = MessageIds.fresh(Instant.ofEpochMilli(1_469_918_176_385L), () -> 0);
        assertThat(id).isEqualTo("01ARYZ6S410000000000000000");
        assertThat(MessageIds.fresh(Instant.ofEpochMilli((1L << 48) - 1), () -> -1))
                .isEqualTo("7ZZZZZZZZZZZZZZZZZZZZZZZZZ");
    }

    @Test
    void freshIdsSortByTime() {
        Random random = new Random(1);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(MessageIds.fresh(NOW.plusMillis(i), random::nextLong));
        }
        assertThat(ids).isSorted().doesNotHaveDuplicates().allMatch(id -> id.matches(BASE_32));
    }

    @Test
    void freshIdsOfOneMillisecondDiffer() {
        Random random = new Random(1);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            ids.add(MessageIds.fresh(NOW, random::nextLong));
        }
        assertThat(ids).hasSize(1000);
    }
}
