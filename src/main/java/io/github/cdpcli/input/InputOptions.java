package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import org.jspecify.annotations.Nullable;

/**
 * What the user said about a file.
 *
 * @param format its format; null to tell it by content
 * @param type the call that a row of a table is when it does not say so itself; null for none
 * @param delimiter what stands between the cells of a table, an ASCII character; null to tell it by the header
 * @param mapping how rows become calls
 */
public record InputOptions(
        @Nullable InputFormat format,
        @Nullable CallType type,
        @Nullable Character delimiter,
        Mapping mapping) {

    /** Said without a mapping. */
    public InputOptions(@Nullable InputFormat format, @Nullable CallType type, @Nullable Character delimiter) {
        this(format, type, delimiter, Mapping.NONE);
    }

    /** Nothing said. */
    public static InputOptions none() {
        return new InputOptions(null, null, null);
    }
}
