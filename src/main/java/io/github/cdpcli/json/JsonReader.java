package io.github.cdpcli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON value, strictly: valid UTF-8, no duplicate keys, nothing behind the value, nesting to a depth of 500.
 * Parsers are lenient by default about exactly the things that lose data (a second key of the same name vanishes), so
 * every one of these is an error here.
 */
public final class JsonReader {

    private static final int MAX_DEPTH = 500;
    private static final List<String> ASIDES = List.of(" (start marker at", ": enable `", " in null", " (for ");
    private static final String BYTE_ORDER_MARK = "(code 65279 ";
    private static final String CONTROL_CHARACTER = "Illegal unquoted character";
    private static final String DUPLICATE = "Duplicate field";
    private static final JsonFactory FACTORY = JsonFactory.builder()
            // JSON is UTF-8; a guess at another encoding would find structure in bytes that have none.
            .disable(JsonFactory.Feature.CHARSET_DETECTION)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(100_000)
                    .build())
            .build();

    private JsonReader() {}

    /** Reads a whole text. */
    public static JsonText read(String text) {
        return read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a whole text of UTF-8 bytes, which must not begin with a byte order mark. */
    public static JsonText read(byte[] utf8) {
        if (!isUtf8(utf8)) {
            return new JsonText.Malformed("bytes that are not UTF-8", 1, 1);
        }
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            if (parser.nextToken() == null) {
                return new JsonText.Malformed("nothing, where a JSON value should be", 1, 1);
            }
            Map<String, JsonText.Span> spans = new LinkedHashMap<>();
            Json value =
                    parser.currentToken() == JsonToken.START_OBJECT ? topLevelObject(parser, spans) : value(parser);
            return parser.nextToken() == null
                    ? new JsonText.Document(value, spans)
                    : malformed("something behind the end of the value", parser);
        } catch (JsonProcessingException e) {
            var where = e.getLocation();
            return where == null
                    ? new JsonText.Malformed(firstLine(e), 1, 1)
                    : new JsonText.Malformed(firstLine(e), where.getLineNr(), where.getColumnNr());
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    private static String firstLine(JsonProcessingException e) {
        if (e instanceof StreamConstraintsException) {
            return "it is nested more deeply than " + MAX_DEPTH + " levels, or a name or text in it is too long";
        }
        // The library explains itself to programmers behind these.
        String message = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
        for (String aside : ASIDES) {
            int at = message.indexOf(aside);
            message = at < 0 ? message : message.substring(0, at);
        }
        if (e instanceof JsonEOFException) {
            return message + "; is it cut off, or is a line end in it not written as \\n?";
        } else if (message.contains(BYTE_ORDER_MARK)) {
            return "a byte order mark stands before it, as where files were joined; remove it";
        } else if (message.startsWith(CONTROL_CHARACTER)) {
            return "a control character stands in a text as it is; write it as JSON does, such as \\u0000";
        } else if (message.startsWith(DUPLICATE)) {
            return message + "; leave one of the two";
        }
        return message;
    }

    private static JsonText malformed(String why, JsonParser parser) {
        var where = parser.currentTokenLocation();
        return new JsonText.Malformed(why, where.getLineNr(), where.getColumnNr());
    }

    private static boolean isUtf8(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return decodes(bytes);
            }
        }
        return true;
    }

    private static boolean decodes(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static Json topLevelObject(JsonParser parser, Map<String, JsonText.Span> spans) throws IOException {
        Map<String, Json> members = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            int start = (int) parser.currentTokenLocation().getByteOffset();
            String key = parser.currentName();
            parser.nextToken();
            members.put(key, value(parser));
            spans.put(
                    key, new JsonText.Span(start, (int) parser.currentLocation().getByteOffset()));
        }
        return new Json.Obj(members);
    }

    private static Json value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Json> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String key = parser.currentName();
                    parser.nextToken();
                    members.put(key, value(parser));
                }
                yield new Json.Obj(members);
            }
            case START_ARRAY -> {
                List<Json> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(parser));
                }
                yield new Json.Arr(items);
            }
            case VALUE_STRING -> new Json.Str(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Json.Num(parser.getText());
            case VALUE_TRUE -> Json.Word.TRUE;
            case VALUE_FALSE -> Json.Word.FALSE;
            case VALUE_NULL -> Json.Word.NULL;
            default -> throw new IllegalStateException("no value begins with " + parser.currentToken());
        };
    }
}
