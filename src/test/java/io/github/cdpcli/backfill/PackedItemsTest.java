package io.github.cdpcli.backfill;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Event;
import io.github.cdpcli.event.EventFactory;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.input.Position;
import io.github.cdpcli.input.Raw;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.testing.Seeds;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What waits as bytes and numbers comes out as it went in. */
class PackedItemsTest {

    private static final Item.Reading READING = new Item.Reading(
            new Source("a", Optional.empty(), false, Instant.EPOCH, () -> {
                throw new AssertionError("not read here");
            }),
            new HashingInputStream(InputStream.nullInputStream(), Optional.empty(), false));
    private static final EventFactory FACTORY =
            new EventFactory(new CallRules(Clock.systemUTC(), TimestampReader.forFiles(null)));

    /** Calls with and without a type, an id, a time in the spelling that is sent; of JSON and of a table. */
    private static Item.Sending item(Random random, long record) {
        boolean isAlias = random.nextInt(5) == 0;
        String text = "{" + (random.nextBoolean() ? "\"type\":\"" + (isAlias ? "alias" : "track") + "\"," : "")
                + (isAlias ? "\"previousId\":\"p\"," : "\"event\":\"E\",")
                + "\"userId\":\"caf\u00e9 " + "x".repeat(random.nextInt(100)) + record + "\","
                + "\"timestamp\":\"2024-01-01T00:00:00" + (random.nextBoolean() ? ".123Z\"" : ".123456Z\"")
                + (random.nextInt(9) == 0 ? ",\"big\":\"" + "y".repeat(20_000) + "\"" : "")
                + (random.nextBoolean() ? ",\"messageId\":\"m" + record + "\"" : "") + "}";
        byte[] bytes = text.getBytes(UTF_8);
        JsonText.Document document = (JsonText.Document) JsonReader.read(bytes);
        Json.Obj call = (Json.Obj) document.value();
        boolean isJson = random.nextBoolean();
        CallType type = isAlias ? CallType.ALIAS : CallType.TRACK;
        EventFactory.Result.Made made = (EventFactory.Result.Made) FACTORY.historical(
                type,
                call,
                isJson ? new EventFactory.SourceText(bytes, document.spans(), call) : null,
                body -> "id-" + body.length);
        Raw raw = random.nextInt(3) == 0 ? Raw.of(text) : Raw.of(isJson ? bytes : ("row;" + record).getBytes(UTF_8));
        Reject.Recorded recorded = new Reject.Recorded(
                new Origin("0123456789abcdef", record),
                random.nextInt(9) == 0 ? Optional.of("m") : Optional.empty(),
                Optional.of(type),
                isJson ? Optional.empty() : Optional.of(Raw.of(bytes)),
                raw,
                Optional.empty());
        Position position = new Position("a", record, record + 1, record * 100);
        List<Problem.Code> warnings =
                made.problems().stream().map(Problem::code).toList();
        return new Item.Sending(READING, (int) record % 256, position, recorded, made.event(), warnings);
    }

    private static List<Object> seen(Item.Sent item) {
        Event event = item.event();
        Reject.Recorded recorded = item.recorded();
        List<Object> seen = new ArrayList<>(List.of(
                item.reading(),
                item.record(),
                item.partition(),
                item.position(),
                item.type(),
                item.happened(),
                item.batchItemBytes(),
                item.bytes(),
                item.warnings(),
                new String(event.batchItem(), UTF_8),
                new String(BatchBody.of(List.of(item)), UTF_8),
                new String(event.body(), UTF_8),
                event.batchItemBytes(),
                event.userKey(),
                String.valueOf(event.messageId()),
                String.valueOf(event.text(Field.PREVIOUS_ID)),
                String.valueOf(event.timestamp())));
        seen.addAll(List.of(
                recorded.origin(),
                recorded.messageId(),
                recorded.type(),
                recorded.call(),
                recorded.raw(),
                recorded.fingerprint()));
        return seen;
    }

    @Test
    void giveBackWhatWasPutIn() {
        Pieces pieces = new Pieces();
        Seeds.each(30, random -> {
            PackedItems items = new PackedItems(pieces);
            List<Item.Sending> put = new ArrayList<>();
            for (int i = 1; i <= random.nextInt(300); i++) {
                put.add(item(random, i));
                items.add(put.get(put.size() - 1));
            }
            assertThat(items).hasSameSizeAs(put);
            for (int i = 0; i < put.size(); i++) {
                assertThat(seen((Item.Sent) items.get(i))).isEqualTo(seen(put.get(i)));
            }
            // The next ones get the same pieces, with what is in them.
            items.release();
        });
    }

    /** However a batch is split, a body is as long as was said of it before it was written, and made of the same items. */
    @Test
    void areWrittenAsTheyWere() {
        Seeds.each(30, random -> {
            PackedItems items = new PackedItems(new Pieces());
            List<Item.Sent> sent = new ArrayList<>();
            List<String> put = new ArrayList<>();
            for (int i = 1; i <= 1 + random.nextInt(300); i++) {
                Item.Sending item = item(random, i);
                items.add(item);
                sent.add((Item.Sent) items.get(i - 1));
                put.add(new String(item.event().batchItem(), UTF_8));
            }
            int from = random.nextInt(sent.size());
            int to = from + 1 + random.nextInt(sent.size() - from);
            byte[] written = BatchBody.of(sent.subList(from, to));
            assertThat(new String(written, UTF_8))
                    .isEqualTo("{\"batch\":[" + String.join(",", put.subList(from, to)) + "]}");
            assertThat(new BatchBody(sent.subList(from, to)).size()).isEqualTo(written.length);
        });
    }

    @Test
    void keepNoObjectsOfWhatFollowsFromBytes() {
        Seeds.each(20, random -> {
            PackedItems items = new PackedItems(new Pieces());
            Item.Sending item = item(random, 7);
            items.add(item);
            assertThat(items.get(0) == item)
                    .isEqualTo(item.recorded().messageId().isPresent());
        });
    }
}
