/**
 * Options in, words and exit codes out. {@link io.github.cdpcli.cli.Cdp} finds the command and is the one place where
 * errors become exit codes; a command turns its options into values and calls the core; {@link
 * io.github.cdpcli.cli.Settings} alone decides which of option, environment and profile counts; {@link
 * io.github.cdpcli.cli.World} alone touches the machine.
 */
@NullMarked
package io.github.cdpcli.cli;

import org.jspecify.annotations.NullMarked;
