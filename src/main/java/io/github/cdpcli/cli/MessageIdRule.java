package io.github.cdpcli.cli;

import io.github.cdpcli.backfill.Backfill;
import io.github.cdpcli.event.MessageIds;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.TypeConversionException;

/**
 * Where the message ids of records come from that have none.
 *
 * @param kind how they are made
 * @param column the column that holds them; empty for all kinds but one
 */
record MessageIdRule(Kind kind, Optional<String> column) {

    /** How ids are made. */
    enum Kind {
        /** Of the record's place and its bytes: two alike rows stay two. */
        POSITION,
        /** Of its bytes: alike rows are one, in whichever file they stand. */
        CONTENT,
        /** By chance: another run sends everything as new. */
        RANDOM,
        /** Not at all: a record without one is rejected. */
        KEEP
    }

    static final MessageIdRule POSITION = new MessageIdRule(Kind.POSITION, Optional.empty());

    private static final String COLUMN = "column:";

    static MessageIdRule parse(String text) {
        if (text.startsWith(COLUMN) && text.length() > COLUMN.length()) {
            return new MessageIdRule(Kind.POSITION, Optional.of(text.substring(COLUMN.length())));
        }
        for (Kind kind : Kind.values()) {
            if (kind.name().equalsIgnoreCase(text)) {
                return kind == Kind.POSITION ? POSITION : new MessageIdRule(kind, Optional.empty());
            }
        }
        throw new TypeConversionException("position, content, random, keep or column:NAME");
    }

    /** As it is given to the option. */
    String spelling() {
        return column.map(name -> COLUMN + name).orElseGet(() -> kind.name().toLowerCase(Locale.ROOT));
    }

    /**
     * Makes ids, for one thread.
     *
     * @param namespace the target, see {@link MessageIds#derived}
     */
    Backfill.Identity identity(World world, byte[] namespace) {
        MessageIds.Derivation ids = new MessageIds.Derivation(namespace);
        return switch (kind) {
            case POSITION -> (origin, event) -> ids.derived(origin.file(), origin.record(), event);
            case CONTENT -> (origin, event) -> ids.derived("", 0, event);
            case RANDOM -> (origin, event) -> MessageIds.fresh(world.clock().instant(), world.random());
            case KEEP -> Backfill.Identity.NONE;
        };
    }
}
