package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.json.KeyPath;
import io.github.cdpcli.json.TreeBuilder;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes calls of a row's values: puts each where its column says, and the constants on top. */
final class CallMaker {

    private static final int SHOWN_OF_VALUE = 40;

    private final Mapping mapping;
    private final @Nullable CallType defaultType;
    private final @Nullable ZoneId zone;
    private final Map<CallType, Json.Obj> constants = new EnumMap<>(CallType.class);

    /**
     * A maker of calls.
     *
     * @param defaultType the type of rows that name none; null for none
     */
    CallMaker(Mapping mapping, @Nullable CallType defaultType) {
        this.mapping = mapping;
        this.defaultType = defaultType;
        this.zone = mapping.zone().orElse(null);
        for (CallType type : CallType.values()) {
            TreeBuilder tree = new TreeBuilder();
            mapping.constants()
                    .forEach(constant -> placeOf(constant, type).ifPresent(path -> tree.set(path, constant.value())));
            constants.put(type, tree.build());
        }
    }

    /** A column and where it goes, found once and not for every row. */
    record Placed(Column column, Map<CallType, Column.Place> places) {

        Column.Place in(CallType type) {
            return Objects.requireNonNull(places.get(type));
        }

        /** The place if it is the same in every call. */
        Optional<Column.Place> everywhere() {
            Column.Place place = in(CallType.ALIAS);
            return places.values().stream().allMatch(place::equals) ? Optional.of(place) : Optional.empty();
        }
    }

    /**
     * A value of a row.
     *
     * @param empty whether it stands for an empty cell, which has a place only among the user's own fields
     */
    record Named(Placed column, Json value, boolean empty) {}

    Placed placed(Column column) {
        Map<CallType, Column.Place> places = new EnumMap<>(CallType.class);
        Optional<CallType> main = mapping.main();
        for (CallType type : CallType.values()) {
            places.put(
                    type,
                    main.isPresent() && mapping.emit().contains(type)
                            ? column.in(type, mapping.emit(), main.get())
                            : column.in(type));
        }
        return new Placed(column, places);
    }

    /** The types that a row may have, as far as that is known before it is read. */
    List<CallType> possibleTypes(boolean rowsNameTheirs) {
        if (!mapping.emit().isEmpty()) {
            return mapping.emit();
        }
        return rowsNameTheirs || defaultType == null ? List.of(CallType.values()) : List.of(defaultType);
    }

    /** The type of rows that name none; null for none. */
    @Nullable
    CallType usualType() {
        return defaultType;
    }

    /** What goes on top of every call of a type. */
    Json.Obj constants(CallType type) {
        return Objects.requireNonNull(constants.get(type));
    }

    /** Where a constant goes; a documented field goes only to the calls that have it. */
    Optional<KeyPath> placeOf(Mapping.Constant constant, CallType type) {
        Heading heading = heading(constant);
        Column column = new Column(0, constant.key(), heading, null, false);
        boolean foreign = heading.target() != null && !type.has(heading.target());
        return !foreign && placed(column).in(type) instanceof Column.Place.At at
                ? Optional.of(at.path())
                : Optional.empty();
    }

    private Heading heading(Mapping.Constant constant) {
        return ((Heading.Parsed.Good) Heading.ofConstant(constant.key(), mapping.nestsDots())).heading();
    }

    /**
     * Makes the calls of a row.
     *
     * @param named the type that the row names; empty when it names none
     */
    Mapped make(String named, List<Named> values) {
        if (!mapping.emit().isEmpty()) {
            return all(mapping.emit(), values);
        } else if (named.isBlank()) {
            return defaultType == null ? untyped(values) : all(List.of(defaultType), values);
        }
        return CallType.of(named.strip().toLowerCase(Locale.ROOT))
                .map(type -> all(List.of(type), values))
                .orElseGet(() -> new Mapped.Unfit(new Problem(
                        Code.UNKNOWN_TYPE,
                        Field.TYPE.key(),
                        "is " + shown(named.strip()) + ", which is none of " + CallType.list())));
    }

    private Mapped all(List<CallType> types, List<Named> values) {
        List<Json.Obj> calls = new ArrayList<>();
        for (CallType type : types) {
            TreeBuilder call = new TreeBuilder();
            call.set(KeyPath.of(Field.TYPE.key()), Json.of(type.wireName()));
            for (Named value : values) {
                Optional<Problem> problem = set(call, value, value.column().in(type));
                if (problem.isPresent()) {
                    return new Mapped.Unfit(problem.get());
                }
            }
            Json.Obj top = constants(type);
            calls.add(top.members().isEmpty() ? call.build() : call.build().overlaidBy(top));
        }
        return new Mapped.Calls(calls);
    }

    /** Before the type is known, only what has the same place in every call has one. */
    private Mapped untyped(List<Named> values) {
        TreeBuilder call = new TreeBuilder();
        for (Named value : values) {
            Optional<Problem> problem = value.column().everywhere().flatMap(place -> set(call, value, place));
            if (problem.isPresent()) {
                return new Mapped.Unfit(problem.get());
            }
        }
        return new Mapped.Calls(List.of(call.build()));
    }

    private Optional<Problem> set(TreeBuilder call, Named named, Column.Place place) {
        Column column = named.column().column();
        if (place instanceof Column.Place.Nowhere nowhere && !named.empty()) {
            return Optional.of(problem(column, nowhere.why()));
        }
        if (!(place instanceof Column.Place.At at)) {
            return Optional.empty();
        }
        if (!named.empty()) {
            return set(call, column, at, named.value());
        }
        boolean fits = column.type() == null || named.value() == Json.Word.NULL;
        return isOwn(at) && fits ? put(call, column, at.path(), named.value()) : Optional.empty();
    }

    /** Whether it is a field of the user's, which may as well hold nothing. */
    private static boolean isOwn(Column.Place.At at) {
        return at.path().steps().size() > 1
                && !at.path().steps().get(0).equals(new KeyPath.Step.Key(Field.INTEGRATIONS.key()));
    }

    private Optional<Problem> set(TreeBuilder call, Column column, Column.Place.At at, Json value) {
        boolean isCell = column.number() > 0;
        CellType type = column.type() == null && isCell ? at.content() : column.type();
        CellType.Read read = type == null ? new CellType.Read.Value(value) : type.read(value, zone);
        if (read instanceof CellType.Read.Misfit misfit) {
            return Optional.of(misfit(column, value, misfit));
        } else if (read instanceof CellType.Read.Value good) {
            return put(call, column, at.path(), good.json());
        }
        boolean isNull = mapping.empty() == Mapping.Empty.NULL && isOwn(at);
        return isNull ? put(call, column, at.path(), Json.Word.NULL) : Optional.empty();
    }

    private static Problem misfit(Column column, Json value, CellType.Read.Misfit misfit) {
        String message = "must be " + misfit.expected() + ", but is "
                + shown(value instanceof Json.Str text ? text.value() : JsonWriter.text(value))
                + (misfit.hint().isEmpty() ? "" : ": " + misfit.hint());
        if (column.inferred()) {
            message += "; --infer found only such values in the first rows: give --types '" + column.header()
                    + "=text', or mend the cell";
        }
        boolean isTime = column.is(Field.TIMESTAMP);
        return new Problem(isTime ? Code.BAD_TIMESTAMP : Code.WRONG_TYPE, column.header(), column.mark() + message);
    }

    /** An object that is a field of the call is laid out, so that what else goes into it finds its place there. */
    private static Optional<Problem> put(TreeBuilder call, Column column, KeyPath path, Json value) {
        return (column.heading().isWhole() ? layOut(call, path, value) : call.set(path, value))
                .map(why -> problem(column, why));
    }

    private static Optional<String> layOut(TreeBuilder call, KeyPath path, Json value) {
        if (!(value instanceof Json.Obj object) || object.members().isEmpty()) {
            return call.set(path, value);
        }
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            List<KeyPath.Step> deeper = new ArrayList<>(path.steps());
            deeper.add(new KeyPath.Step.Key(member.getKey()));
            Optional<String> why = layOut(call, new KeyPath(deeper), member.getValue());
            if (why.isPresent()) {
                return why;
            }
        }
        return Optional.empty();
    }

    private static Problem problem(Column column, String message) {
        return new Problem(Code.WRONG_TYPE, column.header(), column.mark() + message);
    }

    /** A value as messages show it. */
    static String shown(String value) {
        return '"' + (value.length() > SHOWN_OF_VALUE ? value.substring(0, SHOWN_OF_VALUE) + "…" : value) + '"';
    }
}
