package io.github.cdpcli.cli;

import io.github.cdpcli.send.Sleeper;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Everything outside the program: streams, environment, time, chance, terminal and file system roots. The only class that
 * touches {@code System}; tests put another world in its place.
 *
 * @param in standard input
 * @param out standard output, UTF-8: results only
 * @param err standard error, UTF-8: progress, warnings and errors
 * @param environment the environment variables
 * @param clock the time of day
 * @param nanoTime a clock that never jumps, in nanoseconds
 * @param sleeper lets time pass
 * @param random 64 random bits at a time
 * @param terminal which of the streams is a terminal
 * @param prompt asks the person at the terminal for a secret
 * @param signals tells when the user or the system wants an end
 * @param workingDirectory where relative file names begin
 * @param home the user's home directory
 */
public record World(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Clock clock,
        LongSupplier nanoTime,
        Sleeper sleeper,
        LongSupplier random,
        Terminal terminal,
        Prompt prompt,
        Signals signals,
        Path workingDirectory,
        Path home) {

    private static final char REPLACEMENT = '\uFFFD';

    /**
     * Which streams are terminals, and how wide they are.
     *
     * @param columns at least 40
     */
    public record Terminal(boolean in, boolean out, boolean err, int columns) {}

    /** Asks on the terminal without showing what is typed. */
    public interface Prompt {
        /** The answer; empty when there is no terminal to ask on, or nothing was typed. */
        Optional<String> ask(String prompt);
    }

    /** Ctrl-C and its like. */
    public interface Signals {
        /** Nobody ever wants an end. */
        Signals NONE = first -> {};

        /**
         * From now on the first SIGINT or SIGTERM is handed over, by number, and a second one ends the process at once.
         */
        void handle(IntConsumer first);
    }

    /** The machine. */
    public static World real() {
        Map<String, String> environment = System.getenv();
        return new World(
                new FileInputStream(FileDescriptor.in),
                Output.to(FileDescriptor.out),
                Output.to(FileDescriptor.err),
                environment,
                Clock.systemUTC(),
                new Machine(),
                new Machine(),
                new SystemRandom(),
                terminal(environment),
                new Machine(),
                new Machine(),
                Path.of(""),
                home(environment));
    }

    /** The machine's own; a class with a name, because lambdas take a call's time to start. */
    private static final class Machine implements LongSupplier, Sleeper, Prompt, Signals {
        @Override
        public long getAsLong() {
            return nanoTimeOfMachine();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration.toMillis());
        }

        @Override
        public Optional<String> ask(String prompt) {
            return askSecretly(prompt);
        }

        @Override
        public void handle(IntConsumer first) {
            handleSignals(first);
        }
    }

    private static long nanoTimeOfMachine() {
        return System.nanoTime();
    }

    /** By reflection: the class is there in every Java this runs on, but compiling against it is warned of. */
    private static void handleSignals(IntConsumer first) {
        AtomicBoolean received = new AtomicBoolean();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Method number = signal.getMethod("getNumber");
            Object proxy = Proxy.newProxyInstance(
                    World.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            int which = (Integer) number.invoke(arguments[0]);
                            if (received.getAndSet(true)) {
                                Runtime.getRuntime().halt(128 + which);
                            }
                            first.accept(which);
                        }
                        return null;
                    });
            Method handle = signal.getMethod("handle", signal, handler);
            Object ignore = handler.getField("SIG_IGN").get(null);
            for (String name : List.of("INT", "TERM", "HUP")) {
                Object which = signal.getConstructor(String.class).newInstance(name);
                Object before = handle.invoke(null, which, proxy);
                if (name.equals("HUP") && ignore.equals(before)) {
                    // Started by nohup: it is to outlive its terminal.
                    handle.invoke(null, which, before);
                }
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // Without handlers the system ends the process: the journal is made for that.
        }
    }

    /** What the shell takes for home; Java asks the user database, whatever the shell was told. */
    private static Path home(Map<String, String> environment) {
        String home = environment.getOrDefault("HOME", "");
        return Path.of(home.isBlank() ? System.getProperty("user.home", ".") : home);
    }

    /** The launcher can ask which descriptors are terminals; Java alone can at best tell whether all are. */
    @SuppressWarnings("SystemConsoleNull") // From Java 22 on it is a guess, made only when the launcher was bypassed.
    private static Terminal terminal(Map<String, String> environment) {
        String list = environment.get("CDP_TERMINAL");
        boolean all = list == null && System.console() != null;
        boolean in = list == null ? all : list.contains("0");
        boolean out = list == null ? all : list.contains("1");
        boolean err = list == null ? all : list.contains("2");
        String columns = environment.getOrDefault("COLUMNS", "");
        return new Terminal(in, out, err, columns.isEmpty() ? 80 : width(columns));
    }

    private static int width(String columns) {
        return columns.matches("\\d{2,3}") ? Math.max(40, Integer.parseInt(columns)) : 80;
    }

    /** An environment variable; a blank one counts as unset. */
    public Optional<String> variable(String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value);
    }

    /**
     * Whether who reads the output shows more than ASCII: as the locale says. The launcher changes the locale for Java's
     * sake, and leaves the user's own in {@code CDP_LOCALE}.
     */
    boolean speaksUtf8() {
        return variable("CDP_LOCALE")
                .or(() -> variable("LC_ALL"))
                .or(() -> variable("LC_CTYPE"))
                .or(() -> variable("LANG"))
                .filter(locale ->
                        locale.toUpperCase(Locale.ROOT).replace("-", "").contains("UTF8"))
                .isPresent();
    }

    /** A file as the user named it. */
    public Path path(String name) {
        return workingDirectory.resolve(name);
    }

    /** A number from 0 to 1, exclusive. */
    public double chance() {
        return (random.getAsLong() >>> 11) * 0x1.0p-53;
    }

    @SuppressWarnings("SystemConsoleNull") // Only called where standard input is a terminal.
    private static Optional<String> askSecretly(String prompt) {
        if (System.console() == null) {
            return Optional.empty();
        }
        char[] answer = System.console().readPassword("%s", prompt);
        return Optional.ofNullable(answer).map(String::new);
    }

    /**
     * The arguments as they were typed. A JVM that starts in a locale without UTF-8 decodes them wrongly before anybody can
     * stop it; the kernel still has them.
     */
    static String[] arguments(String[] decoded) {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        boolean doubtful = String.join("", decoded).indexOf(REPLACEMENT) >= 0;
        if (encoding.equalsIgnoreCase("UTF-8") && !doubtful) {
            return decoded;
        }
        try {
            byte[] line = Files.readAllBytes(Path.of("/proc/self/cmdline"));
            String[] all = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(line))
                    .toString()
                    .split("\0", -1);
            int end = all.length - 1;
            return Arrays.copyOfRange(all, end - decoded.length, end);
        } catch (CharacterCodingException e) {
            throw Failure.usage(
                    "an argument is not UTF-8 text, and would be sent as something else",
                    "Convert it, for example by iconv -f ISO-8859-1 -t UTF-8.");
        } catch (IOException | IndexOutOfBoundsException e) {
            return decoded;
        }
    }

    /** How large the heap may get, in bytes. */
    long memory() {
        return Runtime.getRuntime().maxMemory();
    }

    /** Ends the process; what was written is flushed first. A result that got lost is no success. */
    void exit(int code) {
        out.flush();
        boolean lost = out instanceof Output output && output.isLost();
        if (lost) {
            err.print("cdp: standard output cannot be written, and something of the result is lost\n");
        }
        err.flush();
        System.exit(lost && code == 0 ? ExitCode.INTERNAL.number() : code);
    }
}
