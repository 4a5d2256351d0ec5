package io.github.cdpcli.input;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The first rows of a file, as far as they were looked at.
 *
 * @param columns what they hold
 * @param nulls cells that stand for nothing, which are not among what the columns hold
 * @param fault what is wrong with the rows that cannot be read, in a sentence; empty when all can
 */
record Sample(List<Seen> columns, Set<String> nulls, Optional<String> fault) {

    /** What databases write where there is nothing, and what nobody writes who means something. */
    private static final Set<String> MARKERS = Set.of("\\N", "NULL", "null", "(null)");

    /**
     * The same of a table.
     *
     * @param said the cells that stand for nothing, if the user named some
     */
    static Sample ofTable(List<String> header, List<List<String>> rows, Set<String> said, Optional<String> fault) {
        Set<String> nulls = new LinkedHashSet<>(said);
        for (List<String> row : rows) {
            row.stream().filter(MARKERS::contains).forEach(nulls::add);
        }
        return new Sample(Seen.ofTable(header, rows, nulls), nulls, fault);
    }

    /** The sentence about rows that cannot be read. */
    static Optional<String> fault(long broken, long line, String message) {
        return broken == 0
                ? Optional.empty()
                : Optional.of(broken + (broken == 1 ? " row" : " rows")
                        + " of those looked at cannot be read, the first" + " on line " + line + ": " + message + ".");
    }
}
