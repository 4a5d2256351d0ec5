package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.json.Json;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the user said about how rows become calls. {@link MappingDraft} makes one of a file and options.
 *
 * @param type the call that a row is when it does not say so itself; empty for none
 * @param columns by name, what is said about a column; for rows of JSON, the name is a path
 * @param constants what every call gets
 * @param dropped the columns that are left out
 * @param emit the calls that each row makes, without any twice; empty for one a row
 * @param zone the zone of times that name none
 * @param nulls texts that stand for nothing
 * @param empty what becomes of an empty cell
 * @param messageId the column whose text is also the message id
 * @param infers whether columns of numbers and of true and false are found by looking
 * @param nestsDots whether dots in names of properties and traits are steps down
 */
public record Mapping(
        Optional<CallType> type,
        Map<String, Rule> columns,
        List<Constant> constants,
        Set<String> dropped,
        List<CallType> emit,
        Optional<ZoneId> zone,
        Set<String> nulls,
        Empty empty,
        Optional<String> messageId,
        boolean infers,
        boolean nestsDots) {

    /** Nothing is said: columns are known by their names, and cells are text. */
    public static final Mapping NONE = new Mapping(
            Optional.empty(),
            Map.of(),
            List.of(),
            Set.of(),
            List.of(),
            Optional.empty(),
            Set.of(),
            Empty.LEFT_OUT,
            Optional.empty(),
            false,
            false);

    /**
     * What is said about one column.
     *
     * @param to the name to take it for; empty for its own
     * @param type what its values are; empty when that is not said
     */
    public record Rule(Optional<String> to, Optional<CellType> type) {}

    /**
     * A value for every call.
     *
     * @param key the name of a column that would hold it
     */
    public record Constant(String key, Json value) {}

    /** What becomes of an empty cell of the user's own fields; those of others are always left out. */
    public enum Empty {
        LEFT_OUT,
        KEEP,
        NULL;

        static Optional<Empty> of(String word) {
            return word.equals("keep") || word.equals("null")
                    ? Optional.of(valueOf(word.toUpperCase(Locale.ROOT)))
                    : Optional.empty();
        }
    }

    public Mapping {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        constants = List.copyOf(constants);
        dropped = Collections.unmodifiableSet(new LinkedHashSet<>(dropped));
        emit = List.copyOf(emit);
        nulls = Collections.unmodifiableSet(new LinkedHashSet<>(nulls));
    }

    /** Whether rows of JSON are taken apart and put together anew, and not sent as they are. */
    boolean shapesDocuments() {
        return !columns.isEmpty()
                || !constants.isEmpty()
                || !dropped.isEmpty()
                || !emit.isEmpty()
                || messageId.isPresent();
    }

    /** Of several calls that a row makes, the one that takes what is nobody's in particular. */
    Optional<CallType> main() {
        return type.filter(emit::contains)
                .or(() ->
                        emit.stream().filter(call -> call.has(Field.PROPERTIES)).findFirst())
                .or(() -> emit.stream().findFirst());
    }

    @Nullable
    Rule rule(String column) {
        return columns.get(column);
    }

    /** Every column that something is said about. */
    Set<String> named() {
        Set<String> names = new LinkedHashSet<>(columns.keySet());
        names.addAll(dropped);
        messageId.ifPresent(names::add);
        return names;
    }

    /** The same as one object, for telling whether another run is about the same calls; empty when nothing is said. */
    public Json.Obj asJson() {
        Map<String, Json> members = new LinkedHashMap<>();
        type.ifPresent(call -> members.put("type", Json.of(call.wireName())));
        Map<String, Json> rules = new LinkedHashMap<>();
        columns.forEach((name, rule) -> rules.put(name, asJson(rule)));
        members.put("columns", new Json.Obj(rules));
        members.put(
                "set",
                new Json.Arr(constants.stream()
                        .<Json>map(constant -> new Json.Arr(List.of(Json.of(constant.key()), constant.value())))
                        .toList()));
        members.put("drop", texts(dropped));
        members.put("emit", texts(emit.stream().map(CallType::wireName).toList()));
        zone.ifPresent(known -> members.put("timezone", Json.of(known.getId())));
        members.put("null", texts(nulls));
        if (empty != Empty.LEFT_OUT) {
            members.put("empty", Json.of(empty.name().toLowerCase(Locale.ROOT)));
        }
        messageId.ifPresent(column -> members.put("messageId", Json.of(column)));
        members.put("infer", Json.of(infers));
        members.put("nestDots", Json.of(nestsDots));
        members.values().removeIf(Mapping::saysNothing);
        return new Json.Obj(members);
    }

    private static boolean saysNothing(Json value) {
        return value == Json.Word.FALSE
                || (value instanceof Json.Arr list && list.items().isEmpty())
                || (value instanceof Json.Obj object && object.members().isEmpty());
    }

    private static Json asJson(Rule rule) {
        Map<String, Json> members = new LinkedHashMap<>();
        rule.to().ifPresent(to -> members.put("to", Json.of(to)));
        rule.type().ifPresent(type -> members.put("type", Json.of(type.wireName())));
        return new Json.Obj(members);
    }

    private static Json texts(Iterable<String> texts) {
        List<Json> items = new ArrayList<>();
        texts.forEach(text -> items.add(Json.of(text)));
        return new Json.Arr(items);
    }
}
