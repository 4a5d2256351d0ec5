package io.github.cdpcli.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * How much there is to read.
 *
 * @param bytes of all inputs; empty when one of them does not say, as a pipe does not
 */
record InputSize(OptionalLong bytes) {

    static InputSize of(World world, List<String> names) {
        long sum = 0;
        for (String name : names) {
            OptionalLong size = size(world, name);
            if (size.isEmpty()) {
                return new InputSize(OptionalLong.empty());
            }
            sum += size.getAsLong();
        }
        return new InputSize(OptionalLong.of(sum));
    }

    private static OptionalLong size(World world, String name) {
        try {
            Path file = world.path(name);
            return name.equals("-") || !Files.isRegularFile(file)
                    ? OptionalLong.empty()
                    : OptionalLong.of(Files.size(file));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /** The size, or more than any input has. */
    long atMost() {
        return bytes.orElse(Long.MAX_VALUE / 2);
    }
}
