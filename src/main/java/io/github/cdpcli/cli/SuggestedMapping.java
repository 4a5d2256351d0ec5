package io.github.cdpcli.cli;

import io.github.cdpcli.event.Problem;
import io.github.cdpcli.input.Content;
import io.github.cdpcli.input.InputFile;
import io.github.cdpcli.input.InputOptions;
import io.github.cdpcli.input.Inputs;
import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code --suggest-mapping}: a mapping file for a file, as text. */
final class SuggestedMapping {

    private final World world;
    private final InputOptions options;

    SuggestedMapping(World world, InputOptions options) {
        this.world = world;
        this.options = options;
    }

    String of(InputSelection selection) {
        String name = selection.names().get(0);
        try (Content content = open(selection.file(name))) {
            Inputs.Looked looked = Inputs.suggest(content, options.in(content.encoding()));
            if (looked instanceof Inputs.Looked.Suggested suggested) {
                return printable(text(suggested.mapping()));
            }
            List<String> reasons = ((Inputs.Looked.Refused) looked).reasons();
            throw Failure.invalid(
                    Shown.text(name) + " cannot be read as it is",
                    reasons.stream()
                            .map(reason -> new Problem(Problem.Code.BAD_OPTION, Shown.text(name), reason))
                            .toList());
        } catch (IOException e) {
            throw BackfillInputs.cannotRead(name, e);
        }
    }

    private Content open(Optional<InputFile> file) throws IOException {
        return file.isPresent()
                ? file.get().open(options.encoding())
                : Content.of(InputSelection.STDIN, world.in(), options.encoding());
    }

    /** A member a line, and a line for each column and note, to be read and edited. */
    private static String text(Json.Obj mapping) {
        List<String> lines = new ArrayList<>();
        mapping.members().forEach((key, value) -> lines.add("  " + quoted(key) + ": " + outline(value)));
        return "{\n" + String.join(",\n", lines) + "\n}";
    }

    private static String outline(Json value) {
        List<String> lines = new ArrayList<>();
        if (value instanceof Json.Obj object) {
            object.members().forEach((key, member) -> lines.add("    " + quoted(key) + ": " + inline(member)));
            return "{\n" + String.join(",\n", lines) + "\n  }";
        } else if (value instanceof Json.Arr array && !array.items().isEmpty()) {
            array.items().forEach(item -> lines.add("    " + inline(item)));
            return "[\n" + String.join(",\n", lines) + "\n  ]";
        }
        return inline(value);
    }

    private static String inline(Json value) {
        if (!(value instanceof Json.Obj object)) {
            return JsonWriter.text(value);
        }
        List<String> members = new ArrayList<>();
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            members.add(quoted(member.getKey()) + ": " + JsonWriter.text(member.getValue()));
        }
        return "{" + String.join(", ", members) + "}";
    }

    private static String quoted(String key) {
        return JsonWriter.text(Json.of(key));
    }

    /** Names come from the file, and the terminal must not take orders from it; JSON can spell any character. */
    private static String printable(String json) {
        StringBuilder out = new StringBuilder(json.length());
        json.chars().forEach(c -> {
            boolean isSafe = c == '\n' || (!Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
            out.append(isSafe ? String.valueOf((char) c) : String.format(Locale.ROOT, "\\u%04x", c));
        });
        return out.toString();
    }
}
