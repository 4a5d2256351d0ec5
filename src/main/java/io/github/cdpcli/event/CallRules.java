package io.github.cdpcli.event;

import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rules of the API about one call, applied to what a person wrote: every problem at once, and the call in the one
 * spelling that the service understands. What is changed is only this: ids given as numbers become strings, the timestamp
 * is written in ISO-8601 UTC, null ids are left out, and fields that are the service's to set, or that would move history
 * to today, are left out. Everything else, known or not, passes as it is.
 */
public final class CallRules {

    /**
     * Left out, whatever they hold. The service sets receivedAt and version; where sentAt and originalTimestamp are
     * present, services of this kind compute the time of the event from them, which would move an old export to today;
     * writeKey is a second, undocumented way to authenticate, and would send a record to somebody else's source.
     */
    public static final Set<String> NEVER_SENT =
            Set.of("sentAt", "originalTimestamp", "receivedAt", "version", "writeKey");

    private static final Set<String> JUNK_IDS = Set.of(
            "null",
            "undefined",
            "nan",
            "none",
            "nil",
            "0",
            "-1",
            "n/a",
            "na",
            "unknown",
            "anonymous",
            "guest",
            "true",
            "false",
            "[object object]",
            "test");

    private static final int SHOWN_OF_TIME = 40;

    private final Clock clock;
    private final TimestampReader timestamps;

    public CallRules(Clock clock, TimestampReader timestamps) {
        this.clock = clock;
        this.timestamps = timestamps;
    }

    Clock clock() {
        return clock;
    }

    TimestampReader timestamps() {
        return timestamps;
    }

    /** Whether an id looks like what programs write where they have none. */
    static boolean isJunk(String id) {
        return JUNK_IDS.contains(id.strip().toLowerCase(Locale.ROOT));
    }

    /**
     * A call after checking.
     *
     * @param call the call as it should be sent; only meaningful without errors
     * @param timestamp its time, if it names one
     * @param problems errors and warnings, in the order of the fields
     */
    public record Checked(Json.Obj call, @Nullable Instant timestamp, List<Problem> problems) {
        public Checked {
            problems = List.copyOf(problems);
        }

        public boolean isValid() {
            return problems.stream().noneMatch(Problem::isError);
        }
    }

    /** Checks a call of a known type. */
    public Checked check(CallType type, Json.Obj call) {
        return new Check(type, call).run();
    }

    /** One check: collects problems while it rewrites the members. */
    private final class Check {
        private final CallType type;
        private final Json.Obj given;
        private final Map<String, Json> members;
        private final List<Problem> problems = new ArrayList<>();
        private @Nullable Instant timestamp;

        Check(CallType type, Json.Obj given) {
            this.type = type;
            this.given = given;
            this.members = new LinkedHashMap<>(given.members());
        }

        Checked run() {
            given.members().forEach(this::member);
            for (Field field : type.required()) {
                if (!isPresent(field)) {
                    report(Code.MISSING, field.key(), "is missing: " + article() + " call needs it");
                }
            }
            user();
            switch (type) {
                case TRACK -> trackEvent();
                case GROUP -> objectType();
                case ALIAS -> aliasIds();
                default -> {}
            }
            return new Checked(new Json.Obj(members), timestamp, problems);
        }

        private String article() {
            return (type == CallType.IDENTIFY || type == CallType.ALIAS ? "an " : "a ") + type.wireName();
        }

        private void report(Code code, String path, String message) {
            problems.add(new Problem(code, path, message));
        }

        private boolean isPresent(Field field) {
            Json value = given.get(field.key());
            return value != null && value != Json.Word.NULL;
        }

        private void member(String key, Json value) {
            if (NEVER_SENT.contains(key)) {
                members.remove(key);
                report(Code.STRIPPED, key, "is left out: it is never sent");
                return;
            }
            text(key, value);
            Field field = Field.of(key).filter(type::has).orElse(null);
            if (field == null) {
                unknown(key);
                return;
            }
            if (value == Json.Word.NULL && field.kind() != Field.Kind.OBJECT && field.kind() != Field.Kind.TIME) {
                members.remove(key);
                if (!type.required().contains(field)) {
                    report(Code.NULL_FIELD, key, "is null and is left out");
                }
                return;
            }
            switch (field.kind()) {
                case ID -> id(key, value);
                case INTEGER_ID -> integerId(key, value);
                case NAME -> name(field, value);
                case OBJECT -> object(field, value);
                case TIME -> time(key, value);
            }
        }

        private void unknown(String key) {
            String plain = plain(key);
            for (Field field : Field.values()) {
                if (type.has(field) && plain(field.key()).equals(plain)) {
                    report(
                            Code.UNKNOWN_FIELD,
                            key,
                            "is not a field the service knows; did you mean " + field.key() + "?");
                    return;
                }
            }
            report(Code.UNKNOWN_FIELD, key, "is not a documented field of " + article() + " call; it is sent as it is");
        }

        private String plain(String key) {
            return key.replaceAll("[_\\- ]", "").toLowerCase(Locale.ROOT);
        }

        private void id(String key, Json value) {
            String id;
            if (value instanceof Json.Num number) {
                id = number.digits();
                members.put(key, Json.of(id));
                report(Code.ID_CONVERTED, key, "is a number; it is sent as the string \"" + id + "\"");
            } else if (value instanceof Json.Str text) {
                id = text.value();
            } else {
                report(Code.WRONG_TYPE, key, "must be a string, but is " + value.kind());
                return;
            }
            if (id.isBlank()) {
                report(Code.BLANK, key, "is blank");
            } else if (id.chars().anyMatch(Character::isISOControl)) {
                report(Code.BAD_TEXT, key, "holds a control character");
            } else if (isJunk(id) && !key.equals(Field.GROUP_ID.key())) {
                report(Code.JUNK_ID, key, "is \"" + id + "\", which looks like a placeholder and not like an id");
            }
            tooLong(key, id, Limits.ID_BYTES, "id");
        }

        private void integerId(String key, Json value) {
            String id = value instanceof Json.Str text ? text.value() : value instanceof Json.Num n ? n.digits() : null;
            if (id == null || !id.matches("-?\\d{1,18}")) {
                report(Code.WRONG_TYPE, key, "must be a whole number in a string, such as \"1\"");
            } else if (value instanceof Json.Num) {
                members.put(key, Json.of(id));
                report(Code.ID_CONVERTED, key, "is a number; it is sent as the string \"" + id + "\"");
            }
        }

        private void name(Field field, Json value) {
            String key = field.key();
            if (!(value instanceof Json.Str text)) {
                report(Code.WRONG_TYPE, key, "must be a string, but is " + value.kind());
            } else if (field == Field.TYPE) {
                if (!text.value().equals(type.wireName())) {
                    report(Code.WRONG_TYPE, key, "is \"" + text.value() + "\", but this is " + article() + " call");
                }
            } else if (field == Field.CATEGORY) {
                report(Code.UNDOCUMENTED, key, "stands at the top; the documented place is properties.category");
            } else if (type.required().contains(field) && text.value().isBlank()) {
                report(Code.BLANK, key, "is blank");
            } else if (field == Field.EVENT) {
                tooLong(key, text.value(), Limits.EVENT_NAME_BYTES, "event name");
            }
        }

        private void object(Field field, Json value) {
            if (!(value instanceof Json.Obj object)) {
                report(Code.WRONG_TYPE, field.key(), "must be an object, but is " + value.kind());
                return;
            }
            switch (field) {
                case CONTEXT -> context("", object);
                case INTEGRATIONS -> object.members().forEach(this::integration);
                case TRAITS -> attributes(object);
                default -> {}
            }
        }

        private void context(String parent, Json.Obj object) {
            object.members().forEach((key, value) -> {
                String path = parent.isEmpty() ? key : parent + "." + key;
                ContextField.at(path).ifPresent(documented -> {
                    if (!documented.fits(value)) {
                        report(Code.UNDOCUMENTED, "context." + path, "is documented as " + documented.expected());
                    }
                });
                if (parent.isEmpty() && value instanceof Json.Obj nested) {
                    context(key, nested);
                }
            });
        }

        private void integration(String name, Json value) {
            String path = JsonPath.child(Field.INTEGRATIONS.key(), name);
            if (value instanceof Json.Obj) {
                report(Code.UNDOCUMENTED, path, "is an object; the service documents true or false");
            } else if (value != Json.Word.TRUE && value != Json.Word.FALSE) {
                report(Code.WRONG_TYPE, path, "must be true or false, but is " + value.kind());
            }
        }

        private void attributes(Json.Obj traits) {
            if (traits.members().size() > Limits.ATTRIBUTES) {
                report(
                        Code.OVER_LIMIT,
                        "traits",
                        "has " + traits.members().size() + " attributes; Journeys takes " + Limits.ATTRIBUTES
                                + " a call");
            }
            traits.members().forEach((key, value) -> {
                String path = JsonPath.child("traits", key);
                tooLong(path, key, Limits.ATTRIBUTE_NAME_BYTES, "attribute name");
                if (value instanceof Json.Str text) {
                    tooLong(path, text.value(), Limits.ATTRIBUTE_VALUE_BYTES, "attribute value");
                }
            });
        }

        private void tooLong(String path, String text, int limit, String what) {
            if (text.length() * 3L > limit && text.getBytes(StandardCharsets.UTF_8).length > limit) {
                report(Code.OVER_LIMIT, path, "is longer than the " + limit + " bytes of an " + what + " in Journeys");
            }
        }

        /** A value that cannot be read as a time, as the beginning of a sentence that says why; of one that is none, nothing. */
        private String written(Json value) {
            String text = value instanceof Json.Str string
                    ? string.value()
                    : value instanceof Json.Num number ? number.digits() : "";
            return text.isBlank()
                    ? ""
                    : "is \"" + (text.length() > SHOWN_OF_TIME ? text.substring(0, SHOWN_OF_TIME) + "…" : text)
                            + "\", which ";
        }

        private void time(String key, Json value) {
            TimestampReader.Reading reading = timestamps.read(value);
            if (reading instanceof TimestampReader.Reading.Unreadable unreadable) {
                report(Code.BAD_TIMESTAMP, key, written(value) + unreadable.why());
            } else if (reading instanceof TimestampReader.Reading.At at) {
                timestamp = at.instant();
                String normal = Timestamps.format(at.instant());
                if (!(value instanceof Json.Str text) || !text.value().equals(normal)) {
                    members.put(key, Json.of(normal));
                }
                age(key, at.instant());
                if (at.zone() != null) {
                    report(
                            Code.AMBIGUOUS_TIME,
                            key,
                            "was there twice in " + at.zone() + ", when the clocks went back; it is sent as the first");
                }
            }
        }

        private void age(String key, Instant at) {
            switch (Age.of(at, clock.instant())) {
                case FUTURE -> report(Code.FUTURE, key, "lies in the future: " + Timestamps.format(at));
                case RECENT ->
                    report(Code.RECENT, key, "is within the last 72 hours, so that campaigns can be triggered");
                default -> {}
            }
        }

        private void user() {
            if (isPresent(Field.USER_ID) || isPresent(Field.ANONYMOUS_ID) || type == CallType.ALIAS) {
                return;
            }
            String event = given.text(Field.EVENT.key());
            if (type == CallType.TRACK && event != null) {
                CommandEvent command = CommandEvent.of(event).orElse(null);
                if (command != null && !command.needsUser()) {
                    return;
                }
            }
            String path = Field.USER_ID.key();
            boolean hasGroup = isPresent(Field.GROUP_ID);
            boolean hasEmail = JsonPath.find(given, "traits.email") instanceof Json.Str email
                    && !email.value().isBlank();
            if (type == CallType.IDENTIFY && hasEmail) {
                report(Code.NO_USER, path, "is missing, and so is anonymousId; only traits.email says who this is");
            } else if (hasGroup && (type == CallType.TRACK || type == CallType.GROUP)) {
                report(Code.NO_USER, path, "is missing, and so is anonymousId; only groupId says who this is");
            } else {
                report(Code.MISSING, path, "or anonymousId is needed");
            }
        }

        private void trackEvent() {
            String event = given.text(Field.EVENT.key());
            if (event == null) {
                return;
            }
            CommandEvent.meantBy(event)
                    .ifPresent(command -> report(
                            Code.COMMAND_EVENT,
                            Field.EVENT.key(),
                            "is not the command \"" + command.eventName() + "\", which must be spelled exactly so"));
            CommandEvent.of(event).ifPresent(this::command);
        }

        private void command(CommandEvent command) {
            if (command.isDestructive()) {
                report(
                        Code.DESTRUCTIVE,
                        Field.EVENT.key(),
                        "\"" + command.eventName() + "\" is a command to the service and cannot be taken back");
            }
            for (String path : command.needs()) {
                Json value = JsonPath.find(given, path);
                if (value == null || value == Json.Word.NULL) {
                    Code code = command == CommandEvent.OBJECT_DELETED ? Code.MISSING : Code.COMMAND_EVENT;
                    report(code, path, "is missing: \"" + command.eventName() + "\" needs it");
                } else if (command == CommandEvent.OBJECT_DELETED
                        && path.endsWith("objectTypeId")
                        && !(value instanceof Json.Num number && number.isInteger())) {
                    report(Code.UNDOCUMENTED, path, "is documented as a whole number here, without quotes");
                }
            }
        }

        private void objectType() {
            Json inTraits = JsonPath.find(given, "traits.object_type_id");
            Json onTop = members.get(Field.OBJECT_TYPE_ID.key());
            if (inTraits == null) {
                return;
            }
            if (!(inTraits instanceof Json.Str text && text.value().matches("-?\\d{1,18}"))) {
                report(Code.UNDOCUMENTED, "traits.object_type_id", "is documented as a whole number in a string");
            }
            if (onTop != null && !onTop.equals(inTraits)) {
                report(Code.CONFLICT, "traits.object_type_id", "differs from objectTypeId, which counts");
            }
        }

        private void aliasIds() {
            Json user = members.get(Field.USER_ID.key());
            if (user != null && user.equals(members.get(Field.PREVIOUS_ID.key()))) {
                report(Code.CONFLICT, Field.PREVIOUS_ID.key(), "equals userId: this alias changes nothing");
            }
        }

        /** Strings and keys must be text: half of a surrogate pair cannot be sent as UTF-8. */
        private void text(String path, Json value) {
            if (value instanceof Json.Str text && hasLoneSurrogate(text.value())) {
                report(Code.BAD_TEXT, path, "holds half of a surrogate pair, which is not a character");
            } else if (value instanceof Json.Obj object) {
                object.members().forEach((key, child) -> {
                    String childPath = JsonPath.child(path, key);
                    if (hasLoneSurrogate(key)) {
                        report(
                                Code.BAD_TEXT,
                                path,
                                "has a key with half of a surrogate pair, which is not a character");
                    }
                    text(childPath, child);
                });
            } else if (value instanceof Json.Arr array) {
                for (int i = 0; i < array.items().size(); i++) {
                    text(JsonPath.item(path, i), array.items().get(i));
                }
            }
        }

        private boolean hasLoneSurrogate(String text) {
            for (int i = 0; i < text.length(); i++) {
                if (Character.isHighSurrogate(text.charAt(i))
                        && i + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else if (Character.isSurrogate(text.charAt(i))) {
                    return true;
                }
            }
            return false;
        }
    }
}
