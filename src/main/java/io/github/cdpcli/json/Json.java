package io.github.cdpcli.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value as it was written. Numbers are kept as their text, because every binary number type changes some of them
 * ({@code 12345678901234567890}, {@code 1.10}, {@code 6.02e23}); objects keep the order of their keys.
 */
public sealed interface Json {

    /** An object; keys are unique and in the order written. */
    record Obj(Map<String, Json> members) implements Json {
        public Obj {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public static Obj empty() {
            return new Obj(Map.of());
        }

        public @Nullable Json get(String key) {
            return members.get(key);
        }

        /** The text of a string member; null when it is absent or not a string. */
        public @Nullable String text(String key) {
            return members.get(key) instanceof Str text ? text.value() : null;
        }

        public boolean has(String key) {
            return members.containsKey(key);
        }

        /** This object with one member set: replaced in place, or added at the end. */
        public Obj with(String key, Json value) {
            Map<String, Json> changed = new LinkedHashMap<>(members);
            changed.put(key, value);
            return new Obj(changed);
        }

        /** This object with another's members on top: objects are merged at every depth, anything else is replaced. */
        public Obj overlaidBy(Obj top) {
            Map<String, Json> merged = new LinkedHashMap<>(members);
            for (Map.Entry<String, Json> member : top.members.entrySet()) {
                Json below = merged.get(member.getKey());
                Json above = member.getValue();
                merged.put(member.getKey(), below instanceof Obj a && above instanceof Obj b ? a.overlaidBy(b) : above);
            }
            return new Obj(merged);
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A string, unescaped. It may hold a lone surrogate when the source spelled one as an escape. */
    record Str(String value) implements Json {}

    /** A number as its characters were written, for example {@code 1.10} or {@code 6.02e23}. */
    record Num(String digits) implements Json {
        /** Whether this is written as a whole number: digits with an optional minus, no point and no exponent. */
        public boolean isInteger() {
            return digits.chars().skip(digits.startsWith("-") ? 1 : 0).allMatch(c -> c >= '0' && c <= '9');
        }
    }

    /** The three words of JSON. */
    enum Word implements Json {
        TRUE("true"),
        FALSE("false"),
        NULL("null");

        private final String text;

        Word(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    static Json of(boolean value) {
        return value ? Word.TRUE : Word.FALSE;
    }

    static Json of(String value) {
        return new Str(value);
    }

    static Json of(long value) {
        return new Num(Long.toString(value));
    }

    /** What a person would call this kind of value: {@code an object}, {@code a number}, {@code null}. */
    default String kind() {
        if (this instanceof Obj) {
            return "an object";
        } else if (this instanceof Arr) {
            return "an array";
        } else if (this instanceof Str) {
            return "a string";
        } else if (this instanceof Num) {
            return "a number";
        }
        return this == Word.NULL ? "null" : "a boolean";
    }
}
