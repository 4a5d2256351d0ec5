import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Makes the class-data archives that let a single call start fast: runs real commands against servers of its own, notes
 * which classes they load, and has Java dump these. Started from its source by the build:
 * {@code java src/launcher/Archive.java JAR PREFIX [JAVA_HOME [LISTS]]}, in the folder of the project; makes
 * PREFIX-call.jsa and so on, one for each {@link Kind}, because what is in an archive and not needed costs a start, too.
 *
 * <p>Beside each archive it leaves what was learned, PREFIX-call.classes. In which order threads run decides a little of
 * it, so it differs from run to run; with LISTS, the prefix of such files, nothing is learned anew; an
 * empty one counts for none.
 *
 * <p>An archive fits this Java and this jar, in its place and with its time: both are noted in it, and Java does without
 * an archive that does not fit.
 */
final class Archive {

    private static final int PATIENCE_SECONDS = 60;

    /** Those of the launcher that decide which classes are loaded. */
    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djdk.tls.namedGroups=x25519,secp384r1,secp256r1",
            "-Dpicocli.disable.closures=true",
            "-Dpicocli.converters.excludes=java.*");

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String RECORD =
            "{\"type\":\"track\",\"userId\":\"%d\",\"event\":\"Seen\",\"properties\":{\"n\":%d,\"word\":\"ü\"},"
                    + "\"timestamp\":\"2024-03-01T10:00:00Z\"}%n";

    private final Path java;
    private final Path jar;
    private final Path folder;

    private Archive(Path home, Path jar, Path folder) {
        this.java = home.resolve("bin").resolve("java");
        this.jar = jar;
        this.folder = folder;
    }

    /** What the launcher tells apart, by the command that is called. */
    private enum Kind {
        /** Version and help, which send nothing. */
        HELP,
        /** One call. */
        CALL,
        /** What takes longer. */
        RUN;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** A command to learn from: what for, what it is given on standard input, and its arguments. */
    private record Lesson(Kind kind, String input, List<String> arguments) {
        static Lesson of(Kind kind, String... arguments) {
            return new Lesson(kind, "", List.of(arguments));
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path jar = Path.of(arguments[0]).toAbsolutePath();
        Path prefix = Path.of(arguments[1]).toAbsolutePath();
        Path home = Path.of(arguments.length > 2 ? arguments[2] : System.getProperty("java.home"));
        Path folder = Files.createTempDirectory("cdp-archive");
        try {
            Archive archive = new Archive(home, jar, folder);
            boolean isLearned = arguments.length > 3 && !arguments[3].isEmpty();
            archive.make(prefix, isLearned ? archive.known(arguments[3]) : archive.classes());
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private void make(Path prefix, Map<Kind, Set<String>> classes) throws Exception {
        for (Map.Entry<Kind, Set<String>> entry : classes.entrySet()) {
            Path list = Files.write(Path.of(prefix + "-" + entry.getKey() + ".classes"), entry.getValue());
            Path archive = Path.of(prefix + "-" + entry.getKey() + ".jsa");
            boolean linked = isLinked(archive);
            byte[] content = dumped(list, linked);
            // In one step: another cdp may be looking for it.
            Path whole = archive.resolveSibling(archive.getFileName() + ".new");
            Files.write(whole, linked ? UseTimes.removed(content, dumped(list, true)) : content);
            Files.move(whole, archive, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private Map<Kind, Set<String>> known(String prefix) throws IOException {
        Map<Kind, Set<String>> classes = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            classes.put(kind, new LinkedHashSet<>(Files.readAllLines(Path.of(prefix + "-" + kind + ".classes"))));
        }
        return classes;
    }

    private byte[] dumped(Path list, boolean linked) throws Exception {
        Path archive = folder.resolve("new.jsa");
        // Of the collectors only this one can put objects into an archive; those that read it need not be it.
        List<String> dump = new ArrayList<>(List.of(
                "-Xshare:dump",
                "-XX:+UseG1GC",
                "-Xmx128m",
                "-XX:SharedClassListFile=" + list,
                "-XX:SharedArchiveFile=" + archive,
                "-Xlog:disable",
                "-cp",
                jar.toString()));
        if (linked) {
            dump.add(1, "-XX:+AOTClassLinking");
        }
        run(dump, Lesson.of(Kind.RUN));
        return Files.readAllBytes(archive);
    }

    /**
     * The one thing in which two archives of the same classes differ: objects in them note when they were last used, in
     * milliseconds since the machine started. Java 25 checks the sums only when told to; they are put right all the same.
     */
    private static final class UseTimes {
        /** Where the header has its own sum, its length, and the first byte that is summed. */
        private static final int SUM = 4;

        private static final int LENGTH = 12;
        private static final int SUMMED = 16;

        /** Where the header has the sum of the objects, their place in the file, and their length. */
        private static final int OBJECTS_SUM = 312;

        private static final int OBJECTS_PLACE = 336;
        private static final int OBJECTS_LENGTH = 352;

        /** The first archive with these times set to zero; as it is, if there is more to it than they. */
        static byte[] removed(byte[] first, byte[] second) {
            ByteBuffer archive = ByteBuffer.wrap(first.clone()).order(ByteOrder.LITTLE_ENDIAN);
            ByteBuffer other = ByteBuffer.wrap(second).order(ByteOrder.LITTLE_ENDIAN);
            if (first.length != second.length || !isUnderstood(archive) || !isUnderstood(other)) {
                return left(first);
            }
            long now = System.nanoTime() / 1_000_000;
            int from = (int) archive.getLong(OBJECTS_PLACE);
            int to = from + (int) archive.getLong(OBJECTS_LENGTH);
            for (int at = from; at + Long.BYTES <= to; at += Long.BYTES) {
                long time = archive.getLong(at);
                if (time != other.getLong(at)) {
                    if (time > now || time < now - PATIENCE_SECONDS * 2_000L || other.getLong(at) < time) {
                        return left(first);
                    }
                    archive.putLong(at, 0);
                    other.putLong(at, 0);
                }
            }
            putSums(archive);
            putSums(other);
            return archive.equals(other) ? archive.array() : left(first);
        }

        private static byte[] left(byte[] archive) {
            System.err.println("the archive of classes is right, but another build will make other bytes");
            return archive;
        }

        private static boolean isUnderstood(ByteBuffer archive) {
            long end = archive.getLong(OBJECTS_PLACE) + archive.getLong(OBJECTS_LENGTH);
            return archive.getLong(OBJECTS_PLACE) > 0 && archive.getLong(OBJECTS_LENGTH) > 0 && end <= archive.capacity()
                    && archive.getInt(OBJECTS_SUM) == objectsSum(archive)
                    && archive.getInt(SUM) == headerSum(archive);
        }

        private static void putSums(ByteBuffer archive) {
            archive.putInt(OBJECTS_SUM, objectsSum(archive));
            archive.putInt(SUM, headerSum(archive));
        }

        private static int objectsSum(ByteBuffer archive) {
            return sum(archive, (int) archive.getLong(OBJECTS_PLACE), (int) archive.getLong(OBJECTS_LENGTH));
        }

        private static int headerSum(ByteBuffer archive) {
            return sum(archive, SUMMED, archive.getInt(LENGTH) - SUMMED);
        }

        private static int sum(ByteBuffer archive, int from, int length) {
            CRC32 sum = new CRC32();
            sum.update(archive.array(), from, length);
            return (int) sum.getValue();
        }
    }

    /** Java 24 and newer can link classes in advance; that they did not change meanwhile is sure only in an image. */
    private boolean isLinked(Path archive) {
        return Runtime.version().feature() >= 24 && archive.getParent().equals(jar.getParent())
                && jar.getParent().equals(java.getParent().resolveSibling("lib"));
    }

    private Map<Kind, Set<String>> classes() throws Exception {
        HttpServer plain = answering(HttpServer.create());
        HttpsServer secure = HttpsServer.create();
        secure.setHttpsConfigurator(new HttpsConfigurator(certified()));
        answering(secure);
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            List<Lesson> lessons = lessons("http://" + place(plain), "https://" + place(secure));
            List<Future<List<String>>> learned = new ArrayList<>();
            for (Lesson lesson : lessons) {
                Path list = folder.resolve("classes-" + learned.size());
                learned.add(two.submit(() -> learned(lesson, list)));
            }
            Map<Kind, Set<String>> classes = new EnumMap<>(Kind.class);
            for (int i = 0; i < lessons.size(); i++) {
                classes.computeIfAbsent(lessons.get(i).kind(), kind -> new LinkedHashSet<>())
                        .addAll(learned.get(i).get());
            }
            return classes;
        } finally {
            two.shutdownNow();
            plain.stop(0);
            secure.stop(0);
        }
    }

    private List<Lesson> lessons(String plain, String secure) throws IOException {
        StringBuilder records = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            records.append(String.format(RECORD, i % 7, i));
        }
        String ndjson = Files.writeString(folder.resolve("a.ndjson"), records).toString();
        String authority = TestMaterial.AUTHORITY.toString();
        // Few: what is learned here and not used costs every call a little.
        return List.of(
                Lesson.of(Kind.HELP, "--version"),
                Lesson.of(Kind.HELP, "--help"),
                Lesson.of(Kind.HELP, "help", "exit-codes"),
                Lesson.of(Kind.CALL, "track", "--help"),
                Lesson.of(Kind.CALL, "track", "Seen"),
                Lesson.of(Kind.CALL, "track", "Seen", "--user-id", "42", "-p", "n:=1.5", "-p", "word=x",
                        "--timestamp", "2024-03-01T10:00:00Z", "--api-url", plain),
                Lesson.of(Kind.CALL, "track", "A", "--user-id", "1", "-p", "a[b]=1", "--cacert", authority, "--api-url", secure),
                // Java's own authorities do not know this server; looking for it among them is what is learned here.
                Lesson.of(Kind.CALL, "track", "Seen", "--user-id", "42", "--api-url", secure),
                new Lesson(Kind.CALL, "{\"userId\":\"1\",\"traits\":{\"a\":1}}", List.of("identify", "-", "--api-url", plain)),
                Lesson.of(Kind.RUN, "backfill", ndjson, "--api-url", plain),
                Lesson.of(Kind.RUN, "backfill", ndjson, "--cacert", authority, "--api-url", secure));
    }

    /** The certificates of the tests: for localhost, and valid for a hundred years. */
    private static final class TestMaterial {
        private static final Path FOLDER = Path.of("src/test/resources/io/github/cdpcli/testing");
        private static final Path AUTHORITY = FOLDER.resolve("authority.pem").toAbsolutePath();
        private static final Path SERVER = FOLDER.resolve("localhost.p12");
    }

    private static SSLContext certified() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(TestMaterial.SERVER)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private static HttpServer answering(HttpServer server) throws IOException {
        byte[] answer = "{\"success\":true}".getBytes(StandardCharsets.UTF_8);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String place(HttpServer server) {
        return "localhost:" + server.getAddress().getPort();
    }

    private List<String> learned(Lesson lesson, Path list) throws Exception {
        List<String> flags = new ArrayList<>(FLAGS);
        flags.addAll(List.of("-XX:DumpLoadedClassList=" + list, "-cp", jar.toString(), "io.github.cdpcli.cli.Main"));
        run(flags, lesson);
        List<String> classes = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            // Numbers tell the classes of one list from each other; those with a source are not the program's.
            if (!line.startsWith("#") && !line.contains(" source: ")) {
                classes.add(line.replaceFirst(" id: \\d+$", ""));
            }
        }
        return classes;
    }

    /** What a command says, and how it ends, is of no interest here. */
    private void run(List<String> flags, Lesson lesson) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(flags);
        command.addAll(lesson.arguments());
        Path input = Files.writeString(Files.createTempFile(folder, "in", ""), lesson.input());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.matches("(?i)(CDP|CIO|XDG)_.*|_?JAVA_.*|JDK_.*|.*_PROXY|SSL_CERT_FILE"));
        environment.put("HOME", folder.toString());
        environment.put("XDG_CONFIG_HOME", folder.resolve("config").toString());
        environment.put("XDG_STATE_HOME", Files.createTempDirectory(folder, "state").toString());
        environment.put("CDP_API_KEY", "a-key-for-this-lesson");
        environment.put("CDP_TERMINAL", "");
        environment.put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("it did not end: " + command);
        }
    }
}
