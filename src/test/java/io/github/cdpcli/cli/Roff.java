package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.List;

/** The language of man pages, as much of it as ours need. */
final class Roff {

    private Roff() {}

    /** Text as it is, wherever it stands: nothing in it is an instruction, and all of it can be copied into a shell. */
    static String text(String plain) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            switch (c) {
                case '\\' -> text.append("\\e");
                case '-' -> text.append("\\-");
                case '\'' -> text.append("\\(aq");
                case '`' -> text.append("\\(ga");
                case '~' -> text.append("\\(ti");
                case '^' -> text.append("\\(ha");
                case '"' -> text.append("\\(dq");
                case '…' -> text.append("...");
                default -> text.append(c);
            }
        }
        return plain.startsWith(".") ? "\\&" + text : text.toString();
    }

    static String bold(String plain) {
        return "\\fB" + text(plain) + "\\fR";
    }

    /** What stands for something else is set apart from what is typed as it is. */
    static String usage(String synopsis) {
        return text(synopsis).replaceAll("[A-Z][A-Z_]*", "\\\\fI$0\\\\fR");
    }

    /** Lines as they are. */
    static List<String> verbatim(List<String> lines) {
        List<String> block = new ArrayList<>(List.of(".PP", ".EX"));
        lines.forEach(line -> block.add(text(line)));
        block.add(".EE");
        return block;
    }

    /** A term and what it is. */
    static List<String> item(String term, String description) {
        return List.of(".TP", term, text(description));
    }

    /**
     * A help topic: paragraphs, lists of terms and their descriptions in two columns, and what is indented and neither, such
     * as JSON, which stays as it is.
     */
    static List<String> topic(String help) {
        List<String> lines = new ArrayList<>();
        List<String> paragraph = new ArrayList<>();
        List<String> indented = new ArrayList<>();
        for (String line : help.lines().toList()) {
            if (line.startsWith("  ")) {
                flush(paragraph, lines);
                indented.add(line);
            } else {
                lines.addAll(list(indented));
                indented.clear();
                if (line.isBlank()) {
                    flush(paragraph, lines);
                } else {
                    paragraph.add(line);
                }
            }
        }
        lines.addAll(list(indented));
        flush(paragraph, lines);
        return lines;
    }

    private static void flush(List<String> paragraph, List<String> lines) {
        if (!paragraph.isEmpty()) {
            lines.add(".PP");
            paragraph.forEach(line -> lines.add(text(line)));
            paragraph.clear();
        }
    }

    private static List<String> list(List<String> indented) {
        if (indented.isEmpty()) {
            return List.of();
        } else if (indented.get(0).strip().startsWith("{")) {
            return verbatim(indented);
        }
        List<String> lines = new ArrayList<>();
        String pending = "";
        for (String line : indented) {
            String plain = line.strip();
            int gap = plain.lastIndexOf("   ") < 0 ? plain.lastIndexOf("  ") : plain.lastIndexOf("   ");
            boolean continues = line.startsWith("     ") && !line.matches(" {2,4}\\d+  \\S.*");
            if (continues && !pending.isEmpty()) {
                lines.addAll(item(bold(pending.strip()), plain));
                pending = "";
            } else if (continues) {
                lines.add(text(plain));
            } else if (gap < 0) {
                pending += plain + " ";
            } else {
                lines.add(".TP");
                lines.add(bold((pending + plain.substring(0, gap)).strip().replaceAll(" {2,}", ", ")));
                lines.add(text(plain.substring(gap).strip()));
                pending = "";
            }
        }
        return lines;
    }
}
