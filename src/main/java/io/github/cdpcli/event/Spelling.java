package io.github.cdpcli.event;

import io.github.cdpcli.event.TimestampReader.Reading;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ways to spell a time. */
interface Spelling {

    /**
     * Reads a number of JSON.
     *
     * @param digits as they stand there
     * @param zone of times that name none; null refuses them
     */
    Reading number(String digits, @Nullable ZoneId zone);

    /**
     * Reads a text, or a cell.
     *
     * @param text without blanks around it
     * @param zone of times that name none; null refuses them
     */
    Reading text(String text, @Nullable ZoneId zone);

    /** Whether texts of ISO-8601 that name their zone are read as such. */
    default boolean readsIso() {
        return false;
    }

    /** What the API documents, and a little more: see {@link TimestampReader}. */
    Spelling OF_CALLS = new Spelling() {
        @Override
        public boolean readsIso() {
            return true;
        }

        @Override
        public Reading number(String digits, @Nullable ZoneId zone) {
            return EpochTime.isShort(digits) ? EpochTime.guess(digits) : TimestampReader.unreadable();
        }

        @Override
        public Reading text(String text, @Nullable ZoneId zone) {
            // In this order: it spares a single call all that numbers need.
            Optional<Reading> iso = IsoTime.read(text, false, zone);
            if (iso.isPresent()) {
                return iso.get();
            }
            return EpochTime.isShort(text)
                    ? new Reading.Unreadable("is digits in a string, which the service ignores: "
                            + TimestampReader.EXAMPLE + ", or give the number without quotes")
                    : TimestampReader.unreadable();
        }
    };

    /** All that exports hold and that can mean one thing only. */
    Spelling ANY = new Spelling() {
        @Override
        public boolean readsIso() {
            return true;
        }

        @Override
        public Reading number(String digits, @Nullable ZoneId zone) {
            return EpochTime.guessInFiles(digits);
        }

        @Override
        public Reading text(String text, @Nullable ZoneId zone) {
            if (EpochTime.isNumber(text)) {
                return EpochTime.guessInFiles(text);
            }
            return IsoTime.read(text, true, zone)
                    .or(() -> MailTime.read(text))
                    .orElseGet(() -> Unspelled.reading(text));
        }
    };

    /** ISO-8601 and nothing else. */
    Spelling ISO = new Spelling() {
        @Override
        public boolean readsIso() {
            return true;
        }

        @Override
        public Reading number(String digits, @Nullable ZoneId zone) {
            return new Reading.Unreadable("is a number, but --timestamp-format is iso");
        }

        @Override
        public Reading text(String text, @Nullable ZoneId zone) {
            return IsoTime.read(text, true, zone)
                    .orElseGet(() -> EpochTime.isNumber(text) ? number(text, zone) : Unspelled.reading(text));
        }
    };

    /** A count since 1970. */
    record Count(EpochTime.Unit unit) implements Spelling {
        @Override
        public Reading number(String digits, @Nullable ZoneId zone) {
            return EpochTime.read(digits, Optional.of(unit));
        }

        @Override
        public Reading text(String text, @Nullable ZoneId zone) {
            return EpochTime.isNumber(text)
                    ? number(text, zone)
                    : new Reading.Unreadable(
                            "is not a number, but --timestamp-format is " + unit.symbol() + ", " + unit.plural());
        }
    }
}
