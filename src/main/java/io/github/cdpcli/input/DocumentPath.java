package io.github.cdpcli.input;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.KeyPath.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A value found in a document.
 *
 * @param steps from the document to the value; the first is always a key
 * @param value what stands there
 */
record DocumentPath(List<Step> steps, Json value) {

    private static final Pattern INDEX = Pattern.compile("\\[(\\d{1,6})](?:\\.(?=.)|(?=\\[)|$)", Pattern.DOTALL);

    /**
     * Finds what a path names: {@code customer.id}, {@code items[0].sku}. Where keys with dots or brackets in them leave a
     * choice, the longest key that leads there counts.
     */
    static Optional<DocumentPath> find(Json.Obj document, String path) {
        List<Step> steps = new ArrayList<>();
        Json found = walk(document, path, steps);
        return found == null ? Optional.empty() : Optional.of(new DocumentPath(List.copyOf(steps), found));
    }

    private static @Nullable Json walk(Json at, String rest, List<Step> steps) {
        if (rest.isEmpty()) {
            return at;
        } else if (at instanceof Json.Arr array) {
            return item(array, rest, steps);
        }
        if (!(at instanceof Json.Obj object)) {
            return null;
        }
        for (int end = rest.length(); end > 0; end = previousEnd(rest, end)) {
            Json member = object.get(rest.substring(0, end));
            if (member != null) {
                steps.add(new Step.Key(rest.substring(0, end)));
                boolean isDot = end < rest.length() && rest.charAt(end) == '.';
                Json found = walk(member, rest.substring(isDot ? end + 1 : end), steps);
                if (found != null) {
                    return found;
                }
                steps.remove(steps.size() - 1);
            }
        }
        return null;
    }

    private static @Nullable Json item(Json.Arr array, String rest, List<Step> steps) {
        Matcher index = INDEX.matcher(rest);
        if (!index.lookingAt()
                || Integer.parseInt(index.group(1)) >= array.items().size()) {
            return null;
        }
        int number = Integer.parseInt(index.group(1));
        steps.add(new Step.Index(number));
        Json found = walk(array.items().get(number), rest.substring(index.end()), steps);
        if (found == null) {
            steps.remove(steps.size() - 1);
        }
        return found;
    }

    /** Where a shorter key may end. */
    private static int previousEnd(String text, int end) {
        int at = end - 1;
        while (at > 0 && text.charAt(at) != '.' && text.charAt(at) != '[') {
            at--;
        }
        return at;
    }

    /** Whether it stands in a member of the document. */
    boolean isIn(String key) {
        return steps.get(0).equals(new Step.Key(key));
    }

    /**
     * What is left of the member it stands in without it; null when that is nothing. Arrays stay whole: the places of
     * their other items mean something.
     */
    @Nullable
    Json without(Json member) {
        return steps.stream().allMatch(Step.Key.class::isInstance) ? without(member, 1) : member;
    }

    private @Nullable Json without(Json at, int depth) {
        if (depth == steps.size()) {
            return null;
        }
        String key = ((Step.Key) steps.get(depth)).name();
        Json member = at instanceof Json.Obj object ? object.get(key) : null;
        if (member == null) {
            return at;
        }
        Map<String, Json> members = new LinkedHashMap<>(((Json.Obj) at).members());
        Json rest = without(member, depth + 1);
        if (rest == null) {
            members.remove(key);
        } else {
            members.put(key, rest);
        }
        return members.isEmpty() ? null : new Json.Obj(members);
    }

    /**
     * A document without what a path names. Behind an array without an index, it names something in each of the items: what
     * is to be left out must not slip through.
     */
    static Json.Obj drop(Json.Obj document, String path) {
        return dropIn(document, path) instanceof Json.Obj rest ? rest : document;
    }

    private static @Nullable Json dropIn(Json at, String rest) {
        if (rest.isEmpty()) {
            return null;
        } else if (at instanceof Json.Arr array) {
            return dropInItems(array, rest);
        }
        if (!(at instanceof Json.Obj object)) {
            return at;
        }
        for (int end = rest.length(); end > 0; end = previousEnd(rest, end)) {
            String key = rest.substring(0, end);
            Json member = object.get(key);
            boolean isDot = end < rest.length() && rest.charAt(end) == '.';
            Json left = member == null ? null : dropIn(member, rest.substring(isDot ? end + 1 : end));
            if (member != null && left != member) {
                return with(object, key, left);
            }
        }
        return at;
    }

    private static Json with(Json.Obj object, String key, @Nullable Json value) {
        Map<String, Json> members = new LinkedHashMap<>(object.members());
        if (value == null) {
            members.remove(key);
        } else {
            members.put(key, value);
        }
        return new Json.Obj(members);
    }

    private static Json dropInItems(Json.Arr array, String rest) {
        Matcher index = INDEX.matcher(rest);
        boolean isOne = index.lookingAt();
        List<Json> items = new ArrayList<>();
        boolean changed = false;
        for (int i = 0; i < array.items().size(); i++) {
            Json item = array.items().get(i);
            boolean isMeant = !isOne || Integer.parseInt(index.group(1)) == i;
            Json left = isMeant ? dropIn(item, isOne ? rest.substring(index.end()) : rest) : item;
            changed |= left != item;
            if (left != null) {
                items.add(left);
            }
        }
        return changed ? new Json.Arr(items) : array;
    }
}
