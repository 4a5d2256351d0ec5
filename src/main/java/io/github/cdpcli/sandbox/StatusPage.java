package io.github.cdpcli.sandbox;

import io.github.cdpcli.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person sees who opens the sandbox in a browser: the statistics as one page that loads nothing else. */
final class StatusPage {

    private static final String HEAD = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>cdp sandbox</title>
            <meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
            <style>
            :root{color-scheme:light dark;--bad:#b3261e}
            @media(prefers-color-scheme:dark){:root{--bad:#ff8a80}}
            body{font:15px/1.5 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}
            td,th{text-align:left;vertical-align:top;padding:.25rem .6rem;border-bottom:1px solid #8886;overflow-wrap:anywhere}
            .bad{color:var(--bad)} dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem} dd{margin:0}
            </style><h1>cdp sandbox</h1>
            """;

    private static final int SHOWN = 200;

    private final StringBuilder page = new StringBuilder(HEAD);

    private StatusPage() {}

    static String of(Json.Obj stats) {
        return new StatusPage().render(stats);
    }

    private String render(Json.Obj stats) {
        page.append("<dl>");
        stats.members().forEach((name, value) -> {
            if (!(value instanceof Json.Arr)) {
                cell("dt", name);
                cell("dd", plain(value));
            }
        });
        page.append("</dl>");
        table("Last calls", stats.get("lastCalls"));
        table("Last requests", stats.get("last"));
        return page.append("</html>\n").toString();
    }

    private void table(String title, @Nullable Json rows) {
        cell("h2", title);
        List<Json> all = rows instanceof Json.Arr array ? array.items() : List.of();
        if (all.isEmpty()) {
            cell("p", "None so far.");
            return;
        }
        page.append("<table><tr>");
        ((Json.Obj) all.get(0)).members().keySet().forEach(name -> cell("th", name));
        all.forEach(row -> row((Json.Obj) row));
        page.append("</table>");
    }

    private void row(Json.Obj row) {
        page.append("accepted".equals(row.text("verdict")) ? "<tr>" : "<tr class=\"bad\">");
        row.members().values().forEach(value -> cell("td", plain(value)));
    }

    private void cell(String tag, String text) {
        String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
        page.append('<').append(tag).append('>').append(escaped(shown));
        page.append("</").append(tag).append('>');
    }

    private static String plain(Json value) {
        if (value instanceof Json.Obj call && call.has("type")) {
            return call.text("type") + " " + call.text("name") + " " + call.text("user");
        } else if (value instanceof Json.Obj counts) {
            StringBuilder text = new StringBuilder();
            counts.members()
                    .forEach((name, count) ->
                            text.append(name).append(": ").append(plain(count)).append("  "));
            return text.toString().strip();
        } else if (value instanceof Json.Arr items) {
            return String.join(
                    "; ", items.items().stream().map(StatusPage::plain).toList());
        }
        return value instanceof Json.Num number ? number.digits() : value instanceof Json.Str text ? text.value() : "";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
