package io.github.cdpcli.input;

import io.github.cdpcli.event.EventFactory.SourceText;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.ObjectText;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One record of a file, readable or not. */
public sealed interface Row {

    Position position();

    /** The record as it stands in the file, without its line end; of one that is oversized, its beginning. */
    String raw();

    /** What tells the record in its file where {@link #raw} is not all of it, to the byte; null where it is. */
    default @Nullable Fingerprint fingerprint() {
        return null;
    }

    /**
     * The record in its file: so many bytes from its offset on, its line end among them if that was read.
     *
     * @param bytes how many
     * @param sha256 their hash, in hexadecimal digits
     */
    record Fingerprint(long bytes, String sha256) {}

    /**
     * A record in the shape of a call, not yet checked. Of one that was only found to be sound, the tree is made when it is
     * asked for: most are sent without. For one thread.
     */
    final class Parsed implements Row {
        private final Position position;
        private final Raw raw;
        private final @Nullable ObjectText sound;
        private Json.@Nullable Obj call;
        private @Nullable SourceText source;

        /**
         * A record that was read.
         *
         * @param call the call
         * @param source the bytes it was read from, or null when it was not read from JSON
         */
        public Parsed(Position position, String raw, Json.Obj call, @Nullable SourceText source) {
            this(position, Raw.of(raw), call, source, null);
        }

        /** The same of a record whose bytes are at hand. */
        Parsed(Position position, byte[] raw, Json.Obj call, @Nullable SourceText source) {
            this(position, Raw.of(raw), call, source, null);
        }

        /** A record of JSON that was found to be sound. */
        Parsed(Position position, ObjectText sound) {
            this(position, Raw.of(sound.bytes()), null, null, sound);
        }

        /** A record that was not JSON, of which a call was made that is sound. */
        Parsed(Position position, byte[] raw, ObjectText sound) {
            this(position, Raw.of(raw), null, null, sound);
        }

        private Parsed(
                Position position,
                Raw raw,
                Json.@Nullable Obj call,
                @Nullable SourceText source,
                @Nullable ObjectText sound) {
            this.position = position;
            this.raw = raw;
            this.call = call;
            this.source = source;
            this.sound = sound;
        }

        @Override
        public Position position() {
            return position;
        }

        @Override
        public String raw() {
            return raw.text();
        }

        /** The record as it stands in its file. */
        public Raw asItStands() {
            return raw;
        }

        /** The text of the call, if no more is known of it than that it is sound JSON; null otherwise. */
        public @Nullable ObjectText sound() {
            return sound;
        }

        /** The call. */
        public Json.Obj call() {
            Json.Obj known = call;
            if (known == null) {
                byte[] bytes = Objects.requireNonNull(sound).bytes();
                JsonText.Document document = (JsonText.Document) JsonReader.read(bytes);
                known = (Json.Obj) document.value();
                call = known;
                source = raw.isOf(bytes) ? new SourceText(bytes, document.spans(), known) : null;
            }
            return known;
        }

        /** The bytes it was read from, or null when it was not read from JSON. */
        public @Nullable SourceText source() {
            call();
            return source;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Parsed row
                    && row.position.equals(position)
                    && row.raw().equals(raw())
                    && row.call().equals(call());
        }

        @Override
        public int hashCode() {
            return position.hashCode();
        }

        @Override
        public String toString() {
            return position + ": " + raw();
        }
    }

    /** A record that cannot be read; the reading goes on behind it. */
    record Broken(Position position, String raw, @Nullable Fingerprint fingerprint, Problem problem) implements Row {}
}
