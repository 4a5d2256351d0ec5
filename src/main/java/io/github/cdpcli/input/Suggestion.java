package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping for a file nobody has told about yet, from the names of its columns and its first rows. What it cannot know is
 * left as a blank between angle brackets, which a backfill refuses until it is filled in; what it is not sure of is said in
 * the notes.
 */
final class Suggestion {

    /** Who the person is, by the name of the column, the surest first. */
    private static final List<String> PERSONS = List.of(
            "userid",
            "customerid",
            "clientid",
            "memberid",
            "personid",
            "contactid",
            "subscriberid",
            "profileid",
            "customernumber",
            "customerno",
            "uid",
            "user",
            "customer",
            "id");

    private static final Set<String> EMAILS = Set.of("email", "emailaddress", "mail", "useremail", "customeremail");
    private static final Set<String> EVENTS = Set.of("event", "eventname", "eventtype", "action", "activity");
    private static final Set<String> MOMENTS = Set.of("timestamp", "occurred", "happened");
    private static final Set<String> BEGINNINGS =
            Set.of("created", "order", "ordered", "purchase", "purchased", "event", "time", "date", "datetime", "when");
    private static final Set<String> QUESTIONS = Set.of("is", "has");
    private static final Set<String> OTHER_TIMES = Set.of(
            "birth",
            "birthday",
            "birthdate",
            "born",
            "dob",
            "updated",
            "modified",
            "expires",
            "expiry",
            "due",
            "ship",
            "shipped",
            "delivery",
            "delivered",
            "end",
            "ended");

    private final Sample sample;
    private final InputOptions options;
    private final List<Seen> columns;
    private final Map<String, DateGuess> dates = new LinkedHashMap<>();
    private final Optional<Seen> person;
    private final Optional<Seen> email;
    private final Optional<Seen> event;
    private final Optional<Seen> time;
    private final boolean rowsNameTheirType;
    private final CallType type;
    private final List<String> notes = new ArrayList<>();
    private boolean needsZone;

    /**
     * A suggestion.
     *
     * @param options what the user has said about the file already
     */
    Suggestion(Sample sample, InputOptions options) {
        this.sample = sample;
        this.options = options;
        this.columns = sample.columns();
        CallType given = options.type();
        columns.forEach(column -> dates.put(column.name(), guess(column)));
        this.email = columns.stream()
                .filter(column -> EMAILS.contains(plain(column)))
                .findFirst();
        this.event = columns.stream()
                .filter(column -> EVENTS.contains(plain(column)))
                .findFirst();
        this.time = time();
        this.rowsNameTheirType = given == null
                && columns.stream().anyMatch(column -> plain(column).equals("type"));
        this.type = given != null
                ? given
                : event.isPresent() || time.isPresent() || rowsNameTheirType ? CallType.TRACK : CallType.IDENTIFY;
        Optional<Seen> id = PERSONS.stream()
                .flatMap(name -> columns.stream().filter(column -> plain(column).equals(name)))
                .findFirst();
        // An identify may name a person by the e-mail alone, and then it should be a trait.
        this.person = id.isPresent() || type == CallType.IDENTIFY ? id : email;
    }

    private static String plain(Seen column) {
        return Heading.plain(column.name()).replace(".", "");
    }

    /** Numbers are times only below a name that says so. */
    private static boolean isTime(Seen column) {
        List<String> words = Column.words(column.name());
        return !column.cells().stream().allMatch(cell -> cell.matches("[\\d.]+"))
                || words.stream()
                        .anyMatch(word -> MOMENTS.contains(word) || BEGINNINGS.contains(word) || word.equals("at"));
    }

    /** Below a name that says so, a few cells that are none do not count: they are rejected, and told of. */
    private static DateGuess guess(Seen column) {
        DateGuess all = isTime(column) ? DateGuess.of(column.cells()) : new DateGuess.None();
        return all instanceof DateGuess.None && isTime(column) && rank(column) <= 2
                ? DateGuess.ofMost(column.cells())
                : all;
    }

    private Optional<Seen> time() {
        for (int rank = 0; rank < 4; rank++) {
            for (Seen column : columns) {
                if (!(date(column) instanceof DateGuess.None) && rank(column) == rank) {
                    return Optional.of(column);
                }
            }
        }
        return columns.stream().filter(column -> rank(column) == 0).findFirst();
    }

    private static int rank(Seen column) {
        List<String> words = Column.words(column.name());
        if (plain(column).equals("timestamp")) {
            return 0;
        } else if (words.stream().anyMatch(OTHER_TIMES::contains)) {
            return Integer.MAX_VALUE;
        } else if (words.stream().anyMatch(MOMENTS::contains)) {
            return 1;
        }
        return words.stream().anyMatch(BEGINNINGS::contains) ? 2 : 3;
    }

    private DateGuess date(Seen column) {
        return Objects.requireNonNull(dates.get(column.name()));
    }

    /** The mapping. */
    Json.Obj asJson() {
        Map<String, Json> rules = new LinkedHashMap<>();
        Set<String> targets = new HashSet<>();
        for (Seen column : columns) {
            String to = target(column, targets);
            targets.add(to);
            rules.put(column.name(), rule(column, to));
        }
        Map<String, Json> mapping = new LinkedHashMap<>();
        if (!rowsNameTheirType) {
            mapping.put("type", Json.of(type.wireName()));
        }
        if (type == CallType.TRACK && event.isEmpty() && !rowsNameTheirType) {
            mapping.put("event", Json.of("<name of the event>"));
            notes.add(
                    0,
                    "event: write what happened in each row, such as \"Order Completed\", or give --set event=NAME."
                            + (options.type() == null ? " For a list of people, give --type identify." : ""));
        }
        if (options.mapping().zone().isPresent()) {
            mapping.put("timezone", Json.of(options.mapping().zone().get().getId()));
        } else if (needsZone) {
            mapping.put("timezone", Json.of("<zone of the times, such as Europe/Rome>"));
            notes.add("timezone: times without a zone were seen; name theirs, or give --timezone ZONE.");
        }
        mapping.put("columns", new Json.Obj(rules));
        if (!sample.nulls().isEmpty()) {
            mapping.put(
                    "null",
                    new Json.Arr(sample.nulls().stream().<Json>map(Json::of).toList()));
            if (!options.mapping().nulls().containsAll(sample.nulls())) {
                notes.add("null: such cells are taken to stand for nothing; leave out those that are texts.");
            }
        }
        addNotes();
        mapping.put("notes", new Json.Arr(notes.stream().map(Json::of).toList()));
        return new Json.Obj(mapping);
    }

    private Json rule(Seen column, String to) {
        Optional<String> typeName = type(column);
        if (typeName.isEmpty()) {
            return Json.of(to);
        }
        Map<String, Json> rule = new LinkedHashMap<>();
        rule.put("to", Json.of(to));
        rule.put("type", Json.of(typeName.get()));
        return new Json.Obj(rule);
    }

    private boolean is(Optional<Seen> one, Seen column) {
        return one.filter(column::equals).isPresent();
    }

    private String target(Seen column, Set<String> taken) {
        if (is(person, column)) {
            return Field.USER_ID.key();
        } else if (is(time, column)) {
            return Field.TIMESTAMP.key();
        } else if (is(event, column) && type == CallType.TRACK) {
            return Field.EVENT.key();
        }
        Optional<Heading> known = heading(column).filter(Heading::isKnown);
        if (known.filter(Heading::hasPrefix).isPresent()) {
            return known.get().name();
        }
        Optional<Field> field = known.map(Heading::target).filter(type::has);
        if (field.isPresent() && !taken.contains(field.get().key())) {
            return field.get().key();
        }
        String object = type.freeForm().map(Field::key).orElse(Field.CONTEXT.key());
        String name = object + "." + (is(email, column) ? "email" : tidy(column.name()));
        String free = name;
        for (int i = 2; taken.contains(free); i++) {
            free = name + "_" + i;
        }
        return free;
    }

    private static Optional<Heading> heading(Seen column) {
        String name =
                CellType.Named.split(column.name()).map(parts -> parts.get(0)).orElse(column.name());
        return Heading.untyped(name, false) instanceof Heading.Parsed.Good good
                ? Optional.of(good.heading())
                : Optional.empty();
    }

    /** {@code Order Total (EUR)} becomes {@code order_total_eur}; a name without blanks and capitals stays. */
    private static String tidy(String header) {
        String name = CellType.Named.split(header).map(parts -> parts.get(0)).orElse(header);
        String last = name.substring(name.lastIndexOf('.') + 1);
        if (last.matches("[\\p{Ll}_][\\p{L}\\p{Nd}_]*")) {
            return last;
        }
        String tidy = String.join("_", Column.words(last));
        return tidy.isEmpty() ? "column" : tidy;
    }

    /** The type to name, if any. */
    private Optional<String> type(Seen column) {
        Optional<List<String>> named = CellType.Named.split(column.name());
        if (named.isPresent()) {
            return Optional.of(named.get().get(1));
        } else if (column.typed() || is(person, column) || is(event, column)) {
            return Optional.empty();
        }
        DateGuess date = date(column);
        if (date instanceof DateGuess.AsIs as) {
            needsZone |= as.needsZone() && is(time, column);
            return Optional.empty();
        } else if (date instanceof DateGuess.Written written) {
            needsZone |= is(time, column) || DateGuess.hasTime(written.pattern());
            return Optional.of("date(" + written.pattern() + ")");
        } else if (date instanceof DateGuess.Ambiguous ambiguous) {
            needsZone |= is(time, column) || DateGuess.hasTime(ambiguous.dayFirst());
            notes.add("\"" + column.name() + "\": is " + column.cells().get(0) + " written " + ambiguous.dayFirst()
                    + " or " + ambiguous.monthFirst() + "? Both fit every row that was looked at; write one of them.");
            return Optional.of("<date(" + ambiguous.dayFirst() + ") or date(" + ambiguous.monthFirst() + ")>");
        }
        boolean isOwn = heading(column).filter(Heading::isKnown).isEmpty()
                || heading(column).filter(Heading::hasPrefix).isPresent();
        return isOwn
                ? Inference.typeOf(column.name(), column.cells())
                        .map(CellType::wireName)
                        .or(() -> saysYesOrNo(column) ? Optional.of("bool") : Optional.empty())
                        .or(() -> holdsJson(column) ? Optional.of("json") : Optional.empty())
                : Optional.empty();
    }

    /** Databases write t and f; below another name they may be letters. */
    private static boolean saysYesOrNo(Seen column) {
        CellType bool = new CellType.Bool();
        return QUESTIONS.contains(Column.words(column.name()).get(0))
                && !column.cells().isEmpty()
                && column.cells().stream().allMatch(cell -> bool.readText(cell, null) instanceof CellType.Read.Value);
    }

    private static boolean holdsJson(Seen column) {
        return !column.cells().isEmpty()
                && column.cells().stream()
                        .allMatch(cell ->
                                cell.matches("(?s)\\s*[\\[{].*") && JsonReader.read(cell) instanceof JsonText.Document);
    }

    private void addNotes() {
        sample.fault().ifPresent(notes::add);
        if (person.isEmpty() && email.isPresent()) {
            notes.add("userId: there is no column of ids, so people are known by their e-mail alone.");
        } else if (person.isEmpty()) {
            notes.add("userId: no column says who the person is; send the one that does to userId or anonymousId.");
        } else if (person.equals(email)) {
            notes.add(
                    "userId: there is no column of ids, so the e-mail is taken for one; is it the id in your workspace?");
        }
        if (time.isEmpty()) {
            notes.add("timestamp: no column of times was found, and each record needs a time; --timestamp-default now"
                    + " sends them as of today.");
        }
        List<String> texts = columns.stream()
                .filter(column -> !is(person, column) && !is(time, column) && type(column, "\\d+"))
                .map(Seen::name)
                .toList();
        if (!texts.isEmpty()) {
            notes.add("Digits that stay text, as ids and codes should: " + String.join(", ", texts)
                    + ". Add {\"type\": \"number\"} where they are quantities.");
        }
        columns.forEach(column -> DateGuess.noTime(date(column), column.cells())
                .ifPresent(cell -> notes.add("\"" + column.name() + "\": " + CallMaker.shown(cell)
                        + " is no time as the others are; rows with such a cell are rejected.")));
        columns.stream()
                .filter(column -> type(column, "[-+]?\\d{1,3}([.,' ]\\d{3})*[.,]\\d+|[-+]?\\d{1,3}([.,' ]\\d{3})+"))
                .forEach(column -> notes.add("\"" + column.name() + "\" holds numbers such as "
                        + column.cells().get(0) + ", which only people can read; they stay text. To"
                        + " send numbers, write them like 1234.50 in the file."));
        if (type == CallType.TRACK && email.isPresent() && !person.equals(email) && !rowsNameTheirType) {
            notes.add("To keep the people up to date as well, add \"emit\": [\"identify\", \"track\"], and send \""
                    + email.get().name() + "\" to traits.email.");
        }
    }

    /** Whether all cells look like this, and no type was found for them. */
    private boolean type(Seen column, String pattern) {
        return !column.cells().isEmpty()
                && date(column) instanceof DateGuess.None
                && Inference.typeOf(column.name(), column.cells()).isEmpty()
                && column.cells().stream().allMatch(cell -> cell.matches(pattern));
    }
}
