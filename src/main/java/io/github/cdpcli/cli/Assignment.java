package io.github.cdpcli.cli;

import io.github.cdpcli.json.Json;
import io.github.cdpcli.json.JsonReader;
import io.github.cdpcli.json.JsonText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;

/**
 * One {@code key=value} of the command line, as written: {@code k=v} is a string, {@code k:=json} any JSON, {@code k=@file}
 * and {@code k:=@file} read the value from a file; {@code k=\@v} is a string that begins with an at sign.
 *
 * @param key what stands before the sign, with its brackets and backslashes
 * @param value the value
 */
record Assignment(String key, Json value) {

    private static final int MAX_FILE_BYTES = 1_000_000;

    /** What parsing gives. */
    sealed interface Parsed {
        /** An assignment. */
        record Good(Assignment assignment) implements Parsed {}

        /** None, and why. */
        record Bad(String why) implements Parsed {}
    }

    static Parsed parse(String text, World world) {
        int sign = sign(text);
        if (sign < 0) {
            return new Parsed.Bad("is not of the form key=value or key:=json");
        }
        boolean typed = sign > 0 && text.charAt(sign - 1) == ':' && (sign < 2 || text.charAt(sign - 2) != '\\');
        String key = text.substring(0, typed ? sign - 1 : sign);
        String value = text.substring(sign + 1);
        if (!value.startsWith("@")) {
            String plain = value.startsWith("\\@") && !typed ? value.substring(1) : value;
            return typed ? json(key, value.getBytes(StandardCharsets.UTF_8)) : good(key, Json.of(plain));
        }
        try {
            byte[] content = contentOf(value.substring(1), world);
            return typed ? json(key, content) : string(key, content);
        } catch (IOException e) {
            return new Parsed.Bad("names the file " + Shown.text(value.substring(1)) + ", which " + reason(e)
                    + " (a value that begins with @ is written \\@…)");
        }
    }

    private static String reason(IOException e) {
        return e instanceof FileTooLargeException ? "is larger than any call" : "cannot be read";
    }

    private static final class FileTooLargeException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** The content of a file the user named, if it is not larger than anything that could be sent. */
    static byte[] contentOf(String file, World world) throws IOException {
        try (InputStream in = Files.newInputStream(world.path(file))) {
            byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
            if (content.length > MAX_FILE_BYTES) {
                throw new FileTooLargeException();
            }
            return content;
        }
    }

    private static int sign(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '=') {
                return i;
            }
        }
        return -1;
    }

    private static Parsed good(String key, Json value) {
        return new Parsed.Good(new Assignment(key, value));
    }

    private static Parsed string(String key, byte[] content) {
        try {
            return good(
                    key,
                    Json.of(StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString()));
        } catch (CharacterCodingException e) {
            return new Parsed.Bad("names a file that is not UTF-8 text");
        }
    }

    private static Parsed json(String key, byte[] text) {
        JsonText read = JsonReader.read(text);
        return read instanceof JsonText.Document document
                ? good(key, document.value())
                : new Parsed.Bad(
                        "is not JSON: " + ((JsonText.Malformed) read).why() + " (a plain string is written key=value)");
    }
}
