/**
 * Bytes to the server and back as an outcome. It knows neither events nor files: a {@link io.github.cdpcli.send.Request}
 * is a path and a body.
 *
 * <p>{@link io.github.cdpcli.send.Sender} sends a request until its outcome is known or not worth waiting for;
 * {@link io.github.cdpcli.send.Transport} makes exactly one attempt; {@link io.github.cdpcli.send.Judge} says what an
 * answer means; {@link io.github.cdpcli.send.RetryPolicy} says how long to wait. Only an answer that was read whole and
 * understood is an acknowledgement; everything else leaves the outcome unknown, and the same bytes are sent again.
 */
@NullMarked
package io.github.cdpcli.send;

import org.jspecify.annotations.NullMarked;
