package io.github.cdpcli.input;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping as it is said, by a file or by options, before it is checked: options are laid over the file, and only what
 * counts in the end is checked. A text such as {@code <name of the event>} is a blank that {@link Suggestion} left for the
 * user to fill in.
 *
 * @param words type, event, timezone, empty and messageId, by these names
 * @param targets by column, the name to take it for
 * @param types by column, the type of its values
 * @param drops the columns to leave out
 * @param constants what every call gets
 * @param emit the calls that each row makes; empty when that is not said
 * @param nulls texts that stand for nothing; empty when that is not said
 * @param infers whether types are to be found by looking
 * @param nestsDots whether dots are steps down
 */
public record MappingDraft(
        Map<String, Said> words,
        Map<String, Said> targets,
        Map<String, Said> types,
        Map<String, Said> drops,
        List<SaidConstant> constants,
        Optional<List<Said>> emit,
        Optional<List<String>> nulls,
        boolean infers,
        boolean nestsDots) {

    /** A text, and where it was said, for messages. */
    public record Said(String place, String text) {}

    /** A constant, and where it was said. */
    public record SaidConstant(String place, String key, Json value) {}

    /** What checking gives. */
    public sealed interface Checked {
        /** A mapping. */
        record Good(Mapping mapping) implements Checked {}

        /** All that is wrong, by place. */
        record Bad(List<Problem> problems) implements Checked {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    static final String TYPE = "type";
    static final String EVENT = "event";
    static final String TIMEZONE = "timezone";
    static final String EMPTY = "empty";
    static final String MESSAGE_ID = "messageId";

    /** Nothing is said. */
    public static MappingDraft none() {
        return new MappingDraft(
                Map.of(), Map.of(), Map.of(), Map.of(), List.of(), Optional.empty(), Optional.empty(), false, false);
    }

    /** This laid over another: what both speak of is as this says. */
    public MappingDraft over(MappingDraft below) {
        Map<String, Said> kept = new LinkedHashMap<>(below.drops);
        targets.keySet().forEach(kept::remove);
        Map<String, Said> targetsBelow = new LinkedHashMap<>(below.targets);
        drops.keySet().forEach(targetsBelow::remove);
        Set<String> keys = new LinkedHashSet<>();
        constants.forEach(constant -> keys.add(constant.key()));
        List<SaidConstant> all = new ArrayList<>();
        below.constants.stream()
                .filter(constant -> !keys.contains(constant.key()))
                .forEach(all::add);
        all.addAll(constants);
        return new MappingDraft(
                both(below.words, words),
                both(targetsBelow, targets),
                both(below.types, types),
                both(kept, drops),
                all,
                emit.or(below::emit),
                nulls.or(below::nulls),
                infers || below.infers,
                nestsDots || below.nestsDots);
    }

    private static Map<String, Said> both(Map<String, Said> below, Map<String, Said> above) {
        Map<String, Said> both = new LinkedHashMap<>(below);
        both.putAll(above);
        return both;
    }

    /** Whether a text is a blank that was not filled in. */
    static boolean isBlank(String text) {
        return text.startsWith("<") && text.endsWith(">");
    }

    /** Checks it all, and gives every problem at once. */
    public Checked check() {
        return new Check().run();
    }

    /** One check: collects problems while it reads. */
    private final class Check {
        private final List<Problem> problems = new ArrayList<>();

        Checked run() {
            Optional<CallType> type = word(TYPE).flatMap(said -> call(said));
            List<CallType> calls = emitted(type);
            Mapping mapping = new Mapping(
                    type,
                    rules(),
                    constants(),
                    drops.keySet(),
                    calls,
                    word(TIMEZONE).flatMap(this::zone),
                    Set.copyOf(nulls.orElse(List.of())),
                    word(EMPTY).flatMap(this::empty).orElse(Mapping.Empty.LEFT_OUT),
                    word(MESSAGE_ID).filter(this::isColumn).map(Said::text),
                    infers,
                    nestsDots);
            return problems.isEmpty() ? new Checked.Good(mapping) : new Checked.Bad(problems);
        }

        private Optional<Said> word(String name) {
            return Optional.ofNullable(words.get(name));
        }

        private void problem(String place, String message) {
            problems.add(new Problem(Code.BAD_OPTION, place, message));
        }

        private boolean isFilledIn(Said said) {
            if (isBlank(said.text())) {
                problem(said.place(), "is still " + CallMaker.shown(said.text()) + ": fill it in");
            }
            return !isBlank(said.text());
        }

        private boolean isColumn(Said said) {
            if (said.text().isBlank()) {
                problem(said.place(), "names no column");
            }
            return !said.text().isBlank() && isFilledIn(said);
        }

        private Optional<CallType> call(Said said) {
            Optional<CallType> type = isFilledIn(said) ? CallType.of(said.text()) : Optional.empty();
            if (type.isEmpty() && !isBlank(said.text())) {
                problem(said.place(), "is " + CallMaker.shown(said.text()) + ", which is none of " + CallType.list());
            }
            return type;
        }

        private List<CallType> emitted(Optional<CallType> type) {
            List<CallType> calls = new ArrayList<>();
            for (Said said : emit.orElse(List.of())) {
                Optional<CallType> call = call(said);
                if (call.filter(calls::contains).isPresent()) {
                    problem(said.place(), "names " + said.text() + " twice");
                }
                call.ifPresent(calls::add);
            }
            if (type.isPresent() && !calls.isEmpty() && !calls.contains(type.get())) {
                problem(
                        Objects.requireNonNull(words.get(TYPE)).place(),
                        "is " + type.get().wireName() + ", which is not among the calls that are emitted");
            }
            return calls;
        }

        private Optional<ZoneId> zone(Said said) {
            if (!isFilledIn(said)) {
                return Optional.empty();
            }
            try {
                return Optional.of(ZoneId.of(said.text()));
            } catch (DateTimeException e) {
                problem(
                        said.place(),
                        "is " + CallMaker.shown(said.text()) + ", but must be a time zone such as Europe/Rome or UTC");
                return Optional.empty();
            }
        }

        private Optional<Mapping.Empty> empty(Said said) {
            Optional<Mapping.Empty> empty = Mapping.Empty.of(said.text());
            if (empty.isEmpty()) {
                problem(said.place(), "is " + CallMaker.shown(said.text()) + ", but must be keep or null");
            }
            return empty;
        }

        private Map<String, Mapping.Rule> rules() {
            Set<String> names = new LinkedHashSet<>(targets.keySet());
            names.addAll(types.keySet());
            names.removeAll(drops.keySet());
            Map<String, Mapping.Rule> rules = new LinkedHashMap<>();
            for (Map<String, Said> said : List.of(targets, types, drops)) {
                said.entrySet().stream()
                        .filter(entry -> entry.getKey().isBlank())
                        .forEach(entry -> problem(entry.getValue().place(), "names no column"));
            }
            for (String name : names) {
                Optional<Said> to = Optional.ofNullable(targets.get(name));
                to.filter(this::isFilledIn).ifPresent(this::target);
                rules.put(
                        name,
                        new Mapping.Rule(
                                to.map(Said::text),
                                Optional.ofNullable(types.get(name)).flatMap(this::type)));
            }
            return rules;
        }

        private void target(Said said) {
            if (said.text().isBlank()) {
                problem(said.place(), "is blank");
            } else if (Heading.parse(said.text(), nestsDots) instanceof Heading.Parsed.Bad bad) {
                problem(said.place(), CallMaker.shown(said.text()) + " " + bad.why());
            }
        }

        private Optional<CellType> type(Said said) {
            if (!isFilledIn(said)) {
                return Optional.empty();
            }
            CellType.Parsed parsed = CellType.parse(said.text());
            if (parsed instanceof CellType.Parsed.Bad bad) {
                problem(said.place(), CallMaker.shown(said.text()) + " " + bad.why());
            }
            return parsed instanceof CellType.Parsed.Known known ? Optional.of(known.type()) : Optional.empty();
        }

        private List<Mapping.Constant> constants() {
            List<Mapping.Constant> good = new ArrayList<>();
            constants.forEach(said -> constant(said).ifPresent(good::add));
            word(EVENT)
                    .filter(said -> constants.stream().noneMatch(other -> isEvent(other.key())))
                    .flatMap(said -> constant(new SaidConstant(said.place(), EVENT, Json.of(said.text()))))
                    .ifPresent(good::add);
            return good;
        }

        private boolean isEvent(String key) {
            return Heading.ofConstant(key, nestsDots) instanceof Heading.Parsed.Good good
                    && good.heading().is(Field.EVENT);
        }

        private Optional<Mapping.Constant> constant(SaidConstant said) {
            if (isEvent(said.key())
                    && said.value() instanceof Json.Str text
                    && !isFilledIn(new Said(said.place(), text.value()))) {
                return Optional.empty();
            }
            Heading.Parsed parsed = Heading.ofConstant(said.key(), nestsDots);
            if (parsed instanceof Heading.Parsed.Bad bad) {
                problem(said.place(), bad.why());
                return Optional.empty();
            }
            Heading heading = ((Heading.Parsed.Good) parsed).heading();
            if (heading.is(Field.TYPE) || heading.is(Field.MESSAGE_ID)) {
                problem(
                        said.place(),
                        heading.is(Field.TYPE)
                                ? "is said by --type, or by \"type\" in the mapping file"
                                : "cannot be the same for every call: they would be taken for one");
                return Optional.empty();
            }
            return Optional.of(new Mapping.Constant(said.key(), said.value()));
        }
    }
}
