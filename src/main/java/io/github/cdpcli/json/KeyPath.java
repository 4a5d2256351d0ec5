package io.github.cdpcli.json;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a value goes in an object, as people write it in {@code key=value} and in column names: {@code plan},
 * {@code address[city]}, {@code tags[]}, {@code items[0][sku]}. A dot is part of the key.
 *
 * @param steps the first is always a key
 */
public record KeyPath(List<Step> steps) {

    public KeyPath {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    public sealed interface Step {
        /** To a member of an object. */
        record Key(String name) implements Step {}

        /** To an element of an array, counted from 0. */
        record Index(int index) implements Step {}

        /** To a new element behind the last. */
        record Append() implements Step {}
    }

    /** What parsing gives. */
    public sealed interface Parsed {
        /** A path. */
        record Path(KeyPath path) implements Parsed {}

        /** Not a path, and why. */
        record Bad(String why) implements Parsed {}
    }

    public static KeyPath of(String... keys) {
        List<Step> steps = new ArrayList<>();
        for (String key : keys) {
            steps.add(new Step.Key(key));
        }
        return new KeyPath(steps);
    }

    /** This path below some keys. */
    public KeyPath below(String... keys) {
        List<Step> longer = new ArrayList<>(of(keys).steps());
        longer.addAll(steps);
        return new KeyPath(longer);
    }

    /** Reads brackets; dots are literal. A backslash makes the next {@code [ ] = : . \} an ordinary character. */
    public static Parsed parse(String text) {
        return parse(text, false);
    }

    /** The same for {@code context}, whose fields are documented as paths: a dot in the first key is a step. */
    public static Parsed parseDotted(String text) {
        return parse(text, true);
    }

    private static Parsed parse(String text, boolean dots) {
        List<Step> steps = new ArrayList<>();
        StringBuilder key = new StringBuilder();
        int i = 0;
        while (i < text.length() && text.charAt(i) != '[') {
            if (text.charAt(i) == '\\' && i + 1 < text.length() && "[]=\\.:".indexOf(text.charAt(i + 1)) >= 0) {
                key.append(text.charAt(++i));
            } else if (dots && text.charAt(i) == '.') {
                steps.add(new Step.Key(key.toString()));
                key.setLength(0);
            } else {
                key.append(text.charAt(i));
            }
            i++;
        }
        steps.add(new Step.Key(key.toString()));
        if (hasBlank(steps)) {
            return new Parsed.Bad("has no name before " + (i < text.length() ? "the bracket" : "the value"));
        }
        return brackets(text, i, steps);
    }

    private static boolean hasBlank(List<Step> keys) {
        for (Step step : keys) {
            if (step instanceof Step.Key key && key.name().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static Parsed brackets(String text, int from, List<Step> steps) {
        int i = from;
        while (i < text.length()) {
            int close = text.indexOf(']', i);
            if (text.charAt(i) != '[' || close < 0) {
                return new Parsed.Bad("has an unclosed bracket or text behind one");
            }
            String inside = text.substring(i + 1, close);
            if (inside.isEmpty()) {
                steps.add(new Step.Append());
            } else if (inside.matches("\\d{1,6}")) {
                steps.add(new Step.Index(Integer.parseInt(inside)));
            } else {
                steps.add(new Step.Key(inside));
            }
            i = close + 1;
        }
        return new Parsed.Path(new KeyPath(steps));
    }
}
