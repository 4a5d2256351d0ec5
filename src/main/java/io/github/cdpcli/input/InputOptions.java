package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import java.nio.charset.Charset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user said about a file.
 *
 * @param format its format; null to tell it by content
 * @param type the call that a row of a table is when it does not say so itself; null for none
 * @param delimiter what stands between the cells of a table, an ASCII character; null to tell it by the header
 * @param columns the names of the columns of a table without a header; null when it has one
 * @param encoding what it is written in, for {@link Content}; null for UTF-8
 * @param mapping how rows become calls
 */
public record InputOptions(
        @Nullable InputFormat format,
        @Nullable CallType type,
        @Nullable Character delimiter,
        @Nullable List<String> columns,
        @Nullable Charset encoding,
        Mapping mapping) {

    /** Without what is rarely said. */
    public InputOptions(@Nullable InputFormat format, @Nullable CallType type, @Nullable Character delimiter) {
        this(format, type, delimiter, null, null, Mapping.NONE);
    }

    /** The same of a file of which is known what it is written in. */
    public InputOptions in(Charset known) {
        return new InputOptions(format, type, delimiter, columns, known, mapping);
    }

    /** Nothing said. */
    public static InputOptions none() {
        return new InputOptions(null, null, null);
    }
}
