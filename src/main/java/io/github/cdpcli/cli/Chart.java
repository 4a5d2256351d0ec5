package io.github.cdpcli.cli;

import java.util.ArrayList;
import java.util.List;

/** Draws counts with characters: of blocks where the terminal has them, else of ASCII. What is not zero is seen. */
final class Chart {

    private static final String[] LYING = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    private static final String STANDING = " ▁▂▃▄▅▆▇█";
    private static final String STANDING_ASCII = " .:#";

    private final boolean blocks;

    Chart(boolean blocks) {
        this.blocks = blocks;
    }

    /** A bar from left to right; of so many columns for the largest count. */
    String bar(long count, long largest, int columns) {
        int steps = blocks ? LYING.length : 1;
        long filled = parts(count, largest, columns * (long) steps);
        String whole = (blocks ? "█" : "#").repeat((int) (filled / steps));
        return blocks ? whole + LYING[(int) (filled % steps)] : whole;
    }

    /** Columns side by side, as lines from the top; wide ones with a gap behind each. */
    List<String> columns(List<Long> counts, int height, int widthOfEach) {
        String levels = blocks ? STANDING : STANDING_ASCII;
        int full = levels.length() - 1;
        long largest = counts.stream().mapToLong(Long::longValue).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (int row = height - 1; row >= 0; row--) {
            StringBuilder line = new StringBuilder();
            for (long count : counts) {
                long filled = parts(count, largest, (long) height * full) - (long) row * full;
                String cell = String.valueOf(levels.charAt((int) Math.max(0, Math.min(full, filled))));
                line.append(widthOfEach < 3 ? cell.repeat(widthOfEach) : cell.repeat(widthOfEach - 1) + " ");
            }
            lines.add(line.toString());
        }
        return lines;
    }

    /** How many of so many parts a count fills; the smallest fills one. */
    private static long parts(long count, long largest, long parts) {
        return count == 0 ? 0 : Math.max(1, Math.round((double) count / largest * parts));
    }
}
