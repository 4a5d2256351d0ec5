package io.github.cdpcli.sandbox;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.JsonWriter;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into a body: the calls in it, or what is wrong. A batch with one bad item is bad as a whole. */
final class Inspector {

    private static final String BATCH = "batch";

    private final CallRules rules;

    Inspector(Clock clock) {
        rules = new CallRules(clock, TimestampReader.forCalls());
    }

    /** One call of a body, and its bytes: those sent, or for the item of a batch, the same value written compactly. */
    static final class Item {
        private final CallType type;
        private final Json.Obj call;
        private final byte[] json;

        Item(CallType type, Json.Obj call, byte[] json) {
            this.type = type;
            this.call = call;
            this.json = json;
        }

        CallType type() {
            return type;
        }

        Json.Obj call() {
            return call;
        }

        byte[] json() {
            return json;
        }
    }

    /** What a body holds. */
    record Finding(List<Item> items, List<String> errors) {}

    /** Whether a path below the base is one of the API's. */
    static boolean isEndpoint(String name) {
        return name.equals(BATCH) || CallType.of(name).isPresent();
    }

    Finding inspect(String endpoint, byte[] body) {
        List<Item> items = new ArrayList<>();
        List<String> errors = new ArrayList<>();
        JsonText text = JsonReader.read(body);
        if (text instanceof JsonText.Malformed malformed) {
            errors.add("body is not JSON: " + malformed.why());
        } else if (text instanceof JsonText.Document document) {
            Optional<CallType> type = CallType.of(endpoint);
            if (type.isPresent()) {
                call(type.get(), document.value(), body, "", items, errors);
            } else {
                batch(document.value(), body.length, items, errors);
            }
        }
        return new Finding(items, errors);
    }

    private void batch(Json body, int bytes, List<Item> items, List<String> errors) {
        if (bytes > Limits.BATCH_MAX_BYTES) {
            errors.add("batch is larger than " + Limits.BATCH_MAX_BYTES + " bytes");
            return;
        }
        if (!(body instanceof Json.Obj object) || !(object.get(BATCH) instanceof Json.Arr batch)) {
            errors.add("batch must be an array of calls");
            return;
        }
        for (int i = 0; i < batch.items().size(); i++) {
            item(batch.items().get(i), BATCH + "[" + i + "].", items, errors);
        }
    }

    private void item(Json item, String place, List<Item> items, List<String> errors) {
        Optional<CallType> type = item instanceof Json.Obj object && object.text("type") != null
                ? CallType.of(String.valueOf(object.text("type")))
                : Optional.empty();
        if (type.isEmpty()) {
            errors.add(place + "type must be one of " + CallType.list());
        } else {
            call(type.get(), item, JsonWriter.bytes(item), place, items, errors);
        }
    }

    private void call(CallType type, Json value, byte[] json, String place, List<Item> items, List<String> errors) {
        if (!(value instanceof Json.Obj call)) {
            errors.add(place + "call must be an object");
            return;
        }
        if (json.length > Limits.CALL_BYTES) {
            errors.add(place + "call is larger than " + Limits.CALL_BYTES + " bytes");
        }
        for (Problem problem : rules.check(type, call).problems()) {
            if (problem.isError()) {
                errors.add(place + problem.path() + " " + problem.message());
            }
        }
        items.add(new Item(type, call, json));
    }
}
