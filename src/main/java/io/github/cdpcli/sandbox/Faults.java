package io.github.cdpcli.sandbox;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Failures made up, so that a client can show what it does about them.
 *
 * @param status the answer in place of the right one; 0 closes the connection without any
 * @param rate how many of the requests fail, from 0 to 1
 * @param every fail each n-th request; 0 to go by the rate
 * @param times stop after so many failures
 * @param retryAfter seconds for a Retry-After header, if there is to be one
 */
public record Faults(int status, double rate, int every, int times, OptionalInt retryAfter) {

    /** What parsing gives. */
    public sealed interface Parsed {
        /** Faults. */
        record Good(Faults faults) implements Parsed {}

        /** None, and why. */
        record Bad(String why) implements Parsed {}
    }

    private static final String KNOWN =
            "use status:503 (or reset, to close the connection), rate:0.1, every:5, times:3, retry-after:2,"
                    + " with commas between them";

    public static Faults none() {
        return new Faults(503, 0, 0, Integer.MAX_VALUE, OptionalInt.empty());
    }

    /** Reads {@code status:503,rate:0.1,times:3,retry-after:2}; a status alone fails every request. */
    public static Parsed parse(String text) {
        Map<String, Double> numbers = new HashMap<>();
        for (String part : text.split(",", -1)) {
            String word = part.strip();
            Optional<String> mistake = number(word.equals("reset") ? "status:0" : word, numbers);
            if (mistake.isPresent()) {
                return new Parsed.Bad(mistake.get());
            }
        }
        return mistake(numbers).<Parsed>map(Parsed.Bad::new).orElseGet(() -> new Parsed.Good(of(numbers)));
    }

    private static Optional<String> number(String part, Map<String, Double> numbers) {
        int colon = part.indexOf(':');
        String name = colon < 0 ? part : part.substring(0, colon);
        String value = part.substring(colon + 1);
        if (colon < 0 || !name.matches("status|rate|every|times|retry-after")) {
            return Optional.of(KNOWN);
        } else if (!value.matches(name.equals("rate") ? "\\d{0,3}\\.?\\d{1,6}" : "\\d{1,6}")) {
            return Optional.of(name + " must be a number; " + KNOWN);
        } else if (numbers.put(name, Double.valueOf(value)) != null) {
            return Optional.of(name + " is given twice");
        }
        return Optional.empty();
    }

    private static Optional<String> mistake(Map<String, Double> numbers) {
        double status = numbers.getOrDefault("status", 503.0);
        if (status != 0 && (status < 200 || status > 599)) {
            return Optional.of("a status is from 200 to 599, or 0 to close the connection");
        } else if (numbers.getOrDefault("rate", 1.0) > 1) {
            return Optional.of("a rate is from 0 to 1");
        } else if (numbers.getOrDefault("every", 1.0) < 1) {
            return Optional.of("every is 1 or more");
        } else if (numbers.containsKey("every") && numbers.containsKey("rate")) {
            return Optional.of("either every or rate, not both");
        }
        return Optional.empty();
    }

    private static Faults of(Map<String, Double> numbers) {
        Double retryAfter = numbers.get("retry-after");
        return new Faults(
                numbers.getOrDefault("status", 503.0).intValue(),
                numbers.getOrDefault("rate", 1.0),
                numbers.getOrDefault("every", 0.0).intValue(),
                numbers.getOrDefault("times", (double) Integer.MAX_VALUE).intValue(),
                retryAfter == null ? OptionalInt.empty() : OptionalInt.of(retryAfter.intValue()));
    }

    /**
     * Whether a request fails.
     *
     * @param request its number, from 1
     * @param failed how many failed before
     * @param chance from 0 to 1, exclusive
     */
    boolean strikes(long request, long failed, double chance) {
        if (failed >= times) {
            return false;
        }
        return every > 0 ? request % every == 0 : chance < rate;
    }
}
