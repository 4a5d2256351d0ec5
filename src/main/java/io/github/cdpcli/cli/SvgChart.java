package io.github.cdpcli.cli;

import java.util.List;
import java.util.Locale;

/**
 * Pictures within a page, drawn with lines and areas only. The words of an axis are words of the page around the picture:
 * they keep their size when the picture is stretched to the width of a telephone. What is not zero is seen.
 */
final class SvgChart {

    private static final double HEIGHT = 100;
    private static final double LEAST = 1;

    private final Markup page;
    private final Legend legend;
    private final double top;

    /**
     * What is written to a picture.
     *
     * @param id of the picture, in its page
     * @param title what it shows
     * @param description the same in a sentence or two, for who cannot see it
     */
    record Legend(String id, String title, String description) {}

    /**
     * A column of a picture.
     *
     * @param from where it begins, from 0 to 1
     * @param to where it ends, from 0 to 1
     * @param value its height
     * @param words what it stands for
     */
    record Column(double from, double to, double value, String words) {}

    /**
     * A word below a picture.
     *
     * @param at from 0 to 1
     */
    record Mark(double at, String words) {}

    private SvgChart(Markup page, Legend legend, List<Column> columns) {
        this.page = page;
        this.legend = legend;
        this.top = roundedUp(columns.stream().mapToDouble(Column::value).max().orElse(0));
    }

    /** Columns with a gap between them, for counts. */
    static void bars(Markup page, Legend legend, List<Column> columns, List<Mark> marks) {
        SvgChart chart = new SvgChart(page, legend, columns);
        chart.draw(marks, () -> columns.forEach(chart::bar));
    }

    /** A line from column to column, with the area below it, for what changes steadily. */
    static void steps(Markup page, Legend legend, List<Column> columns, List<Mark> marks) {
        SvgChart chart = new SvgChart(page, legend, columns);
        chart.draw(marks, () -> chart.area(columns));
    }

    /** A bar from left to right within a row of a table, which says the number. */
    static void share(Markup page, long count, long largest) {
        double width = count == 0 ? 0 : Math.max(LEAST, 100.0 * count / largest);
        page.open(
                        "svg",
                        "class",
                        "share",
                        "viewBox",
                        "0 0 100 10",
                        "preserveAspectRatio",
                        "none",
                        "aria-hidden",
                        "true")
                .empty("rect", "width", number(width), "height", "10")
                .close();
    }

    private void draw(List<Mark> marks, Runnable drawing) {
        String titled = legend.id() + "-title";
        String described = legend.id() + "-description";
        page.open("div", "class", "chart");
        page.open("div", "class", "scale", "aria-hidden", "true");
        for (double part : new double[] {1, 0.5, 0}) {
            page.element("span", Words.grouped(Math.round(top * part)));
        }
        page.close();
        page.open(
                "svg",
                "viewBox",
                "0 0 1000 100",
                "preserveAspectRatio",
                "none",
                "role",
                "img",
                "aria-labelledby",
                titled + " " + described);
        page.element("title", legend.title(), "id", titled);
        page.element("desc", legend.description(), "id", described);
        page.empty("path", "class", "grid", "d", "M0 0H1000M0 50H1000M0 100H1000");
        drawing.run();
        page.close();
        page.open("div", "class", "axis", "aria-hidden", "true");
        marks.forEach(mark -> mark(mark, marks.size() > 4));
        page.close().close();
    }

    private void mark(Mark mark, boolean isOneOfMany) {
        boolean isBetween = Math.abs(mark.at() - 0.5) > 0.1 && isOneOfMany;
        String side = mark.at() < 0.1 ? "first" : mark.at() > 0.9 ? "last" : isBetween ? "between" : "inner";
        page.element("span", mark.words(), "class", side, "style", "left:" + number(100 * mark.at()) + "%");
    }

    private void bar(Column column) {
        if (column.value() == 0) {
            return;
        }
        double gap = (column.to() - column.from()) * 0.12;
        double height = height(column);
        page.open(
                "rect",
                "x",
                number(1000 * (column.from() + gap)),
                "y",
                number(HEIGHT - height),
                "width",
                number(1000 * (column.to() - column.from() - 2 * gap)),
                "height",
                number(height));
        page.element("title", column.words()).close();
    }

    private void area(List<Column> columns) {
        StringBuilder line = new StringBuilder();
        for (Column column : columns) {
            line.append(line.isEmpty() ? "M" + number(1000 * column.from()) + " " : "V")
                    .append(number(HEIGHT - height(column)))
                    .append('H')
                    .append(number(1000 * column.to()));
        }
        page.empty("path", "class", "area", "d", line + "V100H0Z");
        page.empty("path", "class", "line", "d", line.toString());
    }

    private double height(Column column) {
        return column.value() == 0 ? 0 : Math.max(LEAST, column.value() / top * HEIGHT);
    }

    /** The next of 2, 4, 6, 10, 20, 40, …: half of it is a whole number too. */
    private static double roundedUp(double value) {
        double ten = 1;
        while (ten * 10 < value) {
            ten *= 10;
        }
        for (int digit : new int[] {2, 4, 6, 10}) {
            if (digit * ten >= value) {
                return digit * ten;
            }
        }
        return 10 * ten;
    }

    private static String number(double number) {
        String digits = String.format(Locale.ROOT, "%.2f", number);
        return digits.replaceFirst("\\.?0+$", "");
    }
}
