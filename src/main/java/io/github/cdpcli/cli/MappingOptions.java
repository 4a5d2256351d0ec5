package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.input.Mapping;
import io.github.cdpcli.input.MappingDraft;
import io.github.cdpcli.input.MappingDraft.Said;
import io.github.cdpcli.input.MappingDraft.SaidConstant;
import io.github.cdpcli.input.MappingFile;
import io.github.cdpcli.json.Json;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How rows become calls: a mapping file, and options that count for more than it. */
final class MappingOptions {

    private final Options.Value<String> map;
    private final Options.Many set;
    private final Options.Many rename;
    private final Options.Many drop;
    private final Options.Many types;
    private final Options.Flag infer;
    private final Options.Value<String> empty;
    private final Options.Many nulls;
    private final Options.Flag nestDots;
    private final Options.Value<MessageIdRule> messageId;
    private final Options.Flag suggest;

    MappingOptions(Options options) {
        options.group("Mapping (cdp help csv):");
        suggest = options.flag("--suggest-mapping", "Print a mapping drawn up from the first rows, and end.");
        map = options.text("--map", "FILE", "A mapping as JSON; options count for more than it.");
        set = options.many("--set", "K=V", "The same for every call: event=Login, traits.n:=1.");
        rename = options.many("--rename", "OLD=NEW", "Take a column for another: 'Customer ID=userId'.");
        drop = options.many("--drop", "COLUMN", "Leave a column out.");
        types = options.many("--types", "COL=TYPE", "number, bool, date(dd/MM/yyyy), list(|), json, text.");
        infer = options.flag("--infer", "Find columns of numbers and true/false in the first 1000 rows.");
        empty = options.text("--empty", "keep|null", "What empty cells become (default: left out).");
        nulls = options.many("--null", "TEXT", "A cell that stands for nothing, such as '\\N'.");
        nestDots = options.flag("--nest-dots", "Dots in names of properties and traits nest.");
        messageId = options.value(
                "--message-id",
                "HOW",
                MessageIdRule::parse,
                "position, content, random, keep or column:NAME (default: position).");
    }

    /** Whether a mapping is asked for, and nothing is to be sent. */
    boolean isSuggestion() {
        return suggest.isSet();
    }

    /** How ids are made for records that have none. */
    MessageIdRule messageIds() {
        return messageId.get().orElse(MessageIdRule.POSITION);
    }

    /** Refuses what is of no use beside a suggestion, and would be taken to have been heeded. */
    void checkSuggestion() {
        if (map.get().isPresent()) {
            throw Failure.usage("--suggest-mapping looks at the file alone: leave out --map");
        }
    }

    /**
     * Reads the mapping.
     *
     * @param type of {@code --type}
     * @param zone of {@code --timezone}
     */
    Mapping read(World world, Optional<CallType> type, Optional<ZoneId> zone) {
        List<Problem> problems = new ArrayList<>();
        MappingDraft file = map.get().map(name -> file(world, name, problems)).orElse(MappingDraft.none());
        MappingDraft draft = new Reading(world, problems).options(type, zone).over(file);
        if (draft.check() instanceof MappingDraft.Checked.Good good && problems.isEmpty()) {
            return good.mapping();
        } else if (draft.check() instanceof MappingDraft.Checked.Bad bad) {
            problems.addAll(bad.problems());
        }
        throw Failure.invalid("the mapping cannot be used; nothing was sent", problems);
    }

    private static MappingDraft file(World world, String name, List<Problem> problems) {
        String shown = Shown.text(name);
        try {
            MappingFile.Read read = MappingFile.read(shown, Assignment.contentOf(name, world));
            if (read instanceof MappingFile.Read.Said said) {
                return said.draft();
            }
            problems.addAll(((MappingFile.Read.Bad) read).problems());
            return MappingDraft.none();
        } catch (NoSuchFileException e) {
            throw Failure.usage("there is no mapping file " + shown);
        } catch (IOException e) {
            throw Failure.usage("the mapping file " + shown + " cannot be read, or is larger than a mapping can be");
        }
    }

    /** What of this gives other records, and so makes another run of the same input another matter. */
    void addTo(Map<String, Json> about, Mapping mapping) {
        Json.Obj said = mapping.asJson();
        boolean isSaid = map.get().isPresent()
                || infer.isSet()
                || nestDots.isSet()
                || empty.get().isPresent()
                || List.of(set, rename, drop, types, nulls).stream()
                        .anyMatch(option -> !option.get().isEmpty());
        if (isSaid) {
            about.put("mapping", said);
        }
        if (!messageIds().equals(MessageIdRule.POSITION)) {
            about.put("messageIds", Json.of(messageIds().spelling()));
        }
    }

    /** One reading of the options: collects problems on its way. */
    private final class Reading {
        private final World world;
        private final List<Problem> problems;

        Reading(World world, List<Problem> problems) {
            this.world = world;
            this.problems = problems;
        }

        MappingDraft options(Optional<CallType> type, Optional<ZoneId> zone) {
            Map<String, Said> words = new LinkedHashMap<>();
            type.ifPresent(call -> words.put("type", new Said("--type", call.wireName())));
            zone.ifPresent(id -> words.put("timezone", new Said("--timezone", id.getId())));
            empty.get().ifPresent(word -> words.put("empty", new Said("--empty", word)));
            messageIds().column().ifPresent(name -> words.put("messageId", new Said("--message-id", name)));
            Map<String, Said> drops = new LinkedHashMap<>();
            drop.get().forEach(column -> once(drops, drop, column, column));
            return new MappingDraft(
                    words,
                    targets(),
                    columnTypes(),
                    drops,
                    constants(),
                    Optional.empty(),
                    nulls.get().isEmpty() ? Optional.empty() : Optional.of(nulls.get()),
                    infer.isSet(),
                    nestDots.isSet());
        }

        private void problem(String place, String message) {
            problems.add(new Problem(Code.BAD_OPTION, place, message));
        }

        private void once(Map<String, Said> said, Options.Many option, String column, String text) {
            String place = option.name() + " " + Shown.text(column, 40);
            if (said.put(column, new Said(place, text)) != null) {
                problem(place, "is given twice");
            }
        }

        private Map<String, Said> targets() {
            Map<String, Said> targets = new LinkedHashMap<>();
            for (String text : rename.get()) {
                int sign = Lists.first(text, '=');
                if (sign <= 0 || sign == text.length() - 1) {
                    problem(rename.name() + " " + Shown.text(text, 40), "is not of the form COLUMN=NAME");
                } else {
                    once(targets, rename, Lists.plain(text.substring(0, sign)), text.substring(sign + 1));
                }
            }
            return targets;
        }

        private Map<String, Said> columnTypes() {
            Map<String, Said> said = new LinkedHashMap<>();
            for (String text : types.get()) {
                for (String part : Lists.parts(text)) {
                    int sign = Lists.lastOutside(part, '=');
                    if (sign <= 0) {
                        problem(types.name() + " " + Shown.text(part, 40), "is not of the form COLUMN=TYPE");
                    } else {
                        once(
                                said,
                                types,
                                part.substring(0, sign).strip(),
                                part.substring(sign + 1).strip());
                    }
                }
            }
            return said;
        }

        private List<SaidConstant> constants() {
            List<SaidConstant> constants = new ArrayList<>();
            for (String text : set.get()) {
                Assignment.Parsed parsed = Assignment.parse(text, world);
                if (parsed instanceof Assignment.Parsed.Good good) {
                    String key = good.assignment().key();
                    constants.add(new SaidConstant(
                            set.name() + " " + Shown.text(key, 40),
                            key,
                            good.assignment().value()));
                } else {
                    problem(set.name() + " " + Shown.text(text, 40), ((Assignment.Parsed.Bad) parsed).why());
                }
            }
            return constants;
        }
    }

    /** Lists within one option. */
    private static final class Lists {

        /** What stands between commas; those within parentheses are part of a type. */
        static List<String> parts(String text) {
            List<String> parts = new ArrayList<>();
            int depth = 0;
            int begin = 0;
            for (int i = 0; i < text.length(); i++) {
                depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
                if (depth <= 0 && text.charAt(i) == ',') {
                    parts.add(text.substring(begin, i));
                    begin = i + 1;
                }
            }
            parts.add(text.substring(begin));
            return parts;
        }

        /** The last sign that is not within parentheses; -1 when there is none. */
        static int lastOutside(String text, char sign) {
            int open = text.indexOf('(', text.indexOf(sign) + 1);
            return text.lastIndexOf(sign, open < 0 ? text.length() : open);
        }

        /** The first sign without a backslash before it; -1 when there is none. */
        static int first(String text, char sign) {
            int at = text.indexOf(sign);
            while (at > 0 && text.charAt(at - 1) == '\\') {
                at = text.indexOf(sign, at + 1);
            }
            return at;
        }

        static String plain(String text) {
            return text.replace("\\=", "=");
        }
    }
}
