/**
 * JSON exactly as it was written: a small immutable tree whose numbers keep their digits and whose objects keep their
 * order, a strict reader and a writer. It knows nothing of calls, files or servers.
 *
 * <p>There are two ways to read. {@link io.github.cdpcli.json.JsonReader} decides what is JSON and what it says.
 * {@link io.github.cdpcli.json.ObjectScanner} is for millions of records: it goes over the bytes once, makes nothing of
 * them but a list of places, and is either sure that the reader would take them or says nothing.
 */
@NullMarked
package io.github.cdpcli.json;

import org.jspecify.annotations.NullMarked;
