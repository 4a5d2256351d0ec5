package io.github.cdpcli.cli;

import io.github.cdpcli.event.CallType;
import io.github.cdpcli.event.ContextField;
import io.github.cdpcli.event.Field;
import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import io.github.cdpcli.json.KeyPath;
import io.github.cdpcli.json.TreeBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The fields of one call as options: every documented field of the call can be given, and put on top of a payload. */
final class CallOptions {

    private static final String STDIN = "-";
    private static final int MAX_STDIN_BYTES = 1_000_000;

    private final CallType type;
    private final Options.Positional positional;
    private final Map<Field, Options.Value<String>> texts = new EnumMap<>(Field.class);
    private final Optional<Options.Many> freeForm;
    private final Optional<Options.Value<String>> freeFormJson;
    private final Options.Many context;
    private final Options.Many integrations;
    private final Options.Value<String> payload;

    CallOptions(CallType type, Options options) {
        this.type = type;
        positional = options.positional("0..2", label(), positionalDescription());
        options.group("The call:");
        text(options, Field.USER_ID, "--user-id", "ID", "Who: the person's id.");
        text(options, Field.ANONYMOUS_ID, "--anonymous-id", "ID", "Who, as long as they are not known.");
        switch (type) {
            case TRACK -> text(options, Field.GROUP_ID, "--group-id", "ID", "The group it happened to.");
            case PAGE -> text(options, Field.CATEGORY, "--category", "NAME", "Category (better: -p category=NAME).");
            case GROUP -> {
                texts.put(Field.GROUP_ID, options.hiddenText("--group-id"));
                text(
                        options,
                        Field.OBJECT_TYPE_ID,
                        "--object-type-id",
                        "N",
                        "Type of the object (the service's" + " default: 1).");
            }
            case ALIAS -> text(options, Field.PREVIOUS_ID, "--previous-id", "ID", "The id known so far.");
            default -> {}
        }
        freeForm = type.freeForm().isEmpty()
                ? Optional.empty()
                : Optional.of(freeForm(type.freeForm().get(), options));
        freeFormJson = type.freeForm().isEmpty()
                ? Optional.empty()
                : Optional.of(freeFormJson(type.freeForm().get(), options));
        context = options.many("-c|--context", "PATH=VALUE", "A context field: device.type=ios.");
        integrations = options.many("-i|--integration", "NAME=true|false", "Send to a destination or not.");
        text(options, Field.TIMESTAMP, "--timestamp", "TIME", "When (default: now): 2024-03-01T10:00:00Z.");
        text(options, Field.MESSAGE_ID, "--message-id", "ID", "Id against duplicates (default: a new one).");
        payload = options.text("--payload", "JSON|@FILE|-", "The whole call; options are put on top of it.");
    }

    private Options.Many freeForm(Field field, Options options) {
        return field == Field.TRAITS
                ? options.many("-t|--trait", "K=V", "A trait: plan=pro, age:=31, tags[]=vip, bio=@FILE.")
                : options.many("-p|--property", "K=V", "A property: sku=A1, total:=9.95, tags[]=x, note=@FILE.");
    }

    private static Options.Value<String> freeFormJson(Field field, Options options) {
        return options.text("--" + field.key(), "JSON|@FILE|-", "All " + field.key() + " as one object.");
    }

    private void text(Options options, Field field, String name, String label, String description) {
        texts.put(field, options.text(name, label, description));
    }

    private String label() {
        return switch (type) {
            case TRACK -> "EVENT|-";
            case PAGE, SCREEN -> "NAME|-";
            case GROUP -> "GROUP_ID|-";
            case IDENTIFY, ALIAS -> "-";
        };
    }

    private String positionalDescription() {
        String stdin = "- reads JSON calls from standard input.";
        return switch (type) {
            case TRACK -> "What happened; " + stdin;
            case PAGE -> "The page's name; " + stdin;
            case SCREEN -> "The screen's name; " + stdin;
            case GROUP -> "The group; " + stdin;
            case IDENTIFY, ALIAS -> stdin;
        };
    }

    private Optional<Field> positionalField() {
        return switch (type) {
            case TRACK -> Optional.of(Field.EVENT);
            case PAGE, SCREEN -> Optional.of(Field.NAME);
            case GROUP -> Optional.of(Field.GROUP_ID);
            case IDENTIFY, ALIAS -> Optional.empty();
        };
    }

    /**
     * What the options say.
     *
     * @param fields the fields given one by one
     * @param payload the call they are put on top of
     * @param stdin whether calls are to be read from standard input
     * @param problems what is wrong with options themselves
     */
    record Given(Json.Obj fields, Optional<Json.Obj> payload, boolean stdin, List<Problem> problems) {

        /** A call with the options on top of it. */
        Json.Obj over(Json.Obj call) {
            return call.overlaidBy(fields);
        }

        boolean isEmpty() {
            return fields.members().isEmpty() && payload.isEmpty() && !stdin && problems.isEmpty();
        }
    }

    Given read(World world) {
        return new Reading(world).read();
    }

    /** The option by which a field is given on the command line, for messages. */
    String place(String path) {
        Optional<Field> field = Field.of(path);
        if (field.isPresent() && field.equals(positionalField())) {
            return label().replace("|-", "");
        }
        return field.map(texts::get).map(Options.Value::name).orElse(path);
    }

    /** One reading of the options: collects problems on its way. */
    private final class Reading {
        private final World world;
        private final List<Problem> problems = new ArrayList<>();
        private final Map<String, Json> fields = new LinkedHashMap<>();

        Reading(World world) {
            this.world = world;
        }

        Given read() {
            boolean stdin = positionals();
            for (Map.Entry<Field, Options.Value<String>> option : texts.entrySet()) {
                Optional<String> text = option.getValue().get();
                if (text.isPresent()) {
                    set(option.getKey(), text.get());
                }
            }
            freeForm();
            tree(Field.CONTEXT, context);
            tree(Field.INTEGRATIONS, integrations);
            Optional<String> given = payload.get();
            boolean isStdin = given.isPresent() && given.get().equals(STDIN);
            Optional<Json.Obj> whole =
                    given.isEmpty() || isStdin ? Optional.empty() : object(given.get(), payload.name());
            return new Given(new Json.Obj(fields), whole, stdin || isStdin, problems);
        }

        private void problem(String place, String message) {
            problems.add(new Problem(Code.BAD_OPTION, place, message));
        }

        private boolean positionals() {
            boolean stdin = false;
            boolean named = false;
            for (String argument : positional.get()) {
                if (argument.equals(STDIN)) {
                    stdin = true;
                } else if (positionalField().isPresent() && !named) {
                    set(positionalField().get(), argument);
                    named = true;
                } else {
                    problem(Shown.text(argument, 40), "is one argument too many (quote names with spaces)");
                }
            }
            return stdin;
        }

        private void set(Field field, String text) {
            boolean epoch = field == Field.TIMESTAMP && text.matches("\\d{1,20}(\\.\\d{1,9})?");
            if (fields.put(field.key(), epoch ? new Json.Num(text) : Json.of(text)) != null) {
                problem(place(field.key()), "is given twice");
            }
        }

        private void freeForm() {
            if (type.freeForm().isEmpty()) {
                return;
            }
            Field field = type.freeForm().get();
            Optional<String> text = freeFormJson.orElseThrow().get();
            Optional<Json.Obj> object = text.isEmpty() ? Optional.empty() : object(text.get(), "--" + field.key());
            if (object.isPresent()) {
                fields.put(field.key(), object.get());
            }
            tree(field, freeForm.orElseThrow());
        }

        /** Lays the assignments of an option into one object and puts it on top of what the field holds so far. */
        private void tree(Field field, Options.Many option) {
            TreeBuilder tree = new TreeBuilder();
            for (String text : option.get()) {
                Assignment.Parsed parsed = Assignment.parse(text, world);
                if (parsed instanceof Assignment.Parsed.Bad bad) {
                    problem(option.name() + " " + Shown.text(text, 40), bad.why());
                } else if (parsed instanceof Assignment.Parsed.Good good) {
                    put(field, option, tree, good.assignment());
                }
            }
            if (!tree.isEmpty()) {
                Json.Obj below = fields.get(field.key()) instanceof Json.Obj object ? object : Json.Obj.empty();
                fields.put(field.key(), below.overlaidBy(tree.build()));
            }
        }

        private void put(Field field, Options.Many option, TreeBuilder tree, Assignment assignment) {
            String place = option.name() + " " + Shown.text(assignment.key(), 40);
            KeyPath.Parsed parsed =
                    field == Field.CONTEXT ? KeyPath.parseDotted(assignment.key()) : KeyPath.parse(assignment.key());
            if (parsed instanceof KeyPath.Parsed.Path path) {
                Optional<Json> value = typed(field, place, path.path(), assignment.value());
                Optional<String> why = value.isEmpty() ? Optional.empty() : tree.set(path.path(), value.get());
                if (why.isPresent()) {
                    problem(place, why.get());
                }
            } else {
                problem(place, ((KeyPath.Parsed.Bad) parsed).why());
            }
        }

        /** Context fields have documented types, and integrations are switches: their text is read as what it stands for. */
        private Optional<Json> typed(Field field, String place, KeyPath path, Json value) {
            Optional<Json> bool = value instanceof Json.Str text
                            && (text.value().equals("true") || text.value().equals("false"))
                    ? Optional.of(Json.of(text.value().equals("true")))
                    : Optional.empty();
            if (field == Field.INTEGRATIONS && value instanceof Json.Str) {
                if (bool.isEmpty()) {
                    problem(place, "must be true or false");
                }
                return bool;
            }
            Optional<ContextField> documented =
                    field == Field.CONTEXT ? ContextField.at(dotted(path)) : Optional.empty();
            if (documented.isEmpty()) {
                return Optional.of(value);
            }
            Json read = documented.get().kind() == ContextField.Kind.BOOLEAN ? bool.orElse(value) : value;
            if (!documented.get().fits(read)) {
                problem(place, "must be " + documented.get().expected());
                return Optional.empty();
            }
            return Optional.of(read);
        }

        private String dotted(KeyPath path) {
            List<String> keys = new ArrayList<>();
            for (KeyPath.Step step : path.steps()) {
                keys.add(step instanceof KeyPath.Step.Key key ? key.name() : "[]");
            }
            return String.join(".", keys);
        }

        private Optional<Json.Obj> object(String text, String place) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (text.equals(STDIN) || text.startsWith("@")) {
                try {
                    bytes = text.equals(STDIN)
                            ? world.in().readNBytes(MAX_STDIN_BYTES)
                            : Assignment.contentOf(text.substring(1), world);
                } catch (IOException e) {
                    problem(place, "names the file " + Shown.text(text.substring(1)) + ", which cannot be read");
                    return Optional.empty();
                }
            }
            JsonText read = JsonReader.read(bytes);
            if (read instanceof JsonText.Malformed bad) {
                problem(place, "is not JSON: " + bad.why() + " (line " + bad.line() + ", column " + bad.column() + ")");
                return Optional.empty();
            }
            Json value = ((JsonText.Document) read).value();
            if (!(value instanceof Json.Obj object)) {
                problem(place, "must be an object, but is " + value.kind());
                return Optional.empty();
            }
            return Optional.of(object);
        }
    }
}
