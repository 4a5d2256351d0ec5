package io.github.cdpcli.json;

import java.util.Map;

/** What reading a text as one JSON value gives: the value, or the place where the text stops being JSON. */
public sealed interface JsonText {

    /**
     * A well-formed text.
     *
     * @param value the value
     * @param spans for an object, where each of its members stands in the text; empty for anything else
     */
    record Document(Json value, Map<String, Span> spans) implements JsonText {}

    /**
     * A text that is not one JSON value.
     *
     * @param why what was found, in English
     * @param line the line of the fault within the text, from 1
     * @param column the column of the fault in that line, from 1
     */
    record Malformed(String why, int line, int column) implements JsonText {}

    /**
     * The bytes of one top-level member, from the opening quote of its key to the end of its value.
     *
     * @param start offset of the first byte
     * @param end offset behind the last byte
     */
    record Span(int start, int end) {}
}
