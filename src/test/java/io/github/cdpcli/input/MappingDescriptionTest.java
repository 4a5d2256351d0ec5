package io.github.cdpcli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.event.CallType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a header means, in a line for each column. */
class MappingDescriptionTest {

    private static List<String> description(@Nullable CallType type, String... header) {
        return ((ColumnMap.Result.Usable) ColumnMap.of(List.of(header), type, Mapping.NONE))
                .columns()
                .description();
    }

    @Test
    void eachColumnGoesSomewhereOrSaysWhyNot() {
        assertThat(description(
                        CallType.TRACK, "User ID", "context.device.type", "tags[]", "traits.x", "sent_at", "", "price"))
                .containsExactly(
                        "User ID             -> userId",
                        "context.device.type -> context.device.type",
                        "tags[]              -> properties[\"tags[]\"]",
                        "traits.x            -> nowhere, and a row that fills it is rejected",
                        "sent_at             -> left out: it is never sent",
                        "column 6            -> left out: it has no name",
                        "price               -> properties.price");
    }

    @Test
    void whereItDependsOnTheTypeAllPlacesAreNamed() {
        assertThat(description(null, "type", "plan"))
                .containsExactly("type -> type", "plan -> traits.plan or properties.plan, by type");
    }
}
