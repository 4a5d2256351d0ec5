package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a row of JSON that is not in the shape of a call becomes calls. Columns are paths into it: a dot is a step down,
 * unless a key with the dot in it is there, and {@code [0]} the first item of an array. What is not spoken of goes where a
 * column of its name would go; values stay as they are, unless the mapping names a type.
 */
final class DocumentMap {

    /** So many names are remembered, so that memory is bounded whatever the rows hold. */
    private static final int MOST_REMEMBERED = 10_000;

    private final Mapping mapping;
    private final CallMaker maker;
    private final Map<String, CallMaker.Placed> ruled = new LinkedHashMap<>();
    private final Map<String, Heading.Parsed> members = new HashMap<>();
    private final Map<Heading, CallMaker.Placed> placed = new HashMap<>();
    private final CallMaker.Placed messageId;

    DocumentMap(Mapping mapping, @Nullable CallType defaultType) {
        this.mapping = mapping;
        this.maker = new CallMaker(mapping, defaultType);
        this.messageId = placed(new Heading(Field.MESSAGE_ID.key(), Field.MESSAGE_ID, null, null));
        mapping.columns().forEach((path, rule) -> {
            String name = rule.to().orElse(path);
            // The draft was checked: what stands there is a name.
            Heading.Parsed parsed = rule.to().isPresent()
                    ? Heading.parse(name, mapping.nestsDots())
                    : Heading.untyped(name, mapping.nestsDots());
            Heading heading = Heading.whole(name).orElseGet(() -> ((Heading.Parsed.Good) parsed).heading());
            CellType type = rule.type().orElse(heading.type());
            ruled.put(path, maker.placed(new Column(0, path, heading, type, false)));
        });
    }

    /** What is wrong with the mapping whatever the rows are. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        for (Mapping.Constant constant : mapping.constants()) {
            boolean hasPlace = maker.possibleTypes(true).stream()
                    .anyMatch(type -> maker.placeOf(constant, type).isPresent());
            if (!hasPlace) {
                problems.add(
                        "cannot take the constant " + CallMaker.shown(constant.key()) + ": no call has a place for it");
            }
        }
        return problems;
    }

    /** Makes calls of a row. */
    Mapped map(Json.Obj row) {
        Json.Obj kept = row;
        for (String path : mapping.dropped()) {
            kept = DocumentPath.drop(kept, path);
        }
        Map<CallMaker.Placed, DocumentPath> taken = new LinkedHashMap<>();
        for (Map.Entry<String, CallMaker.Placed> rule : ruled.entrySet()) {
            DocumentPath.find(kept, rule.getKey()).ifPresent(found -> taken.put(rule.getValue(), found));
        }
        List<CallMaker.Named> values = new ArrayList<>();
        for (String key : kept.members().keySet()) {
            Optional<Problem> problem = member(kept, key, taken, values);
            if (problem.isPresent()) {
                return new Mapped.Unfit(problem.get());
            }
        }
        mapping.messageId()
                .filter(path -> values.stream()
                        .noneMatch(value -> value.column().column().is(Field.MESSAGE_ID)))
                .flatMap(path -> DocumentPath.find(row, path))
                .ifPresent(found -> values.add(new CallMaker.Named(messageId, found.value(), false)));
        return typed(values);
    }

    private Mapped typed(List<CallMaker.Named> values) {
        String type = "";
        List<CallMaker.Named> others = new ArrayList<>();
        for (CallMaker.Named value : values) {
            if (!value.column().column().is(Field.TYPE)) {
                others.add(value);
            } else if (value.value() instanceof Json.Str text && mapping.emit().isEmpty()) {
                type = text.value();
            } else if (value.value() != Json.Word.NULL) {
                String why = mapping.emit().isEmpty()
                        ? "must be a string, but is " + value.value().kind()
                        : "is there, but the mapping says which calls are made: --drop it, or --rename it";
                return new Mapped.Unfit(
                        new Problem(Code.WRONG_TYPE, value.column().column().header(), why));
            }
        }
        return maker.make(type, others);
    }

    /** What the mapping says of a member and of what is in it, then the rest of it under its own name. */
    private Optional<Problem> member(
            Json.Obj row, String key, Map<CallMaker.Placed, DocumentPath> taken, List<CallMaker.Named> values) {
        Json rest = row.get(key);
        for (Map.Entry<CallMaker.Placed, DocumentPath> entry : taken.entrySet()) {
            if (entry.getValue().isIn(key)) {
                values.add(new CallMaker.Named(entry.getKey(), entry.getValue().value(), false));
                rest = rest == null ? null : entry.getValue().without(rest);
            }
        }
        if (rest == null) {
            return Optional.empty();
        }
        Heading.Parsed heading = heading(key);
        if (heading instanceof Heading.Parsed.Bad bad) {
            return Optional.of(new Problem(Code.WRONG_TYPE, key, bad.why()));
        }
        values.add(new CallMaker.Named(placed(((Heading.Parsed.Good) heading).heading()), rest, false));
        return Optional.empty();
    }

    private Heading.Parsed heading(String key) {
        Heading.Parsed known = members.get(key);
        if (known == null) {
            known = Heading.ofMember(key, mapping.nestsDots());
            if (members.size() < MOST_REMEMBERED) {
                members.put(key, known);
            }
        }
        return known;
    }

    private CallMaker.Placed placed(Heading heading) {
        CallMaker.Placed known = placed.get(heading);
        if (known == null) {
            known = maker.placed(new Column(0, heading.name(), heading, null, false));
            if (placed.size() < MOST_REMEMBERED) {
                placed.put(heading, known);
            }
        }
        return known;
    }
}
