package io.github.cdpcli.input;

import io.github.cdpcli.event.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Finds what columns hold by looking at some of their cells. It would rather take a number for text than a postcode for a
 * number: only what every cell is counts, and a column that sounds like an id or a code is text whatever it holds.
 */
final class Inference {

    private static final Pattern PLAIN_NUMBER = Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?");
    private static final Pattern TRUE_OR_FALSE = Pattern.compile("(?i)true|false");

    /** What a name ends with whose digits are no quantity. */
    private static final Set<String> NAMES_OF_TEXT = Set.of(
            "id",
            "ids",
            "uuid",
            "guid",
            "key",
            "code",
            "zip",
            "zipcode",
            "postcode",
            "postalcode",
            "postal",
            "plz",
            "cap",
            "phone",
            "mobile",
            "tel",
            "telephone",
            "fax",
            "sku",
            "ean",
            "gtin",
            "isbn",
            "upc",
            "iban",
            "vat",
            "ref",
            "reference",
            "version",
            "number",
            "no",
            "nr",
            "name",
            "token",
            "pin");

    private Inference() {}

    /**
     * The type of a column of the user's own fields that has none yet.
     *
     * @param cells what was seen of it, without the empty ones
     */
    static Optional<CellType> typeOf(Column column, List<String> cells) {
        Field target = column.heading().target();
        boolean isOwn = target == null
                || (column.heading().hasPrefix() && (target == Field.PROPERTIES || target == Field.TRAITS));
        return isOwn && column.type() == null ? typeOf(column.heading().name(), cells) : Optional.empty();
    }

    /** The type of cells below a name: number or bool. */
    static Optional<CellType> typeOf(String name, List<String> cells) {
        List<String> words = Column.words(name);
        if (cells.isEmpty() || NAMES_OF_TEXT.contains(words.get(words.size() - 1))) {
            return Optional.empty();
        } else if (cells.stream().allMatch(cell -> PLAIN_NUMBER.matcher(cell).matches())) {
            return Optional.of(new CellType.Numeric());
        }
        return cells.stream().allMatch(cell -> TRUE_OR_FALSE.matcher(cell).matches())
                ? Optional.of(new CellType.Bool())
                : Optional.empty();
    }
}
