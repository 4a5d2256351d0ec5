package io.github.cdpcli.input;

import io.github.cdpcli.json.Json;
import java.util.List;

/** Tells the lines of a rejects file, which tell of a record elsewhere, from records. */
public final class RejectLine {

    private static final List<String> MARKS = List.of("input", "record", "line", "offset", "code", "message", "raw");

    private RejectLine() {}

    /** Whether an object is such a line. */
    public static boolean isOne(Json.Obj line) {
        return MARKS.stream().allMatch(line::has)
                && line.get("record") instanceof Json.Num number
                && number.digits().matches("\\d{1,18}");
    }
}
