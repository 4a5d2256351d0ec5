package io.github.cdpcli.sandbox;

import io.github.cdpcli.json.Json;
import java.util.List;
import java.util.Map;

/** What a person sees who opens the sandbox in a browser: one page that loads nothing else. */
final class StatusPage {

    private static final String HEAD = """
            <!doctype html><html lang="en"><meta charset="utf-8"><title>cdp sandbox</title>
            <meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="5">
            <style>
            :root{color-scheme:light dark}
            body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
            table{border-collapse:collapse;width:100%}
            td,th{text-align:left;padding:.25rem .6rem;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent);overflow-wrap:anywhere}
            .bad{color:#c0392b} dl{display:grid;grid-template-columns:max-content 1fr;gap:.2rem 1rem} dd{margin:0}
            </style><h1>cdp sandbox</h1>
            """;

    private StatusPage() {}

    static String of(Json.Obj stats, List<SandboxRequest> last) {
        StringBuilder page = new StringBuilder(HEAD).append("<dl>");
        for (Map.Entry<String, Json> member : stats.members().entrySet()) {
            if (!(member.getValue() instanceof Json.Arr)) {
                page.append("<dt>").append(escaped(member.getKey())).append("<dd>");
                page.append(escaped(plain(member.getValue())));
            }
        }
        page.append("</dl><h2>Last requests</h2><table><tr><th>Time<th>Path<th>Status<th>What");
        last.forEach(request -> row(page, request));
        return page.append("</table></html>").toString();
    }

    private static String plain(Json value) {
        if (value instanceof Json.Obj object) {
            StringBuilder text = new StringBuilder();
            object.members()
                    .forEach((key, count) ->
                            text.append(key).append(' ').append(plain(count)).append("  "));
            return text.toString().strip();
        }
        return value instanceof Json.Num number ? number.digits() : value instanceof Json.Str text ? text.value() : "";
    }

    private static void row(StringBuilder page, SandboxRequest request) {
        boolean bad = !request.errors().isEmpty() || request.status() != 200;
        page.append(bad ? "<tr class=bad><td>" : "<tr><td>")
                .append(escaped(request.time().toString()));
        page.append("<td>")
                .append(escaped(request.path()))
                .append("<td>")
                .append(request.status())
                .append("<td>");
        request.errors().stream()
                .limit(3)
                .forEach(error -> page.append(escaped(error)).append("<br>"));
        request.calls().stream()
                .limit(10)
                .forEach(call -> page.append(escaped(call.type() + " " + call.name() + " " + call.user()
                                + (call.repeat() == SandboxCall.Repeat.NEW ? "" : " (" + call.repeat() + ")")))
                        .append("<br>"));
        if (request.calls().size() > 10) {
            page.append("and ").append(request.calls().size() - 10).append(" more");
        }
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
