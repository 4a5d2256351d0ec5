package io.github.cdpcli.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Events such as {@code src/bench/generate} writes: 540 bytes on average, some with an escape or with what is not ASCII. */
final class Samples {

    /** How many there are; no power of two, so that branches are not learnt by heart. */
    static final int EVENTS = 997;

    private static final String[] PRODUCTS = {"Caffè macinato", "Filter papers, size 4", "Skillet 12\\\"", "Grinder"};
    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:124.0) Gecko/20100101 Firefox/124.0";

    private Samples() {}

    /** Lines of NDJSON, without their line ends; in order, as a canonical export has them. */
    static List<byte[]> lines(boolean identified) {
        List<byte[]> lines = new ArrayList<>();
        for (int row = 1; row <= EVENTS; row++) {
            lines.add(line(row, identified).getBytes(StandardCharsets.UTF_8));
        }
        return lines;
    }

    private static String line(int row, boolean identified) {
        return "{\"type\":\"track\",\"userId\":\"user_" + row * 7919 % 100_000
                + "\",\"event\":\"Order Completed\",\"properties\":{\"row\":" + row + ",\"orderId\":\"ord-" + row * 31
                + "\",\"total\":" + row + ".5,\"currency\":\"EUR\",\"products\":[{\"sku\":\"sku-0002\",\"name\":\""
                + PRODUCTS[row % PRODUCTS.length]
                + "\",\"quantity\":2,\"price\":36.13}]},\"context\":{\"ip\":\"198.51.100."
                + row % 256 + "\",\"locale\":\"it-IT\",\"userAgent\":\"" + AGENT
                + "\",\"page\":{\"path\":\"/checkout\",\"url\":\"https://my.example/checkout\"}}"
                + (identified ? ",\"messageId\":\"4e02d82b83f0a5a2d7fc" + (100_000 + row) + "\"" : "")
                + ",\"timestamp\":\"" + time(row) + "\"}";
    }

    /** Times in the form the service documents. */
    static String time(int row) {
        return String.format(
                Locale.ROOT, "2023-%02d-%02dT%02d:00:%02d.977Z", 1 + row % 12, 1 + row % 28, row % 24, row % 60);
    }

    /** The same events one after another, each with its line end. */
    static byte[] ndjson() {
        StringBuilder text = new StringBuilder();
        lines(true)
                .forEach(line ->
                        text.append(new String(line, StandardCharsets.UTF_8)).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Such events as a table with a header. */
    static byte[] csv() {
        StringBuilder text = new StringBuilder("userId,event,timestamp,row,orderId,total,product,context.ip\n");
        for (int row = 1; row <= EVENTS; row++) {
            text.append("user_")
                    .append(row * 7919 % 100_000)
                    .append(",Order Completed,")
                    .append(time(row));
            text.append(',')
                    .append(row)
                    .append(",ord-")
                    .append(row * 31)
                    .append(',')
                    .append(row)
                    .append(".5,\"");
            text.append(PRODUCTS[row % PRODUCTS.length].replace("\\\"", "\"\"")).append("\",198.51.100.");
            text.append(row % 256).append('\n');
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
