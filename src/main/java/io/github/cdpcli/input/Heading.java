package io.github.cdpcli.input;

import io.github.cdpcli.event.Field;
import io.github.cdpcli.json.KeyPath;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a name says: {@code User ID} a documented field, {@code traits.address[city]} a place in one, anything else a field
 * of the user's own; and the type behind it ({@code total:number}).
 *
 * @param name without the type
 * @param target the field that it names or that it lies in; null for a name that is the user's own
 * @param path the place within that field, or of a name that is the user's own; null when the name is the field itself or
 *     a key as it stands
 * @param type the type that it names; null for none
 */
record Heading(
        String name,
        @Nullable Field target,
        @Nullable KeyPath path,
        @Nullable CellType type) {

    /** What a name gives. */
    sealed interface Parsed {
        /** A name. */
        record Good(Heading heading) implements Parsed {}

        /** None; why, the rest of a sentence that begins with it. */
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

    /** Reads a name that may have a type behind it. */
    static Parsed parse(String text, boolean nestDots) {
        Optional<List<String>> typed = CellType.Named.split(text.strip());
        if (typed.isEmpty()) {
            return CellType.Named.isAlmostTyped(text)
                    ? new Parsed.Bad("ends with no type: the types are " + CellType.LIST
                            + "; if it is all name, say so by --types 'NAME=text'")
                    : untyped(text.strip(), nestDots);
        }
        CellType.Parsed type = CellType.parse(typed.get().get(1));
        if (type instanceof CellType.Parsed.Bad bad) {
            return new Parsed.Bad("has the type " + typed.get().get(1) + ", which " + bad.why());
        }
        Parsed plain = untyped(typed.get().get(0), nestDots);
        return plain instanceof Parsed.Good good
                ? new Parsed.Good(good.heading().of(((CellType.Parsed.Known) type).type()))
                : plain;
    }

    /** Reads a name that is all name. */
    static Parsed untyped(String name, boolean nestDots) {
        Field prefix = prefix(name);
        if (prefix == null) {
            Field field = reserved(name);
            return field == null && nestDots && name.indexOf('.') >= 0
                    ? at(name, null, KeyPath.parseDotted(name))
                    : new Parsed.Good(new Heading(name, field, null, null));
        }
        String rest = name.substring(name.indexOf('.') + 1);
        return at(name, prefix, nestDots || prefix == Field.CONTEXT ? KeyPath.parseDotted(rest) : KeyPath.parse(rest));
    }

    /** Reads the key of a constant: brackets nest everywhere, as in the options of a single call. */
    static Parsed ofConstant(String key, boolean nestDots) {
        if (prefix(key) != null || reserved(key) != null) {
            return untyped(key, nestDots);
        }
        return at(key, null, nestDots ? KeyPath.parseDotted(key) : KeyPath.parse(key));
    }

    /** A member of a document: its key is never taken apart, unless it begins with an object that calls have. */
    static Parsed ofMember(String key, boolean nestDots) {
        return whole(key).<Parsed>map(Parsed.Good::new).orElseGet(() -> untyped(key, nestDots));
    }

    /** The name of an object that calls have, for what is such an object: {@code properties}. */
    static Optional<Heading> whole(String name) {
        return PREFIXES.stream()
                .filter(field -> field.key().equals(name))
                .findFirst()
                .map(field -> new Heading(name, field, null, null));
    }

    private static Parsed at(String name, @Nullable Field target, KeyPath.Parsed path) {
        return path instanceof KeyPath.Parsed.Path good
                ? new Parsed.Good(new Heading(name, target, good.path(), null))
                : new Parsed.Bad(((KeyPath.Parsed.Bad) path).why());
    }

    private static @Nullable Field reserved(String name) {
        String plain = plain(name);
        return RESERVED.stream()
                .filter(field -> plain(field.key()).equals(plain))
                .findFirst()
                .orElse(null);
    }

    /** Names that differ only in case and separators are one. */
    static String plain(String name) {
        return name.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT);
    }

    private static @Nullable Field prefix(String name) {
        return PREFIXES.stream()
                .filter(field -> name.toLowerCase(Locale.ROOT).startsWith(field.key() + "."))
                .findFirst()
                .orElse(null);
    }

    private Heading of(CellType named) {
        return new Heading(name, target, path, named);
    }

    /** Whether this is a documented field. */
    boolean is(Field field) {
        return target == field && path == null;
    }

    /** Whether it is an object that calls have, as a whole. */
    boolean isWhole() {
        return target != null && path == null && target.kind() == Field.Kind.OBJECT;
    }

    /** Whether it begins with the object it lies in. */
    boolean hasPrefix() {
        return target != null && path != null;
    }

    /** Whether the name means something here. */
    boolean isKnown() {
        return target != null;
    }

    /** The place among properties or traits. */
    KeyPath freePath() {
        return path == null ? KeyPath.of(name) : path;
    }
}
