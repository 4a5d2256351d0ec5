package io.github.cdpcli.input;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Mappings in tests. */
final class Mappings {

    private Mappings() {}

    /** The mapping of a file; single quotes stand for double ones. */
    static Mapping of(String file) {
        return of(draft(file));
    }

    static Mapping of(MappingDraft draft) {
        MappingDraft.Checked checked = draft.check();
        if (checked instanceof MappingDraft.Checked.Good good) {
            return good.mapping();
        }
        throw new AssertionError("refused: " + ((MappingDraft.Checked.Bad) checked).problems());
    }

    static MappingDraft draft(String file) {
        MappingFile.Read read =
                MappingFile.read("m.json", file.replace('\'', '"').getBytes(UTF_8));
        if (read instanceof MappingFile.Read.Said said) {
            return said.draft();
        }
        throw new AssertionError("refused: " + ((MappingFile.Read.Bad) read).problems());
    }

    /** All that is wrong with a file, read or checked. */
    static List<String> problems(String file) {
        MappingFile.Read read =
                MappingFile.read("m.json", file.replace('\'', '"').getBytes(UTF_8));
        var problems = read instanceof MappingFile.Read.Bad bad
                ? bad.problems()
                : ((MappingFile.Read.Said) read).draft().check() instanceof MappingDraft.Checked.Bad bad2
                        ? bad2.problems()
                        : List.<io.github.cdpcli.event.Problem>of();
        return problems.stream()
                .map(problem -> problem.path() + " " + problem.message())
                .toList();
    }
}
