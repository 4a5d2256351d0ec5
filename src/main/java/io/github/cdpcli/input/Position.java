package io.github.cdpcli.input;

/**
 * Where a record stands.
 *
 * @param file the file as the user named it; {@code -} for standard input
 * @param record the record's number in its file, from 1; a header is not a record
 * @param line the line it begins on, from 1
 * @param offset the byte it begins at, in the unpacked content as UTF-8, from 0
 */
public record Position(String file, long record, long line, long offset) {}
