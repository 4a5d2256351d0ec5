package io.github.cdpcli.input;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.JsonPath;
import io.github.cdpcli.json.JsonWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells people what becomes of each column: {@code order_id -> properties.order_id}. */
final class ColumnDescription {

    private static final int LONGEST_ALIGNED = 40;

    private final List<String> header;
    private final List<CallMaker.Placed> columns;
    private final List<Mapping.Constant> constants;
    private final List<CallType> types;
    private final CallMaker maker;

    /**
     * A description of a table.
     *
     * @param types those that a row may have
     */
    ColumnDescription(
            List<String> header,
            List<CallMaker.Placed> columns,
            Mapping mapping,
            List<CallType> types,
            CallMaker maker) {
        this.header = header;
        this.columns = columns;
        this.constants = mapping.constants();
        this.types = types;
        this.maker = maker;
    }

    /** A line for each column, then one for each constant. */
    List<String> lines() {
        Map<String, String> destinations = new LinkedHashMap<>();
        for (int number = 1; number <= header.size(); number++) {
            String name = header.get(number - 1).strip();
            destinations.put(name.isEmpty() ? "column " + number : name, destination(number, name));
        }
        int longest = Stream.concat(
                        destinations.keySet().stream(),
                        constants.stream().map(constant -> JsonWriter.text(constant.value())))
                .mapToInt(String::length)
                .filter(length -> length <= LONGEST_ALIGNED)
                .max()
                .orElse(0);
        List<String> lines = new ArrayList<>();
        destinations.forEach((name, destination) -> lines.add(aligned(name, longest) + " -> " + destination));
        constants.forEach(constant ->
                lines.add(aligned(JsonWriter.text(constant.value()), longest) + " -> " + destination(constant)));
        return lines;
    }

    private static String aligned(String name, int width) {
        return name + " ".repeat(Math.max(0, width - name.length()));
    }

    private String destination(int number, String name) {
        if (name.isEmpty()) {
            return "left out: it has no name";
        }
        String all = columns.stream()
                .filter(placed -> placed.column().number() == number)
                .map(this::destination)
                .collect(Collectors.joining(" and "));
        return all.isEmpty() ? "left out" : all;
    }

    private String destination(CallMaker.Placed placed) {
        List<String> places = types.stream()
                .map(placed::in)
                .filter(Column.Place.At.class::isInstance)
                .map(place -> JsonPath.of(((Column.Place.At) place).path()))
                .distinct()
                .toList();
        if (places.isEmpty()) {
            return "nowhere, and a row that fills it is rejected";
        } else if (places.size() == 1 && CallRules.NEVER_SENT.contains(places.get(0))) {
            return "left out: it is never sent";
        }
        CellType type = placed.column().type();
        return String.join(" or ", places)
                + (places.size() > 1 ? ", by type" : "")
                + (type == null ? "" : " (" + type.wireName() + ")");
    }

    private String destination(Mapping.Constant constant) {
        return types.stream()
                .map(type -> maker.placeOf(constant, type))
                .flatMap(Optional::stream)
                .map(JsonPath::of)
                .distinct()
                .collect(Collectors.joining(" or "));
    }
}
