package io.github.cdpcli.event;

import io.github.cdpcli.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documented fields of {@code context}, by path, and what each may hold. Fields that are not here pass through.
 *
 * @param kind the type of the value
 * @param values the accepted values of a {@link Kind#CHOICE}
 */
public record ContextField(Kind kind, List<String> values) {

    /** The type of a context field. */
    public enum Kind {
        BOOLEAN("true or false"),
        TEXT("a string"),
        TEXTS("an array of strings"),
        CHOICE("one of a list"),
        OBJECT("an object");

        private final String description;

        Kind(String description) {
            this.description = description;
        }
    }

    private static final ContextField BOOLEAN = new ContextField(Kind.BOOLEAN, List.of());
    private static final ContextField TEXT = new ContextField(Kind.TEXT, List.of());
    private static final ContextField OBJECT = new ContextField(Kind.OBJECT, List.of());

    private static final Map<String, ContextField> DOCUMENTED = Map.ofEntries(
            Map.entry("active", BOOLEAN),
            Map.entry("channel", new ContextField(Kind.CHOICE, List.of("browser", "server", "mobile"))),
            Map.entry("ip", TEXT),
            Map.entry("locale", TEXT),
            Map.entry("userAgent", TEXT),
            Map.entry("campaign", OBJECT),
            Map.entry("campaign.name", TEXT),
            Map.entry("campaign.source", TEXT),
            Map.entry("campaign.medium", TEXT),
            Map.entry("campaign.term", TEXT),
            Map.entry("campaign.content", TEXT),
            Map.entry("page", OBJECT),
            Map.entry("page.keywords", new ContextField(Kind.TEXTS, List.of())),
            Map.entry("page.name", TEXT),
            Map.entry("page.path", TEXT),
            Map.entry("page.referrer", TEXT),
            Map.entry("page.search", TEXT),
            Map.entry("page.title", TEXT),
            Map.entry("page.url", TEXT),
            Map.entry("app", OBJECT),
            Map.entry("app.build", TEXT),
            Map.entry("app.name", TEXT),
            Map.entry("app.namespace", TEXT),
            Map.entry("app.version", TEXT),
            Map.entry("device", OBJECT),
            Map.entry("device.advertisingId", TEXT),
            Map.entry("device.id", TEXT),
            Map.entry("device.manufacturer", TEXT),
            Map.entry("device.model", TEXT),
            Map.entry("device.name", TEXT),
            Map.entry("device.type", new ContextField(Kind.CHOICE, List.of("android", "ios"))),
            Map.entry("device.version", TEXT),
            Map.entry("device.token", TEXT),
            Map.entry("network", OBJECT),
            Map.entry("network.bluetooth", BOOLEAN),
            Map.entry("network.carrier", TEXT),
            Map.entry("network.cellular", BOOLEAN),
            Map.entry("network.wifi", BOOLEAN),
            Map.entry("os", OBJECT),
            Map.entry("os.name", TEXT),
            Map.entry("os.version", TEXT));

    /** The documented field at a path below {@code context}, such as {@code device.type}. */
    public static Optional<ContextField> at(String path) {
        return Optional.ofNullable(DOCUMENTED.get(path));
    }

    /** Whether a value fits. Null fits everything: it says that nothing is known. */
    public boolean fits(Json value) {
        return value == Json.Word.NULL
                || switch (kind) {
                    case BOOLEAN -> value == Json.Word.TRUE || value == Json.Word.FALSE;
                    case TEXT -> value instanceof Json.Str;
                    case TEXTS ->
                        value instanceof Json.Arr array
                                && array.items().stream().allMatch(item -> item instanceof Json.Str);
                    case CHOICE -> value instanceof Json.Str text && values.contains(text.value());
                    case OBJECT -> value instanceof Json.Obj;
                };
    }

    /** All there are, by path. */
    static Map<String, ContextField> documented() {
        return DOCUMENTED;
    }

    /** Whether a value that stands in sound JSON surely fits. */
    boolean surelyFits(byte[] text, int from, int to) {
        return switch (text[from]) {
            case 'n' -> true;
            case 't', 'f' -> kind == Kind.BOOLEAN;
            case '{' -> kind == Kind.OBJECT;
            case '"' -> kind == Kind.TEXT || (kind == Kind.CHOICE && values.contains(raw(text, from + 1, to - 1)));
            default -> false;
        };
    }

    private static String raw(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** What would fit: {@code true or false}, {@code browser, server or mobile}. */
    public String expected() {
        if (kind != Kind.CHOICE) {
            return kind.description;
        }
        int last = values.size() - 1;
        return String.join(", ", values.subList(0, last)) + " or " + values.get(last);
    }
}
