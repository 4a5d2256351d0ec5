/**
 * The Pipelines API on this machine, for trying things on: it checks what it is sent by the same rules the real one
 * documents ({@link io.github.cdpcli.event.CallRules}), keeps nothing but counts and the last calls, and can be told to
 * misbehave. It is reachable from this machine only.
 */
@NullMarked
package io.github.cdpcli.sandbox;

import org.jspecify.annotations.NullMarked;
