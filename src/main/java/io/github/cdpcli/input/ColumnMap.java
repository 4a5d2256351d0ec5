package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.KeyTable;
import io.github.cdpcli.json.TreeBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a row of a table becomes calls.
 *
 * <p>Where a column's cells go depends on the row's type: {@code name} is a field of a page and a trait of a person. The
 * names of documented fields are known in any case and with any separators ({@code User ID}); {@code properties.x},
 * {@code traits.x}, {@code context.x} and {@code integrations.x} go where they say, with brackets for what is nested; any
 * other name is a property or trait of just that name, brackets and dots included. Cells stay the text they are, but for
 * the flags among context and integrations, and for columns that have a type, in the header or by the {@link Mapping},
 * which may also take a column for another. An empty cell leaves its field out unless the mapping says otherwise.
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

    private static final int NAMES_SHOWN = 12;

    private final Mapping mapping;
    private final CallMaker maker;
    private final List<CallMaker.Placed> columns;
    private final List<String> header;
    private final boolean[] named;
    private final @Nullable Column typeColumn;
    private final int width;

    private ColumnMap(Mapping mapping, CallMaker maker, List<Column> columns, List<String> header, boolean[] named) {
        this.mapping = mapping;
        this.maker = maker;
        this.header = List.copyOf(header);
        this.named = named;
        this.columns = columns.stream().map(maker::placed).toList();
        this.typeColumn =
                columns.stream().filter(c -> c.is(Field.TYPE)).findFirst().orElse(null);
        int last = named.length;
        while (last > 0 && !named[last - 1]) {
            last--;
        }
        this.width = last;
    }

    /**
     * Reads a header.
     *
     * @param header the names of the columns
     * @param defaultType the type of rows that name none; null for none
     */
    public static Result of(List<String> header, @Nullable CallType defaultType, Mapping mapping) {
        List<Column> columns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        boolean[] named = new boolean[header.size()];
        for (int i = 0; i < header.size(); i++) {
            named[i] = !header.get(i).isBlank();
            Column.Parsed parsed = Column.parse(i + 1, header.get(i), mapping);
            if (parsed instanceof Column.Parsed.Named good && named[i]) {
                columns.add(good.column());
                if (!good.column().is(Field.MESSAGE_ID)) {
                    messageId(i + 1, header.get(i), mapping).ifPresent(columns::add);
                }
            } else if (parsed instanceof Column.Parsed.Dropped) {
                messageId(i + 1, header.get(i), mapping).ifPresent(columns::add);
            } else if (parsed instanceof Column.Parsed.Bad bad) {
                problems.add(bad.why());
            }
        }
        problems.addAll(missing(header, mapping));
        if (!problems.isEmpty()) {
            return new Result.Unusable(problems);
        }
        boolean isUnderstood =
                columns.stream().anyMatch(column -> column.heading().isKnown());
        if (!isUnderstood && header.stream().anyMatch(ColumnMap::looksLikeData)) {
            return new Result.Unusable(List.of(headless(header)));
        }
        ColumnMap map = new ColumnMap(mapping, new CallMaker(mapping, defaultType), columns, header, named);
        return map.problems().isEmpty() ? new Result.Usable(map) : new Result.Unusable(map.problems());
    }

    /** The message id is taken from a column beside what else becomes of it. */
    private static Optional<Column> messageId(int number, String header, Mapping mapping) {
        return mapping.messageId()
                .filter(header.strip()::equals)
                .map(name -> new Column(
                        number, name, new Heading(Field.MESSAGE_ID.key(), Field.MESSAGE_ID, null, null), null, false));
    }

    /** What is said about columns that are not there is a mistake, and would be missed in silence. */
    private static List<String> missing(List<String> header, Mapping mapping) {
        List<String> names = header.stream().map(String::strip).toList();
        List<String> problems = new ArrayList<>();
        for (String wanted : mapping.named()) {
            boolean there = names.stream()
                    .anyMatch(name -> name.equals(wanted)
                            || CellType.Named.split(name)
                                    .filter(parts -> parts.get(0).equals(wanted))
                                    .isPresent());
            if (!there) {
                problems.add("has no column " + CallMaker.shown(wanted) + ", which the mapping names"
                        + alike(wanted, names));
            }
        }
        return problems;
    }

    private static String alike(String wanted, List<String> names) {
        Optional<String> alike = names.stream()
                .filter(name -> Heading.plain(name).equals(Heading.plain(wanted)))
                .findFirst();
        return alike.map(name -> "; did you mean " + CallMaker.shown(name) + "?")
                .orElseGet(() -> "; its columns are "
                        + names.stream()
                                .filter(name -> !name.isEmpty())
                                .limit(NAMES_SHOWN)
                                .map(CallMaker::shown)
                                .collect(Collectors.joining(", "))
                        + (names.size() > NAMES_SHOWN ? ", …" : ""));
    }

    /** Numbers, times and addresses name no columns: where nothing else is known either, the header is missing. */
    private static boolean looksLikeData(String cell) {
        return cell.matches("\\s*\\d[-\\d.,:/ TZ+]*") || cell.contains("@");
    }

    private static String headless(List<String> header) {
        List<String> first = header.stream().limit(4).map(CallMaker::shown).toList();
        return "has no header that is understood: its first line is " + String.join(", ", first)
                + (header.size() > 4 ? ", …" : "") + "; columns are named userId, event, timestamp and so on"
                + " (if it is a row already: --no-header --columns userId,…)";
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (typeColumn != null && !mapping.emit().isEmpty()) {
            problems.add(typeColumn.label() + " names the type of each row, but the mapping emits "
                    + mapping.emit().stream().map(CallType::wireName).collect(Collectors.joining(", "))
                    + "; drop the column, or take it for another by --rename '" + typeColumn.header()
                    + "=properties.type'");
        }
        for (int i = 0; i < columns.size(); i++) {
            problem(i).ifPresent(problems::add);
        }
        mapping.constants().forEach(constant -> problem(constant).ifPresent(problems::add));
        return problems;
    }

    private List<CallType> possibleTypes() {
        return maker.possibleTypes(typeColumn != null);
    }

    /** Only what is wrong under every type that a row may have is wrong with the header. */
    private Optional<String> problem(int index) {
        Column column = columns.get(index).column();
        List<CallType> placing = possibleTypes().stream()
                .filter(type -> columns.get(index).in(type) instanceof Column.Place.At)
                .toList();
        if (placing.isEmpty() && !column.heading().hasPrefix()) {
            String why = possibleTypes().stream()
                    .map(columns.get(index)::in)
                    .filter(Column.Place.Nowhere.class::isInstance)
                    .map(place -> ((Column.Place.Nowhere) place).why())
                    .findFirst()
                    .orElse("has no place");
            return Optional.of(column.label() + " " + why);
        }
        boolean collides = mapping.emit().isEmpty()
                ? !placing.isEmpty() && placing.stream().allMatch(type -> collides(index, type))
                : placing.stream().anyMatch(type -> collides(index, type));
        return collides
                ? Optional.of(column.label() + " "
                        + collision(
                                index,
                                placing.stream()
                                        .filter(type -> collides(index, type))
                                        .findFirst()
                                        .orElseThrow()))
                : Optional.empty();
    }

    private boolean collides(int index, CallType type) {
        TreeBuilder tree = new TreeBuilder();
        columns.subList(0, index).forEach(before -> setsIn(tree, before, type));
        return !setsIn(tree, columns.get(index), type);
    }

    private String collision(int index, CallType type) {
        for (CallMaker.Placed before : columns.subList(0, index)) {
            TreeBuilder tree = new TreeBuilder();
            if (setsIn(tree, before, type) && !setsIn(tree, columns.get(index), type)) {
                return "goes to the same place as " + before.column().label()
                        + "; leave one out by --drop, or name another place by --rename";
            }
        }
        return "leaves a gap in an array";
    }

    private static boolean setsIn(TreeBuilder tree, CallMaker.Placed column, CallType type) {
        return column.column().heading().isWhole()
                || !(column.in(type) instanceof Column.Place.At at)
                || tree.set(at.path(), Json.Word.NULL).isEmpty();
    }

    /** What becomes of each column, a line for each. */
    public List<String> description() {
        return new ColumnDescription(header, columns, mapping, possibleTypes(), maker).lines();
    }

    /** A constant that no call has a place for, or that would hide a column. */
    private Optional<String> problem(Mapping.Constant constant) {
        String name = "the constant " + CallMaker.shown(constant.key());
        List<CallType> placing = possibleTypes().stream()
                .filter(type -> maker.placeOf(constant, type).isPresent())
                .toList();
        if (placing.isEmpty()) {
            return Optional.of("cannot take " + name + ": no "
                    + possibleTypes().stream().map(CallType::wireName).collect(Collectors.joining(" or "))
                    + " call has a place for it");
        }
        for (CallMaker.Placed column : columns) {
            boolean hides = placing.stream().anyMatch(type -> {
                TreeBuilder tree = new TreeBuilder();
                return setsIn(tree, column, type)
                        && maker.placeOf(constant, type)
                                .filter(path -> tree.set(path, Json.Word.NULL).isPresent())
                                .isPresent();
            });
            if (hides) {
                return Optional.of(
                        "cannot take " + name + ": " + column.column().label()
                                + " goes to the same place; drop one of them (--drop '"
                                + column.column().header() + "')");
            }
        }
        return Optional.empty();
    }

    /** The same with types for columns of numbers and of true and false, as far as the first rows tell. */
    ColumnMap inferring(List<List<String>> rows) {
        List<List<String>> whole =
                rows.stream().filter(row -> misfit(row).isEmpty()).toList();
        List<Column> guessed = columns.stream()
                .map(CallMaker.Placed::column)
                .map(column -> Inference.typeOf(column, cells(whole, column))
                        .map(column::inferred)
                        .orElse(column))
                .toList();
        return new ColumnMap(mapping, maker, guessed, header, named);
    }

    private List<String> cells(List<List<String>> rows, Column column) {
        return rows.stream()
                .map(row -> cell(row, column))
                .filter(cell -> !cell.isEmpty() && !mapping.nulls().contains(cell))
                .toList();
    }

    /**
     * The fast way of rows that are in order in every respect.
     *
     * @return null where the mapping asks for more than it can do
     */
    @Nullable
    PlainRows plainRows(char delimiter) {
        CallType usual = maker.usualType();
        boolean isPlain = PlainRows.canSplitAt(delimiter)
                && (usual != null || typeColumn != null)
                && mapping.emit().isEmpty()
                && mapping.empty() == Mapping.Empty.LEFT_OUT;
        if (!isPlain) {
            return null;
        }
        Map<String, RowTemplate> templates = new HashMap<>();
        for (CallType type : possibleTypes()) {
            RowTemplate template = RowTemplate.of(type, columns, maker.constants(type));
            if (template != null) {
                templates.put(type.wireName(), template);
            }
        }
        return new PlainRows(
                delimiter,
                named,
                width,
                typeColumn == null ? -1 : typeColumn.number() - 1,
                usual == null ? null : templates.get(usual.wireName()),
                templates,
                nulls());
    }

    private @Nullable KeyTable<Boolean> nulls() {
        Map<String, Boolean> nulls = new HashMap<>();
        mapping.nulls().forEach(marker -> nulls.put(marker, true));
        return nulls.isEmpty() ? null : new KeyTable<>(nulls);
    }

    /** Makes calls of one row's cells. */
    public Mapped map(List<String> cells) {
        Optional<Problem> misfit = misfit(cells);
        if (misfit.isPresent()) {
            return new Mapped.Unfit(misfit.get());
        }
        List<CallMaker.Named> values = new ArrayList<>(columns.size());
        for (CallMaker.Placed column : columns) {
            if (column.column().is(Field.TYPE)) {
                continue;
            }
            String cell = cell(cells, column.column());
            boolean isMarker = mapping.nulls().contains(cell);
            if (!cell.isEmpty() && !isMarker) {
                values.add(new CallMaker.Named(column, Json.of(cell), false));
            } else if (mapping.empty() == Mapping.Empty.NULL) {
                values.add(new CallMaker.Named(column, Json.Word.NULL, true));
            } else if (mapping.empty() == Mapping.Empty.KEEP && !isMarker) {
                values.add(new CallMaker.Named(column, Json.of(""), true));
            }
        }
        return maker.make(typeColumn == null ? "" : cell(cells, typeColumn), values);
    }

    private Optional<Problem> misfit(List<String> cells) {
        if (cells.size() < width) {
            return Optional.of(new Problem(
                    Code.NOT_CSV,
                    "",
                    "the row has " + cells.size() + " cells, but the header names " + width
                            + " columns; is there a line end in it that is not within quotes?"));
        }
        for (int i = 0; i < cells.size(); i++) {
            boolean isNamed = i < named.length && named[i];
            if (!isNamed && !cells.get(i).isEmpty()) {
                return Optional.of(new Problem(
                        Code.NOT_CSV,
                        "",
                        "the row has " + cells.size() + " cells, and holds " + CallMaker.shown(cells.get(i))
                                + " in column " + (i + 1) + ", which has no name in the header; "
                                + (i < named.length
                                        ? "name it there, or empty the cell"
                                        : "is there a delimiter in it that is not within quotes?")));
            }
        }
        return Optional.empty();
    }

    /** The cell of a column; empty where the row ends before a column without a name. */
    private static String cell(List<String> cells, Column column) {
        return column.number() <= cells.size() ? cells.get(column.number() - 1) : "";
    }
}
