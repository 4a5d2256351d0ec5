package io.github.cdpcli.input;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.JsonPath;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.KeyPath;
import io.github.cdpcli.json.TreeBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a row of a table becomes a call.
 *
 * <p>Where a column's cells go depends on the row's type: {@code name} is a field of a page and a trait of a person. The
 * names of documented fields are known in any case and with any separators ({@code User ID}); {@code properties.x},
 * {@code traits.x}, {@code context.x} and {@code integrations.x} go where they say, with brackets for what is nested; any
 * other name is a property or trait of just that name, brackets and dots included. Cells stay the text they are, but for
 * the flags among context and integrations. An empty cell leaves its field out.
 */
public final class ColumnMap {

    /** What a header gives. */
    public sealed interface Result {
        /** A way to map rows. */
        record Usable(ColumnMap columns) implements Result {}

        /** A header that no row can be mapped by; what is wrong, naming the columns. */
        record Unusable(List<String> problems) implements Result {
            public Unusable {
                problems = List.copyOf(problems);
            }
        }
    }

    /** What a row gives. */
    public sealed interface Mapped {
        /** A call, not yet checked; where nothing says of which type it is, it has none, and only its ids and time. */
        record Call(Json.Obj call) implements Mapped {}

        /** The row cannot be a call. */
        record Unfit(Problem problem) implements Mapped {}
    }

    private static final int SHOWN_OF_VALUE = 40;

    private final List<Column> columns;
    private final @Nullable CallType defaultType;
    private final @Nullable Column typeColumn;
    private final int width;
    private final Map<CallType, List<Column.Place>> places = new EnumMap<>(CallType.class);

    private ColumnMap(List<Column> columns, @Nullable CallType defaultType) {
        this.columns = List.copyOf(columns);
        this.defaultType = defaultType;
        this.typeColumn =
                columns.stream().filter(c -> c.is(Field.TYPE)).findFirst().orElse(null);
        this.width = columns.stream()
                .filter(Column::isNamed)
                .mapToInt(Column::number)
                .max()
                .orElse(0);
        for (CallType type : CallType.values()) {
            places.put(type, columns.stream().map(column -> column.in(type)).toList());
        }
    }

    /**
     * Reads a header.
     *
     * @param header the names of the columns
     * @param defaultType the type of rows that name none; null for none
     */
    public static Result of(List<String> header, @Nullable CallType defaultType) {
        List<Column> columns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            Column.Parsed parsed = Column.parse(i + 1, header.get(i));
            if (parsed instanceof Column.Parsed.Named named) {
                columns.add(named.column());
            } else if (parsed instanceof Column.Parsed.Bad bad) {
                problems.add(bad.why());
            }
        }
        if (!problems.isEmpty()) {
            return new Result.Unusable(problems);
        }
        if (columns.stream().noneMatch(Column::isKnown) && header.stream().anyMatch(ColumnMap::looksLikeData)) {
            return new Result.Unusable(List.of(headless(header)));
        }
        ColumnMap map = new ColumnMap(columns, defaultType);
        columns.forEach(column -> map.problem(column).ifPresent(problems::add));
        return problems.isEmpty() ? new Result.Usable(map) : new Result.Unusable(problems);
    }

    /** Numbers, times and addresses name no columns: where nothing else is known either, the header is missing. */
    private static boolean looksLikeData(String cell) {
        return cell.matches("\\s*\\d[-\\d.,:/ TZ+]*") || cell.contains("@");
    }

    private static String headless(List<String> header) {
        List<String> first = header.stream().limit(4).map(ColumnMap::shown).toList();
        return "has no header that is understood: its first line is " + String.join(", ", first)
                + (header.size() > 4 ? ", …" : "") + "; columns are named userId, event, timestamp and so on"
                + " (if it is a row already: --no-header --columns userId,…)";
    }

    /** Only what is wrong under every type that a row may have is wrong with the header. */
    private Optional<String> problem(Column column) {
        List<CallType> placing = possibleTypes().stream()
                .filter(type -> place(column, type) instanceof Column.Place.At)
                .toList();
        if (placing.isEmpty() && column.isNamed() && !column.hasPrefix()) {
            return Optional.of(column.label() + " " + ((Column.Place.Nowhere) place(column, CallType.ALIAS)).why());
        }
        return placing.isEmpty() || !placing.stream().allMatch(type -> collides(column, type))
                ? Optional.empty()
                : Optional.of(column.label() + " " + collision(column, placing.get(0)));
    }

    private List<CallType> possibleTypes() {
        return typeColumn == null && defaultType != null ? List.of(defaultType) : List.of(CallType.values());
    }

    private boolean collides(Column column, CallType type) {
        TreeBuilder tree = new TreeBuilder();
        columns.subList(0, column.number() - 1).forEach(before -> setsIn(tree, before, type));
        return !setsIn(tree, column, type);
    }

    private String collision(Column column, CallType type) {
        for (Column before : columns.subList(0, column.number() - 1)) {
            TreeBuilder tree = new TreeBuilder();
            if (setsIn(tree, before, type) && !before.name().isEmpty() && !setsIn(tree, column, type)) {
                return "goes to the same place as " + before.label();
            }
        }
        return "leaves a gap in an array";
    }

    private boolean setsIn(TreeBuilder tree, Column column, CallType type) {
        return !column.isNamed()
                || !(place(column, type) instanceof Column.Place.At at)
                || tree.set(at.path(), Json.Word.NULL).isEmpty();
    }

    /** Each column and where its cells go: {@code order_id -> properties.order_id}. */
    public List<String> description() {
        int longest = columns.stream()
                .mapToInt(column -> column.name().length())
                .filter(length -> length <= SHOWN_OF_VALUE)
                .max()
                .orElse(0);
        return columns.stream()
                .map(column -> {
                    String name = column.isNamed() ? column.name() : "column " + column.number();
                    return name + " ".repeat(Math.max(0, longest - name.length())) + " -> " + destination(column);
                })
                .toList();
    }

    private String destination(Column column) {
        if (!column.isNamed()) {
            return "left out: it has no name";
        }
        List<String> places = possibleTypes().stream()
                .map(type -> place(column, type))
                .filter(Column.Place.At.class::isInstance)
                .map(place -> JsonPath.of(((Column.Place.At) place).path()))
                .distinct()
                .toList();
        if (places.isEmpty()) {
            return "nowhere, and a row that fills it is rejected";
        }
        boolean isNeverSent = places.size() == 1 && CallRules.NEVER_SENT.contains(places.get(0));
        return isNeverSent
                ? "left out: it is never sent"
                : String.join(" or ", places) + (places.size() > 1 ? ", by type" : "");
    }

    private Column.Place place(Column column, CallType type) {
        return Objects.requireNonNull(places.get(type)).get(column.number() - 1);
    }

    /** Makes a call of one row's cells. */
    public Mapped map(List<String> cells) {
        Optional<Problem> misfit = misfit(cells);
        if (misfit.isPresent()) {
            return new Mapped.Unfit(misfit.get());
        }
        String named = typeColumn == null ? "" : cell(cells, typeColumn).strip();
        if (named.isEmpty()) {
            return defaultType == null ? untyped(cells) : typed(defaultType, cells);
        }
        return CallType.of(named.toLowerCase(Locale.ROOT))
                .map(type -> typed(type, cells))
                .orElseGet(() -> unfit(
                        Code.UNKNOWN_TYPE,
                        Field.TYPE.key(),
                        "is " + shown(named) + ", which is none of " + CallType.list()));
    }

    private Optional<Problem> misfit(List<String> cells) {
        if (cells.size() < width) {
            return Optional.of(new Problem(
                    Code.NOT_CSV,
                    "",
                    "the row has " + cells.size() + " cells, but the header names " + width + " columns"));
        }
        for (int i = 0; i < cells.size(); i++) {
            boolean isNamed = i < columns.size() && columns.get(i).isNamed();
            if (!isNamed && !cells.get(i).isEmpty()) {
                return Optional.of(new Problem(
                        Code.NOT_CSV,
                        "",
                        "the row has " + cells.size() + " cells, and holds " + shown(cells.get(i)) + " in column "
                                + (i + 1) + ", which has no name in the header"));
            }
        }
        return Optional.empty();
    }

    private Mapped typed(CallType type, List<String> cells) {
        TreeBuilder call = new TreeBuilder();
        call.set(KeyPath.of(Field.TYPE.key()), Json.of(type.wireName()));
        return fill(call, cells, column -> place(column, type));
    }

    /** Before the type is known, only what has the same place in every call has one. */
    private Mapped untyped(List<String> cells) {
        return fill(new TreeBuilder(), cells, column -> {
            Column.Place place = place(column, CallType.ALIAS);
            return places.values().stream()
                            .allMatch(other -> other.get(column.number() - 1).equals(place))
                    ? place
                    : null;
        });
    }

    private Mapped fill(TreeBuilder call, List<String> cells, Function<Column, Column.@Nullable Place> places) {
        for (Column column : columns) {
            String cell = cell(cells, column);
            Column.Place place = cell.isEmpty() || column.equals(typeColumn) ? null : places.apply(column);
            Optional<Problem> problem = place == null ? Optional.empty() : set(call, column, place, cell);
            if (problem.isPresent()) {
                return new Mapped.Unfit(problem.get());
            }
        }
        return new Mapped.Call(call.build());
    }

    private static Optional<Problem> set(TreeBuilder call, Column column, Column.Place place, String cell) {
        if (!(place instanceof Column.Place.At at)) {
            return Optional.of(problem(Code.WRONG_TYPE, column, ((Column.Place.Nowhere) place).why()));
        }
        Optional<Json> value = value(at.content(), cell);
        return value.isEmpty()
                ? Optional.of(problem(Code.WRONG_TYPE, column, "must be true or false, but is " + shown(cell)))
                : call.set(at.path(), value.get()).map(why -> problem(Code.WRONG_TYPE, column, why));
    }

    private static Optional<Json> value(Column.Content content, String cell) {
        if (content == Column.Content.TEXT) {
            return Optional.of(Json.of(cell));
        }
        return switch (cell.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> Optional.of(Json.Word.TRUE);
            case "false" -> Optional.of(Json.Word.FALSE);
            default -> content == Column.Content.FLAG ? Optional.empty() : Optional.of(Json.of(cell));
        };
    }

    /** The cell of a column; empty where the row ends before a column without a name. */
    private static String cell(List<String> cells, Column column) {
        return column.number() <= cells.size() ? cells.get(column.number() - 1) : "";
    }

    private static Problem problem(Code code, Column column, String message) {
        return new Problem(code, column.name(), "(column " + column.number() + ") " + message);
    }

    private static Mapped unfit(Code code, String path, String message) {
        return new Mapped.Unfit(new Problem(code, path, message));
    }

    private static String shown(String value) {
        return '"' + (value.length() > SHOWN_OF_VALUE ? value.substring(0, SHOWN_OF_VALUE) + "…" : value) + '"';
    }
}
