package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.KeyPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Paths into a call as messages spell them: {@code traits.address.city}, {@code tags[0]}, {@code traits["a.b"]}. */
public final class JsonPath {

    private JsonPath() {}

    /** Where a value goes, spelled as messages spell it; a new element of an array is {@code tags[]}. */
    public static String of(KeyPath path) {
        String spelled = "";
        for (KeyPath.Step step : path.steps()) {
            if (step instanceof KeyPath.Step.Key key) {
                spelled = child(spelled, key.name());
            } else {
                spelled = step instanceof KeyPath.Step.Index at ? item(spelled, at.index()) : spelled + "[]";
            }
        }
        return spelled;
    }

    static String child(String parent, String key) {
        boolean plain =
                !key.isEmpty() && key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_' || c == '-');
        if (!plain) {
            return parent + "[\"" + key + "\"]";
        }
        return parent.isEmpty() ? key : parent + "." + key;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** The value at a path of plain keys joined by dots; null when any step is absent. */
    static @Nullable Json find(Json.Obj root, String dotted) {
        Json at = root;
        for (String key : List.of(dotted.split("\\.", -1))) {
            at = at instanceof Json.Obj object ? object.get(key) : null;
        }
        return at;
    }
}
