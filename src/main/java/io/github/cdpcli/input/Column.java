package io.github.cdpcli.input;

import io.github.cdpcli.event.CallRules;
import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.ContextField;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.json.KeyPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column of a table, and what its name says.
 *
 * @param number from 1
 * @param name as in the header, without the blanks around it; empty for a column without one
 * @param target the field that it names or that it lies in; null for a name that is the user's own
 * @param path the place within that field; null when the column is the field itself
 */
record Column(
        int number,
        String name,
        @Nullable Field target,
        @Nullable KeyPath path) {

    /** Where the cells go in a call of some type. */
    sealed interface Place {
        /** Into the call at a path. */
        record At(KeyPath path, Content content) implements Place {}

        /** The call has no place for them. */
        record Nowhere(String why) implements Place {}
    }

    /** What the cells of a column are. */
    enum Content {
        /** Text as it is. */
        TEXT,
        /** True or false, and nothing else. */
        FLAG,
        /** True or false, or else text. */
        FLAG_OR_TEXT
    }

    /** What a name in the header gives. */
    sealed interface Parsed {
        /** A column. */
        record Named(Column column) implements Parsed {}

        /** Not a name; why, naming the column. */
        record Bad(String why) implements Parsed {}
    }

    private static final List<Field> RESERVED = List.of(
            Field.USER_ID,
            Field.TYPE,
            Field.EVENT,
            Field.NAME,
            Field.ANONYMOUS_ID,
            Field.GROUP_ID,
            Field.PREVIOUS_ID,
            Field.TIMESTAMP,
            Field.MESSAGE_ID,
            Field.OBJECT_TYPE_ID);

    private static final List<Field> PREFIXES =
            List.of(Field.PROPERTIES, Field.TRAITS, Field.CONTEXT, Field.INTEGRATIONS);

    static Parsed parse(int number, String header) {
        String name = header.strip();
        Field prefix = prefix(name);
        if (prefix == null) {
            return new Parsed.Named(new Column(number, name, reserved(name), null));
        }
        String rest = name.substring(name.indexOf('.') + 1);
        KeyPath.Parsed path = prefix == Field.CONTEXT ? KeyPath.parseDotted(rest) : KeyPath.parse(rest);
        return path instanceof KeyPath.Parsed.Path good
                ? new Parsed.Named(new Column(number, name, prefix, good.path()))
                : new Parsed.Bad(label(number, name) + " " + ((KeyPath.Parsed.Bad) path).why());
    }

    private static @Nullable Field reserved(String name) {
        String plain = plain(name);
        return RESERVED.stream()
                .filter(field -> plain(field.key()).equals(plain))
                .findFirst()
                .orElse(null);
    }

    /** Names that differ only in case and separators are one. */
    private static String plain(String name) {
        return name.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT);
    }

    private static @Nullable Field prefix(String name) {
        return PREFIXES.stream()
                .filter(field -> name.toLowerCase(Locale.ROOT).startsWith(field.key() + "."))
                .findFirst()
                .orElse(null);
    }

    boolean isNamed() {
        return !name.isEmpty();
    }

    /** Whether this is the column of a documented field. */
    boolean is(Field field) {
        return target == field && path == null;
    }

    /** Whether the name begins with the object it lies in. */
    boolean hasPrefix() {
        return path != null;
    }

    /** The place in calls of a type. A field that they do not have is a name like any other. */
    Place in(CallType type) {
        if (path != null && target != null) {
            return type.has(target)
                    ? new Place.At(path.below(target.key()), content(target, path))
                    : new Place.Nowhere("has no place: " + article(type) + " call has no " + target.key());
        }
        if (target != null && type.has(target)) {
            return new Place.At(KeyPath.of(target.key()), Content.TEXT);
        }
        Optional<String> neverSent = neverSent();
        if (neverSent.isPresent()) {
            return new Place.At(KeyPath.of(neverSent.get()), Content.TEXT);
        }
        Optional<Field> freeForm = type.freeForm();
        return freeForm.isPresent()
                ? new Place.At(KeyPath.of(freeForm.get().key(), name), Content.TEXT)
                : new Place.Nowhere("has no place: " + article(type) + " call has neither traits nor properties");
    }

    /** A field that is left out of every call stands where the rules look for it; a version may be anything's. */
    private Optional<String> neverSent() {
        return CallRules.NEVER_SENT.stream()
                .filter(key -> !key.equals("version") && plain(key).equals(plain(name)))
                .findFirst();
    }

    /** Whether its name means something here. */
    boolean isKnown() {
        return target != null;
    }

    private static Content content(Field object, KeyPath path) {
        return switch (object) {
            case INTEGRATIONS -> Content.FLAG;
            case CONTEXT -> isFlag(path) ? Content.FLAG_OR_TEXT : Content.TEXT;
            default -> Content.TEXT;
        };
    }

    private static boolean isFlag(KeyPath path) {
        StringBuilder dotted = new StringBuilder();
        for (KeyPath.Step step : path.steps()) {
            if (!(step instanceof KeyPath.Step.Key key)) {
                return false;
            }
            dotted.append(dotted.isEmpty() ? "" : ".").append(key.name());
        }
        return ContextField.at(dotted.toString())
                .filter(field -> field.kind() == ContextField.Kind.BOOLEAN)
                .isPresent();
    }

    private static String article(CallType type) {
        return (type == CallType.IDENTIFY || type == CallType.ALIAS ? "an " : "a ") + type.wireName();
    }

    /** The column as messages name it. */
    String label() {
        return label(number, name);
    }

    private static String label(int number, String name) {
        return "column " + number + " \"" + name + "\"";
    }
}
