package io.github.cdpcli.sandbox;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Limits;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.TimestampReader;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks into a body: the calls in it, and what is wrong. A batch with one bad item is bad as a whole. */
final class Inspector {

    private static final String BATCH = "batch";

    /** A client needs to know where to look, not every place: a batch can hold a quarter of a million mistakes. */
    private static final int ERRORS = 20;

    private static final int ERROR_CHARACTERS = 300;

    private final CallRules rules;

    Inspector(Clock clock) {
        rules = new CallRules(clock, TimestampReader.forCalls());
    }

    /**
     * One call of a body.
     *
     * @param type the name of its type; empty when it names none of the six
     * @param call the call as the service understands it, its ids strings
     * @param json its own bytes as they were sent; only to be read by index
     */
    record Item(String type, Json.Obj call, ByteBuffer json) {}

    /** What a body holds. */
    record Finding(List<Item> items, List<String> errors) {}

    static boolean isEndpoint(String name) {
        return name.equals(BATCH) || CallType.of(name).isPresent();
    }

    /** What a body may weigh; that of a batch, its items apart. */
    static int limit(String endpoint) {
        return endpoint.equals(BATCH) ? Limits.BATCH_MAX_BYTES : Limits.CALL_BYTES;
    }

    Finding inspect(String endpoint, byte[] body) {
        return new Look().into(endpoint, body);
    }

    /** One look: collects calls and errors. */
    private final class Look {
        private final List<Item> items = new ArrayList<>();
        private final List<String> errors = new ArrayList<>();
        private int more;

        Finding into(String endpoint, byte[] body) {
            JsonText text = JsonReader.read(body);
            if (text instanceof JsonText.Malformed malformed) {
                error("body is not JSON: " + malformed.why() + " (line " + malformed.line() + ", column "
                        + malformed.column() + ")");
            } else if (text instanceof JsonText.Document document) {
                CallType.of(endpoint)
                        .ifPresentOrElse(
                                type -> call(Optional.of(type), document.value(), ByteBuffer.wrap(body), ""),
                                () -> batch(document, body));
            }
            if (more > 0) {
                errors.add("and " + more + " more");
            }
            return new Finding(items, errors);
        }

        private void batch(JsonText.Document document, byte[] body) {
            JsonText.Span span = document.spans().get(BATCH);
            if (span == null
                    || !(document.value() instanceof Json.Obj object)
                    || !(object.get(BATCH) instanceof Json.Arr batch)) {
                error("batch must be an array of calls");
                return;
            }
            List<ByteBuffer> json = BatchItems.of(body, span.start(), span.end());
            for (int i = 0; i < batch.items().size(); i++) {
                Json item = batch.items().get(i);
                call(typeNamedBy(item), item, json.get(i), BATCH + "[" + i + "].");
            }
        }

        private Optional<CallType> typeNamedBy(Json item) {
            String name = item instanceof Json.Obj call ? call.text("type") : null;
            return name == null ? Optional.empty() : CallType.of(name);
        }

        private void call(Optional<CallType> type, Json value, ByteBuffer json, String place) {
            Json.Obj call = value instanceof Json.Obj object ? object : Json.Obj.empty();
            if (type.isEmpty()) {
                error(place + "type must be one of " + CallType.list());
            } else if (call != value) {
                error(place + "call must be an object");
            } else {
                call = checked(type.get(), call, place);
            }
            if (json.limit() > Limits.CALL_BYTES) {
                error(place + "call is larger than " + Limits.CALL_BYTES + " bytes");
            }
            items.add(new Item(type.map(CallType::wireName).orElse(""), call, json));
        }

        private Json.Obj checked(CallType type, Json.Obj call, String prefix) {
            CallRules.Checked checked = rules.check(type, call);
            checked.problems().stream()
                    .filter(Problem::isError)
                    .forEach(problem -> error(prefix + problem.path() + " " + problem.message()));
            return checked.call();
        }

        private void error(String text) {
            if (errors.size() < ERRORS) {
                errors.add(sendable(text.substring(0, Math.min(text.length(), ERROR_CHARACTERS))));
            } else {
                more++;
            }
        }
    }

    /** The same without halves of surrogate pairs, which calls may spell and answers cannot. */
    static String sendable(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
