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
            "use status:503, rate:0.1, every:5, times:3, retry-after:2, with commas between them";

    public static Faults none() {
        return new Faults(503, 0, 0, Integer.MAX_VALUE, OptionalInt.empty());
    }

    /** Reads {@code status:503,rate:0.1,times:3,retry-after:2}; a status alone fails every request. */
    public static Parsed parse(String text) {
        Map<String, Double> numbers = new HashMap<>();
        for (String part : text.split(",", -1)) {
            Optional<String> fault = number(part.strip(), numbers);
            if (fault.isPresent()) {
                return new Parsed.Bad(fault.get());
            }
        }
        int status = numbers.getOrDefault("status", 503.0).intValue();
        double rate = numbers.getOrDefault("rate", 1.0);
        if ((status != 0 && (status < 200 || status > 599)) || rate < 0 || rate > 1) {
            return new Parsed.Bad("a status is 0 or from 200 to 599, a rate from 0 to 1");
        }
        int every = numbers.getOrDefault("every", 0.0).intValue();
        if (every == 0 && numbers.containsKey("every")) {
            return new Parsed.Bad("every must be 1 or more");
        }
        int times = numbers.getOrDefault("times", (double) Integer.MAX_VALUE).intValue();
        Double retryAfter = numbers.get("retry-after");
        OptionalInt seconds = retryAfter == null ? OptionalInt.empty() : OptionalInt.of(retryAfter.intValue());
        return new Parsed.Good(new Faults(status, rate, every, times, seconds));
    }

    private static Optional<String> number(String part, Map<String, Double> numbers) {
        int colon = part.indexOf(':');
        String name = colon < 0 ? part : part.substring(0, colon);
        String value = part.substring(colon + 1);
        if (colon < 0 || !name.matches("status|rate|every|times|retry-after")) {
            return Optional.of(KNOWN);
        } else if (!value.matches(name.equals("rate") ? "\\d{0,3}\\.?\\d{1,6}" : "\\d{1,6}")) {
            return Optional.of(name + " must be a number");
        } else if (numbers.put(name, Double.valueOf(value)) != null) {
            return Optional.of(name + " is given twice");
        }
        return Optional.empty();
    }

    /**
     * Whether a request fails.
     *
     * @param request its number, from 1
     * @param failed how many failed before
     * @param chance from 0 to 1, exclusive
     */
    boolean strikes(long request, long failed, double chance) {
        return failed < times && (every > 0 ? request % every == 0 : chance < rate);
    }
}
