package io.github.cdpcli.testing;

import io.github.cdpcli.cli.Cdp;
import io.github.cdpcli.cli.World;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A world for the command line in which everything is known: an empty environment and no terminal unless a test says
 * otherwise, a home and a working directory in a folder of the test's own, a time that passes only by sleeping, and chance
 * that counts from 1. A test says what the world is like, runs command lines in it, and looks at what came out:
 *
 * <pre>{@code
 * TestWorld world = TestWorld.in(folder).env("CDP_API_KEY", "key-1234567890").stdin("{}");
 * world.expect(2, "track", "-");
 * assertThat(world.err()).isEqualTo("…");
 * }</pre>
 */
public final class TestWorld {

    /** The time when every test begins, unless it says otherwise. */
    public static final Instant NOW = Instant.parse("2024-06-01T12:00:00Z");

    private static final Duration TICK = Duration.ofMillis(1);

    private final Path home;
    private final Path workingDirectory;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Duration> waits = new ArrayList<>();
    private final Deque<String> answers = new ArrayDeque<>();
    private final List<String> prompts = new ArrayList<>();
    private final AtomicLong ticks = new AtomicLong();
    private final AtomicLong random = new AtomicLong();
    private VirtualTime time = new VirtualTime(NOW);
    private Runnable beforeSleep = () -> {};
    private World.Terminal terminal = new World.Terminal(false, false, false, 80);
    private InputStream stdin = InputStream.nullInputStream();
    private ByteArrayOutputStream out = new ByteArrayOutputStream();
    private ByteArrayOutputStream err = new ByteArrayOutputStream();

    private TestWorld(Path home, Path workingDirectory) {
        this.home = home;
        this.workingDirectory = workingDirectory;
    }

    /** A world whose home and working directory are in a folder, usually a {@code @TempDir}. */
    public static TestWorld in(Path folder) {
        try {
            return new TestWorld(
                    Files.createDirectories(folder.resolve("home")), Files.createDirectories(folder.resolve("work")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets an environment variable. */
    public TestWorld env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** What the next run reads from standard input; the runs after it find it empty again. */
    public TestWorld stdin(String text) {
        return stdin(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same as bytes. */
    public TestWorld stdin(byte[] bytes) {
        return stdin(new ByteArrayInputStream(bytes));
    }

    /** The same as a stream, for input that comes slowly or breaks. */
    public TestWorld stdin(InputStream stream) {
        stdin = stream;
        return this;
    }

    /** Lets the test begin at another time. */
    public TestWorld now(String instant) {
        time = new VirtualTime(Instant.parse(instant));
        return this;
    }

    /** What is done, or waited for, before any time passes because somebody sleeps. */
    public TestWorld beforeSleep(Runnable action) {
        beforeSleep = action;
        return this;
    }

    /** Makes all three streams a terminal. */
    public TestWorld terminal() {
        return terminal(true, true, true);
    }

    /** Says which streams are a terminal. */
    public TestWorld terminal(boolean in, boolean out, boolean err) {
        terminal = new World.Terminal(in, out, err, terminal.columns());
        return this;
    }

    /** Makes the terminal so many columns wide. */
    public TestWorld columns(int columns) {
        terminal = new World.Terminal(terminal.in(), terminal.out(), terminal.err(), columns);
        return this;
    }

    /** What a person types when asked for a secret; asked more often, they type nothing. */
    public TestWorld typing(String... secrets) {
        answers.addAll(List.of(secrets));
        return this;
    }

    /** Writes a file into the working directory. */
    public Path file(String name, String content) {
        return file(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a file into the working directory. */
    public Path file(String name, byte[] content) {
        try {
            Path file = workingDirectory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a file of the working directory. */
    public String read(String name) {
        return read(workingDirectory.resolve(name));
    }

    /** Reads a file. */
    public static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path home() {
        return home;
    }

    public Path workingDirectory() {
        return workingDirectory;
    }

    /** Runs a command line; {@link #out} and {@link #err} then hold what it printed. Returns its exit code. */
    public int run(String... arguments) {
        return Cdp.run(world(), arguments);
    }

    /** Runs a command line that must end with an exit code. */
    public TestWorld expect(int exitCode, String... arguments) {
        int code = run(arguments);
        if (code != exitCode) {
            throw new AssertionError("cdp " + String.join(" ", arguments) + ": expected exit code " + exitCode
                    + " but was " + code + "\nstdout:\n" + out() + "\nstderr:\n" + err());
        }
        return this;
    }

    /** What the last run printed on standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** What the last run printed on standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** The waits so far, of all runs. */
    public List<Duration> waits() {
        synchronized (waits) {
            return List.copyOf(waits);
        }
    }

    /** What the person at the terminal was asked so far. */
    public List<String> prompts() {
        return List.copyOf(prompts);
    }

    /** The time, in which something can be recorded. */
    public VirtualTime time() {
        return time;
    }

    /** This world as the program sees it, with nothing printed yet: for a test of less than a whole command line. */
    public World world() {
        InputStream in = stdin;
        stdin = InputStream.nullInputStream();
        out = new ByteArrayOutputStream();
        err = new ByteArrayOutputStream();
        return new World(
                in,
                utf8(out),
                utf8(err),
                Map.copyOf(environment),
                time,
                // A thing that looks at the clock twice took a millisecond: durations can be asserted.
                () -> time.elapsed()
                        .plus(TICK.multipliedBy(ticks.incrementAndGet()))
                        .toNanos(),
                this::sleep,
                random::incrementAndGet,
                terminal,
                this::ask,
                World.Signals.NONE,
                workingDirectory,
                home);
    }

    private static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, false, StandardCharsets.UTF_8);
    }

    private void sleep(Duration duration) {
        beforeSleep.run();
        synchronized (waits) {
            waits.add(duration);
        }
        time.sleep(duration);
    }

    private Optional<String> ask(String prompt) {
        prompts.add(prompt);
        return Optional.ofNullable(answers.poll());
    }
}
