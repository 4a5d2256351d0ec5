package io.github.cdpcli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Records of many people, valid and not, of which it is known what must become of each; and the checks whether that is
 * what became of them. A record carries its number, so that it is known again wherever it turns up.
 */
public final class History {

    /** What must become of a record. */
    public enum Fate {
        /** It arrives. */
        SENT,
        /** The service refuses it. */
        REFUSED,
        /** It is never sent, for it is wrong. */
        INVALID,
        /** It is not sent unless an option allows it. */
        HELD
    }

    /**
     * A line of the file.
     *
     * @param number from 1
     * @param user whose it is, for its order
     * @param previous of an alias: whose earlier records must arrive before it
     * @param messageId its own, if it has one
     */
    public record Entry(
            int number, String line, Fate fate, String user, Optional<String> previous, Optional<String> messageId) {}

    private static final Pattern NUMBER = Pattern.compile("\"context\":\\{\"n\":(\\d+)[,}]");
    private static final Pattern ADDED_ID = Pattern.compile("(.*),\"messageId\":\"([0-9A-Z]{26})\"}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> ODD_VALUES = List.of(
            "12345678901234567890.10",
            "1e400",
            "-0.0",
            "null",
            "\"é \\u00e9 \\ud83d\\ude00 😀\"",
            "{\"a\" : [ 1,2 , {} ],\t\"a b\":false}",
            "\"\\/slash \\\\\\\" ]},{\"",
            "[[],[[]],\"]\"]");

    private final List<Entry> entries = new ArrayList<>();
    private final Random random;
    private final Instant now;
    private final int users;
    private final int padding;

    /**
     * No record yet.
     *
     * @param now the time of the run, for records that are too young or in the future
     * @param users how many people there are
     * @param padding how long the longest records are, at least
     */
    public History(Random random, Instant now, int users, int padding) {
        this.random = random;
        this.now = now;
        this.users = users;
        this.padding = padding;
    }

    /** More records at the end. */
    public History grow(int count) {
        for (int i = 0; i < count; i++) {
            entries.add(entry(entries.size() + 1));
        }
        return this;
    }

    public List<Entry> entries() {
        return Collections.unmodifiableList(entries);
    }

    /** The file. */
    public String ndjson() {
        return entries.stream().map(Entry::line).collect(Collectors.joining("\n", "", "\n"));
    }

    /** The numbers of the records with some fates. */
    public Set<Integer> numbers(Fate... fates) {
        Set<Fate> wanted = Set.of(fates);
        return entries.stream()
                .filter(entry -> wanted.contains(entry.fate()))
                .map(Entry::number)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private String someUser() {
        int user = random.nextInt(users);
        return user % 7 == 3 ? "ü " + user : "u" + user;
    }

    private Entry entry(int number) {
        int dice = random.nextInt(100);
        if (dice < 4) {
            return invalid(number);
        } else if (dice < 7) {
            return held(number);
        }
        Fate fate = dice < 9 ? Fate.REFUSED : Fate.SENT;
        return valid(number, fate, TIME.format(Instant.EPOCH.plusSeconds(1_500_000_000L + number)));
    }

    private Entry valid(int number, Fate fate, String time) {
        String user = someUser();
        boolean anonymous = random.nextInt(5) == 0;
        List<String> members = new ArrayList<>();
        members.add("\"timestamp\":\"" + time + "\"");
        members.add("\"context\":{\"n\":" + number + (fate == Fate.REFUSED ? ",\"poison\":true" : "") + "}");
        Optional<String> previous = Optional.empty();
        String odd = ODD_VALUES.get(random.nextInt(ODD_VALUES.size()));
        String more = "{\"odd\":" + odd + ",\"pad\":\"" + "x".repeat(random.nextInt(padding + 1)) + "\"}";
        switch (random.nextInt(8)) {
            case 0 -> members.addAll(List.of("\"type\":\"identify\"", "\"traits\":" + more));
            case 1 -> members.addAll(List.of("\"type\":\"page\"", "\"name\":\"Home\"", "\"properties\":" + more));
            case 2 -> members.addAll(List.of("\"type\":\"screen\"", "\"name\":\"Main\"", "\"properties\":" + more));
            case 3 -> members.addAll(List.of("\"type\":\"group\"", "\"groupId\":\"g1\"", "\"traits\":" + more));
            case 4 -> {
                anonymous = false;
                String other = someUser();
                previous = Optional.of(other.equals(user) ? other + "-old" : other);
                members.addAll(List.of("\"type\":\"alias\"", "\"previousId\":\"" + previous.get() + "\""));
            }
            default -> members.addAll(List.of("\"type\":\"track\"", "\"event\":\"Ordered\"", "\"properties\":" + more));
        }
        members.add((anonymous ? "\"anonymousId\":\"" : "\"userId\":\"") + user + "\"");
        Optional<String> messageId = random.nextInt(3) == 0 ? Optional.of("own-" + number) : Optional.empty();
        messageId.ifPresent(id -> members.add("\"messageId\":\"" + id + "\""));
        Collections.shuffle(members, random);
        return new Entry(number, "{" + String.join(",", members) + "}", fate, user, previous, messageId);
    }

    private Entry held(int number) {
        if (random.nextBoolean()) {
            String recent = TIME.format(now.minus(Duration.ofHours(1)));
            Entry entry = valid(number, Fate.HELD, recent);
            return entry;
        }
        String user = someUser();
        String line = "{\"type\":\"track\",\"userId\":\"" + user + "\",\"event\":\"User Deleted\",\"timestamp\":"
                + "\"2020-01-01T00:00:00.000Z\",\"context\":{\"n\":" + number + "}}";
        return new Entry(number, line, Fate.HELD, user, Optional.empty(), Optional.empty());
    }

    private Entry invalid(int number) {
        String user = someUser();
        String who = "\"userId\":\"" + user + "\"";
        String line = List.of(
                        "{\"type\":\"track\"," + who + " oops " + number + "}",
                        "{\"type\":\"track\"," + who + ",\"timestamp\":\"2020-01-01T00:00:00.000Z\"}",
                        "{\"type\":\"identify\"," + who + "}",
                        "{\"type\":\"trakc\"," + who + ",\"timestamp\":\"2020-01-01T00:00:00.000Z\"}",
                        "{\"type\":\"page\",\"timestamp\":\"2020-01-01T00:00:00.000Z\"}",
                        "{\"type\":\"page\"," + who + ",\"timestamp\":\"" + TIME.format(now.plus(Duration.ofDays(90)))
                                + "\"}")
                .get(random.nextInt(6));
        return new Entry(number, line, Fate.INVALID, user, Optional.empty(), Optional.empty());
    }

    /** The number that a record carries. */
    public static int number(String item) {
        Matcher matcher = NUMBER.matcher(item);
        if (!matcher.find()) {
            throw new AssertionError("nobody wrote this record: " + item);
        }
        return Integer.parseInt(matcher.group(1));
    }

    /**
     * Everything that should arrive did, as it was written, each time with the same bytes, and in order; and nothing else.
     *
     * @param taken what the service took, in order
     * @param wanted the records that should have arrived
     * @return the bytes of each record, by number
     */
    public Map<Integer, String> check(List<FaultServer.Exchange> taken, Set<Integer> wanted) {
        return checkItems(
                taken.stream().flatMap(exchange -> exchange.items().stream()).toList(), wanted);
    }

    /** The same of items one after another. */
    public Map<Integer, String> checkItems(List<String> taken, Set<Integer> wanted) {
        Map<Integer, String> arrived = new LinkedHashMap<>();
        for (String item : taken) {
            String before = arrived.putIfAbsent(number(item), item);
            assertThat(item).isEqualTo(before == null ? item : before);
        }
        assertThat(new TreeSet<>(arrived.keySet())).as("records that arrived").isEqualTo(new TreeSet<>(wanted));
        Set<String> ids = new HashSet<>();
        arrived.forEach((number, item) -> assertThat(ids.add(asWritten(entries.get(number - 1), item)))
                .as("an id of its own: " + item)
                .isTrue());
        checkOrder(new ArrayList<>(arrived.keySet()));
        return arrived;
    }

    /** The message id of a record that is otherwise what was written. */
    private static String asWritten(Entry entry, String item) {
        if (entry.messageId().isPresent()) {
            assertThat(item).isEqualTo(entry.line());
            return entry.messageId().get();
        }
        Matcher matcher = ADDED_ID.matcher(item);
        assertThat(matcher.matches()).as(item).isTrue();
        assertThat(matcher.group(1) + "}").isEqualTo(entry.line());
        return matcher.group(2);
    }

    private void checkOrder(List<Integer> arrived) {
        Map<String, Integer> last = new HashMap<>();
        Map<Integer, Integer> when = new HashMap<>();
        for (int number : arrived) {
            when.put(number, when.size());
            String user = entries.get(number - 1).user();
            int before = last.getOrDefault(user, 0);
            assertThat(number).as("after " + before + ", both of " + user).isGreaterThan(before);
            last.put(user, number);
        }
        for (int number : arrived) {
            entries.get(number - 1)
                    .previous()
                    .ifPresent(previous -> entries.stream()
                            .limit(number - 1L)
                            .filter(entry -> entry.user().equals(previous) && when.containsKey(entry.number()))
                            .forEach(entry -> assertThat(when.get(entry.number()))
                                    .as("record " + entry.number() + ", before its person became another by " + number)
                                    .isLessThan(when.get(number))));
        }
    }

    /** A rejects file holds exactly these records, once each, as they were written. */
    public void checkRejects(String rejects, Set<Integer> wanted) {
        List<Integer> found = new ArrayList<>();
        rejects.lines().forEach(line -> {
            JsonNode reject = tree(line);
            int number = reject.get("record").asInt();
            assertThat(reject.get("raw").asText())
                    .isEqualTo(entries.get(number - 1).line());
            found.add(number);
        });
        assertThat(found).doesNotHaveDuplicates();
        assertThat(new TreeSet<>(found)).as("rejects").isEqualTo(new TreeSet<>(wanted));
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(json, e);
        }
    }
}
