package io.github.cdpcli.event;

import java.util.List;
import java.util.Optional;

/**
 * Track events that the service takes as commands, by their exact spelling.
 *
 * <p>Some delete or suppress people and objects; a file of history that holds one would do so again.
 */
public enum CommandEvent {
    USER_DELETED("User Deleted", true, true, List.of()),
    USER_SUPPRESSED("User Suppressed", true, true, List.of()),
    OBJECT_DELETED(
            "Object Deleted", true, false, List.of("anonymousId", "properties.objectId", "properties.objectTypeId")),
    RELATIONSHIP_DELETED("Relationship Deleted", true, true, List.of()),
    DEVICE_DELETED("Device Deleted", false, true, List.of("userId", "context.device.token")),
    DEVICE_UPDATED("Device Created or Updated", false, true, List.of("userId", "context.device.token")),
    USER_UNSUPPRESSED("User Unsuppressed", false, true, List.of()),
    REPORT_DELIVERY("Report Delivery Event", false, false, List.of("properties.deliveryId", "properties.metric")),
    REPORT_CONTENT("Report Content Event", false, false, List.of());

    private final String eventName;
    private final boolean destructive;
    private final boolean needsUser;
    private final List<String> needs;

    CommandEvent(String eventName, boolean destructive, boolean needsUser, List<String> needs) {
        this.eventName = eventName;
        this.destructive = destructive;
        this.needsUser = needsUser;
        this.needs = needs;
    }

    public String eventName() {
        return eventName;
    }

    /** Whether it deletes or silences something that cannot be brought back by sending another event. */
    public boolean isDestructive() {
        return destructive;
    }

    /** Whether it needs a userId or anonymousId as other events do. */
    public boolean needsUser() {
        return needsUser;
    }

    /** The fields without which it does nothing, as paths. */
    public List<String> needs() {
        return needs;
    }

    public static Optional<CommandEvent> of(String eventName) {
        for (CommandEvent command : values()) {
            if (command.eventName.equals(eventName)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }

    /** The command this name differs from only in case or white space: probably meant, but not obeyed. */
    public static Optional<CommandEvent> meantBy(String eventName) {
        String plain = eventName.strip().replaceAll("\\s+", " ");
        for (CommandEvent command : values()) {
            if (command.eventName.equalsIgnoreCase(plain) && !command.eventName.equals(eventName)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }
}
