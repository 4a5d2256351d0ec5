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
 * A column of a table, a member of a document or a constant, and what its name says.
 *
 * @param number from 1; 0 where columns have no numbers
 * @param header as in the header, without the blanks around it; empty for a column without one
 * @param heading what that stands for
 * @param type what its values are; null when nobody said it
 * @param inferred whether the type is a guess from the first rows
 */
record Column(
        int number,
        String header,
        Heading heading,
        @Nullable CellType type,
        boolean inferred) {

    /** Where the values go in a call of some type. */
    sealed interface Place {
        /**
         * Into the call at a path.
         *
         * @param content what texts are there when nobody said it
         */
        record At(KeyPath path, CellType content) implements Place {}

        /** Not into this one, but into another call that the same row makes. */
        record Elsewhere() implements Place {}

        /** The call has no place for them. */
        record Nowhere(String why) implements Place {}
    }

    /** What a name in the header gives. */
    sealed interface Parsed {
        /** A column. */
        record Named(Column column) implements Parsed {}

        /** A column that is left out. */
        record Dropped(int number) implements Parsed {}

        /** Not a name; why, naming the column. */
        record Bad(String why) implements Parsed {}
    }

    private static final CellType TEXT = new CellType.Text();

    static Parsed parse(int number, String header, Mapping mapping) {
        String whole = header.strip();
        boolean isSaid = mapping.named().contains(whole);
        Optional<List<String>> typed = isSaid ? Optional.empty() : CellType.Named.split(whole);
        String name = typed.map(parts -> parts.get(0)).orElse(whole);
        if (mapping.dropped().contains(name)) {
            return new Parsed.Dropped(number);
        }
        Mapping.Rule rule = mapping.rule(name);
        String said = rule == null ? whole : rule.to().orElse(name);
        Heading.Parsed parsed = said.equals(name) && rule != null
                ? Heading.untyped(name, mapping.nestsDots())
                : Heading.parse(said, mapping.nestsDots());
        if (parsed instanceof Heading.Parsed.Bad bad) {
            return new Parsed.Bad(label(number, whole) + " " + bad.why());
        }
        Heading heading = ((Heading.Parsed.Good) parsed).heading();
        CellType type = rule == null ? heading.type() : rule.type().orElse(heading.type());
        return type == null && rule != null && typed.isPresent()
                ? typed(number, whole, heading, typed.get().get(1))
                : new Parsed.Named(of(number, whole, heading, type));
    }

    /** A cell of JSON may hold a whole object of the call. */
    private static Column of(int number, String header, Heading heading, @Nullable CellType type) {
        Heading meant =
                type instanceof CellType.AnyJson ? Heading.whole(heading.name()).orElse(heading) : heading;
        return new Column(number, header, meant, type, false);
    }

    private static Parsed typed(int number, String header, Heading heading, String type) {
        CellType.Parsed parsed = CellType.parse(type);
        return parsed instanceof CellType.Parsed.Known known
                ? new Parsed.Named(of(number, header, heading, known.type()))
                : new Parsed.Bad(label(number, header) + " has the type " + type + ", which "
                        + ((CellType.Parsed.Bad) parsed).why());
    }

    /** The same column with a type that was guessed. */
    Column inferred(CellType guess) {
        return new Column(number, header, heading, guess, true);
    }

    boolean isNamed() {
        return !header.isEmpty();
    }

    /** Whether this is the column of a documented field. */
    boolean is(Field field) {
        return heading.is(field);
    }

    /** The place in calls of a type. A field that they do not have is a name like any other. */
    Place in(CallType call) {
        Field target = heading.target();
        KeyPath path = heading.path();
        if (heading.hasPrefix() && target != null && path != null) {
            return call.has(target)
                    ? new Place.At(path.below(target.key()), content(target, path))
                    : new Place.Nowhere("has no place: " + article(call) + " call has no " + target.key());
        }
        if (target != null && call.has(target)) {
            return new Place.At(KeyPath.of(target.key()), TEXT);
        } else if (heading.isWhole() && target != null) {
            return new Place.Nowhere("has no place: " + article(call) + " call has no " + target.key());
        }
        Optional<String> neverSent = neverSent();
        if (neverSent.isPresent()) {
            return new Place.At(KeyPath.of(neverSent.get()), TEXT);
        }
        Optional<Field> freeForm = call.freeForm();
        return freeForm.isPresent()
                ? new Place.At(heading.freePath().below(freeForm.get().key()), TEXT)
                : new Place.Nowhere("has no place: " + article(call) + " call has neither traits nor properties");
    }

    /**
     * The place in one of several calls that a row makes: what a call has a field for goes there, and what none has one for
     * goes to the main one.
     */
    Place in(CallType call, List<CallType> emitted, CallType main) {
        Field target = heading.target();
        boolean isMain = call == main;
        if (target == Field.MESSAGE_ID && !heading.hasPrefix()) {
            // Two calls of one id would be taken for one.
            return isMain ? in(call) : new Place.Elsewhere();
        }
        boolean someHave = target != null && emitted.stream().anyMatch(other -> other.has(target));
        if (someHave || heading.hasPrefix()) {
            return target != null && (call.has(target) || !someHave) ? in(call) : new Place.Elsewhere();
        }
        return isMain || neverSent().isPresent() ? in(call) : new Place.Elsewhere();
    }

    /** A field that is left out of every call stands where the rules look for it; a version may be anything's. */
    private Optional<String> neverSent() {
        return CallRules.NEVER_SENT.stream()
                .filter(key -> !key.equals("version") && Heading.plain(key).equals(Heading.plain(heading.name())))
                .findFirst();
    }

    private static CellType content(Field object, KeyPath path) {
        return switch (object) {
            case INTEGRATIONS -> new CellType.Flag();
            case CONTEXT -> isFlag(path) ? new CellType.FlagOrText() : TEXT;
            default -> TEXT;
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
        return label(number, header);
    }

    private static String label(int number, String name) {
        return number == 0 ? "the constant \"" + name + "\"" : "column " + number + " \"" + name + "\"";
    }

    /** The column at the beginning of a message that names it already. */
    String mark() {
        return number == 0 ? "" : "(column " + number + ") ";
    }

    /** The words of a name, for telling what it is about: {@code orderId} and {@code Order ID} end with {@code id}. */
    static List<String> words(String name) {
        String spaced = name.replaceAll("(?<=[\\p{Ll}\\d])(?=\\p{Lu})", " ").replaceAll("[^\\p{L}\\p{Nd}]+", " ");
        return List.of(spaced.strip().toLowerCase(Locale.ROOT).split(" ", -1));
    }
}
