package io.github.cdpcli.json;

import java.util.List;
import java.util.Random;

/** Writes random JSON texts, with blanks, escapes, odd numbers and odd keys wherever they are allowed. */
public final class RandomJson {

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1.10",
            "12345678901234567890",
            "6.02e23",
            "1E400",
            "-1e-400",
            "0.1000",
            "3.14159265358979323846");
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            " ",
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\\\"",
            "\\\\",
            "\\n",
            "\\/",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\u00E9",
            "\u20AC",
            "\uD83D\uDE00",
            "\u2028",
            "'",
            ".",
            "=",
            "\\u0000",
            "\u007F");

    private final Random random;
    private final List<String> blanks;

    /** Texts with these between their tokens. */
    public RandomJson(Random random, String... blanks) {
        this.random = random;
        this.blanks = List.of(blanks);
    }

    /** An object of up to five members, on top of those given as {@code "key":value}. */
    public String object(String... members) {
        StringBuilder out = new StringBuilder("{").append(blank());
        int more = random.nextInt(6);
        for (int i = 0; i < members.length + more; i++) {
            out.append(i == 0 ? "" : "," + blank());
            out.append(i < members.length ? members[i] : member(i, 3)).append(blank());
        }
        return out.append('}').toString();
    }

    /** A key that ends in a number, so that no two are the same, and a value. */
    private String member(int number, int depth) {
        return "\"" + text() + number + "\"" + blank() + ":" + blank() + value(depth);
    }

    private String value(int depth) {
        return switch (random.nextInt(depth == 0 ? 3 : 5)) {
            case 0 -> pick(NUMBERS);
            case 1 -> pick(List.of("true", "false", "null"));
            case 2 -> '"' + text() + '"';
            case 3 -> group('{', '}', depth - 1);
            default -> group('[', ']', depth - 1);
        };
    }

    private String group(char open, char close, int depth) {
        StringBuilder out = new StringBuilder().append(open).append(blank());
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            out.append(i == 0 ? "" : "," + blank());
            out.append(open == '{' ? member(i, depth) : value(depth)).append(blank());
        }
        return out.append(close).toString();
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            out.append(pick(PIECES));
        }
        return out.toString();
    }

    private String blank() {
        return pick(blanks);
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
