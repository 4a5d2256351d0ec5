/**
 * What a valid call is. Every rule of the Pipelines API about the shape of a call stands here, once: the six call types
 * and their fields ({@link io.github.cdpcli.event.CallType}, {@link io.github.cdpcli.event.Field}), the checks
 * ({@link io.github.cdpcli.event.CallRules}), the documented context fields, the events that are commands, the limits,
 * times and message ids. A call that passes becomes an {@link io.github.cdpcli.event.Event}: its exact bytes and the few
 * keys the pipeline needs. This package knows JSON and nothing else of the tool.
 */
@NullMarked
package io.github.cdpcli.event;

import org.jspecify.annotations.NullMarked;
