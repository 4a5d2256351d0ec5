package io.github.cdpcli.input;

import io.github.cdpcli.event.Problem;
import io.github.cdpcli.event.Problem.Code;
import io.github.cdpcli.input.MappingDraft.Said;
import io.github.cdpcli.input.MappingDraft.SaidConstant;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A mapping as a file of JSON: {@code type}, {@code event}, {@code columns} (by name, a target or {@code {"to", "type"}}),
 * {@code set}, {@code drop}, {@code emit}, {@code timezone}, {@code null}, {@code empty}, {@code messageId}, and
 * {@code notes}, which are for people. Anything else is a mistake.
 */
public final class MappingFile {

    /** What reading gives. */
    public sealed interface Read {
        /** What the file says, not yet checked. */
        record Said(MappingDraft draft) implements Read {}

        /** The file is no mapping; all that is wrong with it, by place. */
        record Bad(List<Problem> problems) implements Read {
            public Bad {
                problems = List.copyOf(problems);
            }
        }
    }

    private static final Set<String> WORDS = Set.of(
            MappingDraft.TYPE, MappingDraft.EVENT, MappingDraft.TIMEZONE, MappingDraft.EMPTY, MappingDraft.MESSAGE_ID);

    private final String name;
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Said> words = new LinkedHashMap<>();
    private final Map<String, Said> targets = new LinkedHashMap<>();
    private final Map<String, Said> types = new LinkedHashMap<>();
    private final Map<String, Said> drops = new LinkedHashMap<>();
    private final List<SaidConstant> constants = new ArrayList<>();
    private Optional<List<Said>> emit = Optional.empty();
    private Optional<List<String>> nulls = Optional.empty();

    private MappingFile(String name) {
        this.name = name;
    }

    /** Editors of Windows begin a file of UTF-8 with a byte order mark. */
    private static byte[] withoutMark(byte[] content) {
        boolean marked = content.length >= 3
                && content[0] == (byte) 0xEF
                && content[1] == (byte) 0xBB
                && content[2] == (byte) 0xBF;
        return marked ? Arrays.copyOfRange(content, 3, content.length) : content;
    }

    /**
     * Reads a file.
     *
     * @param name as the user named it, for messages
     * @param content UTF-8
     */
    public static Read read(String name, byte[] content) {
        JsonText text = JsonReader.read(withoutMark(content));
        if (text instanceof JsonText.Malformed bad) {
            return new Read.Bad(List.of(new Problem(
                    Code.BAD_OPTION,
                    name,
                    "is not JSON: " + bad.why() + " (line " + bad.line() + ", column " + bad.column() + ")")));
        }
        Json value = ((JsonText.Document) text).value();
        return value instanceof Json.Obj object
                ? new MappingFile(name).read(object)
                : new Read.Bad(
                        List.of(new Problem(Code.BAD_OPTION, name, "must be a JSON object, but is " + value.kind())));
    }

    private Read read(Json.Obj file) {
        file.members().forEach(this::member);
        MappingDraft draft = new MappingDraft(words, targets, types, drops, constants, emit, nulls, false, false);
        return problems.isEmpty() ? new Read.Said(draft) : new Read.Bad(problems);
    }

    private String place(String path) {
        return name + ": " + path;
    }

    private void problem(String path, String message) {
        problems.add(new Problem(Code.BAD_OPTION, place(path), message));
    }

    private void member(String key, Json value) {
        if (WORDS.contains(key)) {
            text(key, value).ifPresent(text -> words.put(key, new Said(place(key), text)));
            return;
        }
        switch (key) {
            case "columns" -> object(key, value).members().forEach(this::column);
            case "set" ->
                object(key, value)
                        .members()
                        .forEach((name, constant) ->
                                constants.add(new SaidConstant(place("set." + name), name, constant)));
            case "drop" -> texts(key, value).forEach(column -> drops.put(column, new Said(place(key), column)));
            case "emit" ->
                emit = Optional.of(texts(key, value).stream()
                        .map(call -> new Said(place(key), call))
                        .toList());
            case "null" ->
                nulls = Optional.of(value instanceof Json.Str text ? List.of(text.value()) : texts(key, value));
            case "notes" -> {}
            default ->
                problem(
                        key,
                        "is not part of a mapping; known are type, event, columns, set, drop, emit, timezone, null, empty,"
                                + " messageId and notes");
        }
    }

    private void column(String column, Json value) {
        String path = "columns." + column;
        if (value instanceof Json.Obj object) {
            object.members().forEach((key, part) -> {
                switch (key) {
                    case "to" ->
                        text(path + ".to", part).ifPresent(text -> targets.put(column, new Said(place(path), text)));
                    case "type" ->
                        text(path + ".type", part).ifPresent(text -> types.put(column, new Said(place(path), text)));
                    default -> problem(path + "." + key, "is not part of a column; known are to and type");
                }
            });
        } else if (value instanceof Json.Str text) {
            targets.put(column, new Said(place(path), text.value()));
        } else {
            problem(path, "must be a string or {\"to\": …, \"type\": …}, but is " + value.kind());
        }
    }

    private Optional<String> text(String path, Json value) {
        if (value instanceof Json.Str text) {
            return Optional.of(text.value());
        }
        problem(path, "must be a string, but is " + value.kind());
        return Optional.empty();
    }

    private List<String> texts(String path, Json value) {
        List<String> texts = new ArrayList<>();
        if (!(value instanceof Json.Arr list)) {
            problem(path, "must be an array of strings, but is " + value.kind());
            return texts;
        }
        list.items().forEach(item -> text(path, item).ifPresent(texts::add));
        return texts;
    }

    private Json.Obj object(String path, Json value) {
        if (value instanceof Json.Obj object) {
            return object;
        }
        problem(path, "must be an object, but is " + value.kind());
        return Json.Obj.empty();
    }
}
