package io.github.cdpcli.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes JSON compactly as UTF-8; numbers as they were read, non-ASCII text unescaped. */
public final class JsonWriter {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private JsonWriter() {}

    public static byte[] bytes(Json value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        write(value, out);
        return out.toByteArray();
    }

    public static String text(Json value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** Appends one value to a buffer. Strings must not hold lone surrogates: UTF-8 cannot. */
    public static void write(Json value, ByteArrayOutputStream out) {
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(value, generator);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
    }

    private static void write(Json value, JsonGenerator out) throws IOException {
        if (value instanceof Json.Obj object) {
            out.writeStartObject();
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                out.writeFieldName(member.getKey());
                write(member.getValue(), out);
            }
            out.writeEndObject();
        } else if (value instanceof Json.Arr array) {
            out.writeStartArray();
            for (Json item : array.items()) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (value instanceof Json.Str text) {
            out.writeString(text.value());
        } else if (value instanceof Json.Num number) {
            out.writeNumber(number.digits());
        } else if (value instanceof Json.Word word) {
            out.writeRawValue(word.text());
        }
    }
}
