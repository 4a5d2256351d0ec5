package io.github.cdpcli.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandEventTest {

    @Test
    void nineEventsAreCommands() {
        assertThat(Arrays.stream(CommandEvent.values()).map(CommandEvent::eventName))
                .containsExactlyInAnyOrder(
                        "User Deleted",
                        "User Suppressed",
                        "Object Deleted",
                        "Relationship Deleted",
                        "Device Deleted",
                        "Device Created or Updated",
                        "User Unsuppressed",
                        "Report Delivery Event",
                        "Report Content Event");
    }

    @Test
    void fourOfThemCannotBeTakenBack() {
        assertThat(Arrays.stream(CommandEvent.values()).filter(CommandEvent::isDestructive))
                .containsExactlyInAnyOrder(
                        CommandEvent.USER_DELETED,
                        CommandEvent.USER_SUPPRESSED,
                        CommandEvent.OBJECT_DELETED,
                        CommandEvent.RELATIONSHIP_DELETED);
    }

    @Test
    void threeOfThemNeedNoUser() {
        assertThat(Arrays.stream(CommandEvent.values()).filter(command -> !command.needsUser()))
                .containsExactlyInAnyOrder(
                        CommandEvent.OBJECT_DELETED, CommandEvent.REPORT_DELIVERY, CommandEvent.REPORT_CONTENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user deleted", "USER DELETED", " User Deleted", "User  Deleted", "User\tDeleted "})
    void aCommandIsObeyedByItsExactSpellingOnly(String name) {
        assertThat(CommandEvent.of(name)).isEmpty();
        assertThat(CommandEvent.meantBy(name)).contains(CommandEvent.USER_DELETED);
    }

    @ParameterizedTest
    @CsvSource({"User Deleted", "Report Content Event"})
    void theExactSpellingIsNotAMisspelling(String name) {
        assertThat(CommandEvent.of(name)).isPresent();
        assertThat(CommandEvent.meantBy(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Deleted", "UserDeleted", "User Deleted!", "Order Completed"})
    void otherEventsAreEvents(String name) {
        assertThat(CommandEvent.of(name)).isEmpty();
        assertThat(CommandEvent.meantBy(name)).isEmpty();
    }
}
