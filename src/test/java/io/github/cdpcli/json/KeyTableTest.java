package io.github.cdpcli.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.Seeds;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTableTest {

    @Test
    void findsWhatAMapFinds() {
        Seeds.each(200, random -> {
            Map<String, Integer> map = new HashMap<>();
            for (int i = random.nextInt(40); i > 0; i--) {
                map.put("k" + random.nextInt(60), i);
            }
            KeyTable<Integer> table = new KeyTable<>(map);
            for (int i = 0; i < 60; i++) {
                byte[] bytes = ("\"k" + i + "\":1").getBytes(UTF_8);
                assertThat(table.get(bytes, 1, bytes.length - 3)).isEqualTo(map.get("k" + i));
            }
        });
    }

    @Test
    void knowsNoOtherNames() {
        KeyTable<String> table = new KeyTable<>(Map.of("userId", "x", "caf\u00e9", "y"));

        assertThat(table.get("userid".getBytes(UTF_8), 0, 6)).isNull();
        assertThat(table.get("userId".getBytes(UTF_8), 0, 5)).isNull();
        assertThat(table.get("caf\u00e9".getBytes(UTF_8), 0, 5)).isEqualTo("y");
        assertThat(new KeyTable<>(Map.of()).get(new byte[0], 0, 0)).isNull();
    }
}
