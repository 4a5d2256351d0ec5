package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import io.github.cdpcli.json.KeyPath;
import io.github.cdpcli.json.KeyTable;
import io.github.cdpcli.json.ObjectTextBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows become calls of one type, worked out once: what {@link CallMaker} puts into a tree for each row, this writes as
 * bytes, in the same order. Where it is not sure that the bytes are those of the tree, it says so. For one thread.
 */
final class RowTemplate {

    private static final int MAX_DEPTH = 32;

    /** Spellings of true and false. Each type says itself which of them it knows. */
    private static final List<String> WORDS = List.of(
            "true", "false", "True", "False", "TRUE", "FALSE", "yes", "no", "Yes", "No", "YES", "NO", "y", "n", "Y",
            "N", "t", "f", "T", "F", "1", "0");

    private final Part root;
    private final int[] unsure;
    private int row;

    private RowTemplate(Part root, int[] unsure) {
        this.root = root;
        this.unsure = unsure;
    }

    private enum Kind {
        OBJECT,
        TEXT,
        NUMBER,
        WORD,
        CONSTANT
    }

    /** A member. */
    private static final class Part {
        private final Kind kind;
        private final byte[] key;
        private final int cell;
        private final KeyTable<byte[]> words;
        private final byte[] constant;
        private final Map<String, Part> parts = new LinkedHashMap<>();
        private final List<Step> building = new ArrayList<>();
        private Step[] steps = {};
        private int row;

        Part(Kind kind, String key, int cell, KeyTable<byte[]> words, byte[] constant) {
            this.kind = kind;
            this.key = ObjectTextBuilder.key(key);
            this.cell = cell;
            this.words = words;
            this.constant = constant;
        }

        private void seal() {
            steps = building.toArray(Step[]::new);
            parts.values().forEach(Part::seal);
        }
    }

    /**
     * Where a member stands in its object: where the first of its cells does that is not empty. One that is an object may
     * be at several places, as its columns are, of which only one is taken.
     */
    private static final class Step {
        private final Part part;
        private final int[] cells;

        /**
         * A place.
         *
         * @param cells its cells there; none for what is always there
         */
        Step(Part part, int... cells) {
            this.part = part;
            this.cells = cells;
        }

        boolean isThere(CsvRow row) {
            for (int cell : cells) {
                if (!row.isEmpty(cell)) {
                    return true;
                }
            }
            return cells.length == 0;
        }
    }

    /**
     * The template of a type.
     *
     * @param constants what goes on top of every call
     * @return null when the constants are more than it knows how to write
     */
    static @Nullable RowTemplate of(CallType type, List<CallMaker.Placed> columns, Json.Obj constants) {
        Part root = object("");
        List<Integer> unsure = new ArrayList<>();
        add(root, List.of(Field.TYPE.key()), constant(Field.TYPE.key(), Json.of(type.wireName())));
        for (CallMaker.Placed placed : columns) {
            if (!placed.column().is(Field.TYPE) && !add(root, placed.column(), placed.in(type))) {
                unsure.add(placed.column().number() - 1);
            }
        }
        if (!addAll(root, List.of(), constants)) {
            return null;
        }
        root.seal();
        return new RowTemplate(root, unsure.stream().mapToInt(Integer::intValue).toArray());
    }

    private static Part object(String key) {
        return new Part(Kind.OBJECT, key, -1, new KeyTable<>(Map.of()), new byte[0]);
    }

    private static Part constant(String key, Json value) {
        return new Part(Kind.CONSTANT, key, -1, new KeyTable<>(Map.of()), JsonWriter.bytes(value));
    }

    /** False for what is better left to others, whenever there is anything in the cell. */
    private static boolean add(Part root, Column column, Column.Place place) {
        List<String> keys = place instanceof Column.Place.At at ? keys(at.path()) : List.of();
        if (keys.isEmpty() || !(place instanceof Column.Place.At at)) {
            return false;
        }
        String key = keys.get(keys.size() - 1);
        int cell = column.number() - 1;
        CellType type = column.type() == null ? at.content() : column.type();
        KeyTable<byte[]> none = new KeyTable<>(Map.of());
        if (type instanceof CellType.Text) {
            return add(root, keys, new Part(Kind.TEXT, key, cell, none, new byte[0]));
        } else if (type instanceof CellType.Numeric) {
            return add(root, keys, new Part(Kind.NUMBER, key, cell, none, new byte[0]));
        }
        boolean isWord =
                type instanceof CellType.Bool || type instanceof CellType.Flag || type instanceof CellType.FlagOrText;
        return isWord && add(root, keys, new Part(Kind.WORD, key, cell, words(type), new byte[0]));
    }

    private static KeyTable<byte[]> words(CellType type) {
        Map<String, byte[]> words = new HashMap<>();
        for (String word : WORDS) {
            if (type.readText(word, null) instanceof CellType.Read.Value read && read.json() instanceof Json.Word) {
                words.put(word, JsonWriter.bytes(read.json()));
            }
        }
        return new KeyTable<>(words);
    }

    /** The keys of a path; none where there is more to it than keys that are written as they are. */
    private static List<String> keys(KeyPath path) {
        List<String> keys = new ArrayList<>();
        for (KeyPath.Step step : path.steps()) {
            if (!(step instanceof KeyPath.Step.Key key) || !ObjectTextBuilder.isPlainKey(key.name())) {
                return List.of();
            }
            keys.add(key.name());
        }
        return keys.size() <= MAX_DEPTH ? keys : List.of();
    }

    private static boolean addAll(Part root, List<String> path, Json.Obj constants) {
        for (Map.Entry<String, Json> member : constants.members().entrySet()) {
            List<String> keys = new ArrayList<>(path);
            keys.add(member.getKey());
            boolean isDeeper = member.getValue() instanceof Json.Obj object
                    && !object.members().isEmpty();
            boolean isAdded = isDeeper
                    ? addAll(root, keys, (Json.Obj) member.getValue())
                    : isPlain(member) && add(root, keys, constant(member.getKey(), member.getValue()));
            if (!isAdded || keys.size() > MAX_DEPTH) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(Map.Entry<String, Json> member) {
        boolean isPlainValue = member.getValue() instanceof Json.Str text
                ? text.value().chars().noneMatch(c -> Character.isSurrogate((char) c))
                : member.getValue() instanceof Json.Num || member.getValue() instanceof Json.Word;
        return isPlainValue && ObjectTextBuilder.isPlainKey(member.getKey());
    }

    /** False when there is something else at that place already. */
    private static boolean add(Part object, List<String> keys, Part leaf) {
        int[] cells = leaf.cell < 0 ? new int[0] : new int[] {leaf.cell};
        Part known = object.parts.get(keys.get(0));
        if (keys.size() == 1) {
            if (known == null) {
                object.parts.put(keys.get(0), leaf);
                object.building.add(new Step(leaf, cells));
            }
            return known == null;
        }
        Part next = known == null ? object(keys.get(0)) : known;
        if (next.kind != Kind.OBJECT || !add(next, keys.subList(1, keys.size()), leaf)) {
            return false;
        }
        object.parts.put(keys.get(0), next);
        int last = object.building.size() - 1;
        Step before = last < 0 ? null : object.building.get(last);
        if (before == null || before.part != next) {
            object.building.add(new Step(next, cells));
        } else if (before.cells.length > 0) {
            object.building.set(last, new Step(next, cells.length == 0 ? cells : joined(before.cells, leaf.cell)));
        }
        return true;
    }

    private static int[] joined(int[] cells, int another) {
        int[] joined = Arrays.copyOf(cells, cells.length + 1);
        joined[cells.length] = another;
        return joined;
    }

    /** Writes the call of a row; false when it is not sure that it is the right one. */
    boolean write(CsvRow cells, ObjectTextBuilder call) {
        for (int cell : unsure) {
            if (!cells.isEmpty(cell)) {
                return false;
            }
        }
        row++;
        call.begin();
        return writeParts(root, cells, call);
    }

    private boolean writeParts(Part object, CsvRow cells, ObjectTextBuilder call) {
        for (Step step : object.steps) {
            Part part = step.part;
            if (part.row != row && step.isThere(cells)) {
                part.row = row;
                if (!write(part, cells, call)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean write(Part part, CsvRow cells, ObjectTextBuilder call) {
        int cell = part.cell;
        switch (part.kind) {
            case TEXT -> call.text(part.key, cells.bytes(), cells.start(cell), cells.end(cell), cells.isSpecial(cell));
            case NUMBER -> {
                if (!cells.isNumber(cell)) {
                    return false;
                }
                call.value(part.key, cells.bytes(), cells.start(cell), cells.end(cell));
            }
            case WORD -> {
                byte[] word = part.words.get(cells.bytes(), cells.start(cell), cells.end(cell));
                if (word == null) {
                    return false;
                }
                call.value(part.key, word, 0, word.length);
            }
            case CONSTANT -> call.value(part.key, part.constant, 0, part.constant.length);
            case OBJECT -> {
                int member = call.open(part.key);
                if (!writeParts(part, cells, call)) {
                    return false;
                }
                call.close(member);
            }
        }
        return true;
    }
}
