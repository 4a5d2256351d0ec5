/**
 * JSON exactly as it was written: a small immutable tree whose numbers keep their digits and whose objects keep their
 * order, a strict reader and a writer. It knows nothing of calls, files or servers.
 */
@NullMarked
package io.github.cdpcli.json;

import org.jspecify.annotations.NullMarked;
