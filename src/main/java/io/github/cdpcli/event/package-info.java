/**
 * What a valid call is. Every rule of the Pipelines API about the shape of a call stands here, once: the six call types
 * and their fields ({@link io.github.cdpcli.event.CallType}, {@link io.github.cdpcli.event.Field}), the checks
 * ({@link io.github.cdpcli.event.CallRules}), the documented context fields, the events that are commands, the limits,
 * times and message ids. A call that passes becomes an {@link io.github.cdpcli.event.Event}: its exact bytes and the few
 * keys the pipeline needs. This package knows JSON and nothing else of the tool.
 *
 * <p>{@link io.github.cdpcli.event.PlainCalls} is the short way for records of history: it knows by its bytes a call about
 * which the rules have nothing to say, and makes the event they would make. Whatever it does not know goes to the rules; it
 * never refuses anything. A new rule needs no change there if it is about fields or values that are not plain; else a test
 * that holds both against each other fails.
 */
@NullMarked
package io.github.cdpcli.event;

import org.jspecify.annotations.NullMarked;
