/** Bytes to rows to calls: files of NDJSON, JSON arrays and CSV, packed or not, read in constant memory, each record with
 * its place. */
@NullMarked
package io.github.cdpcli.input;

import org.jspecify.annotations.NullMarked;
