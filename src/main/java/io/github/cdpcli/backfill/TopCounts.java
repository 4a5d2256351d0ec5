package io.github.cdpcli.backfill;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each of some names comes up, in bounded memory: only so many different names are kept. Those are counted from
 * their first to their last; what comes up later under yet another name is counted as one of the others.
 */
public final class TopCounts {

    private final int mostNames;
    private final int mostCharacters;
    private final Map<String, Long> counts = new HashMap<>();
    private long characters;
    private long total;
    private long untold;

    /**
     * No names yet.
     *
     * @param mostNames so many different ones are kept
     * @param mostCharacters and no more than this of them together
     */
    TopCounts(int mostNames, int mostCharacters) {
        this.mostNames = mostNames;
        this.mostCharacters = mostCharacters;
    }

    /** A name and how often it came up. */
    public record Entry(String name, long count) {}

    void add(String name) {
        total++;
        if (counts.containsKey(name)) {
            counts.merge(name, 1L, Long::sum);
        } else if (counts.size() < mostNames && characters + name.length() <= mostCharacters) {
            counts.put(name, 1L);
            characters += name.length();
        } else {
            untold++;
        }
    }

    /** The names that came up most, at most so many; of those that came up as often, the first in the alphabet. */
    public List<Entry> top(int most) {
        return counts.entrySet().stream()
                .map(entry -> new Entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingLong(Entry::count).reversed().thenComparing(Entry::name))
                .limit(most)
                .toList();
    }

    /** How many different names were kept: all there were, if {@link #isComplete}. */
    public int names() {
        return counts.size();
    }

    /** Whether every name was kept. */
    public boolean isComplete() {
        return untold == 0;
    }

    /** How often any name came up. */
    public long total() {
        return total;
    }
}
