package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.TestWorld;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileCommandTest {

    private static final String KEY = "sourcekey-0001-1a2b";

    @TempDir
    Path folder;

    private TestWorld world;
    private Path config;

    @BeforeEach
    void begin() {
        world = TestWorld.in(folder);
        config = world.home().resolve(".config/cdp/config.json");
    }

    /** Whatever a test did last, the key was not in what it printed. */
    @AfterEach
    void keyIsNotShown() {
        assertThat(world.out() + world.err()).doesNotContain(KEY).doesNotContain("sourcekey");
    }

    private void add(String name, String... options) {
        String[] arguments = new String[options.length + 3];
        System.arraycopy(options, 0, arguments, 3, options.length);
        arguments[0] = "profile";
        arguments[1] = "add";
        arguments[2] = name;
        world.stdin(KEY + "\n").expect(0, arguments);
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void addsTheFirstAndMakesItCurrent() {
        add("prod", "--region", "eu");
        assertThat(world.out()).isEqualTo("""
                added profile prod: cdp-eu.customer.io (region eu), key …1a2b
                it is the current profile: it counts where nothing else is said
                """);
        assertThat(world.err()).isEmpty();
        assertThat(TestWorld.read(config))
                .isEqualTo("{\"current\":\"prod\",\"profiles\":{\"prod\":{\"apiKey\":\"" + KEY
                        + "\",\"region\":\"eu\"}}}");
    }

    @Test
    void addsAnother() {
        add("prod", "--region", "eu");
        add("stage", "--api-url", "cdp.example.com");
        assertThat(world.out()).isEqualTo("""
                added profile stage: https://cdp.example.com/v1, key …1a2b
                to use it: --profile stage, or cdp profile use stage
                """);
    }

    @Test
    void keepsTheFileToItsOwner() throws IOException {
        add("prod");
        assertThat(permissions(config)).isEqualTo("rw-------");
        assertThat(permissions(config.getParent())).isEqualTo("rwx------");
        assertThat(config.getParent()).isDirectoryContaining("glob:**config.json");
        try (var files = Files.list(config.getParent())) {
            assertThat(files).containsExactlyInAnyOrder(config, config.resolveSibling("config.json.lock"));
        }
    }

    @Test
    void warnsOfAFileOthersCanReadAndMendsItWhenWriting() throws IOException {
        add("prod");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r-----"));
        world.expect(0, "profile", "use", "prod");
        assertThat(world.err())
                .isEqualTo("warning: " + config + " can be read by others, and may hold keys: chmod 600 it\n");
        assertThat(permissions(config)).isEqualTo("rw-------");
    }

    @Test
    void goesWhereTheEnvironmentSays() {
        Path elsewhere = folder.resolve("elsewhere");
        world.env("XDG_CONFIG_HOME", elsewhere.toString());
        add("prod");
        assertThat(elsewhere.resolve("cdp/config.json")).isRegularFile();
        assertThat(config).doesNotExist();
    }

    @Test
    void asksOnATerminalWithoutReadingStandardInput() {
        world.terminal().typing(KEY).stdin("not a key").expect(0, "profile", "add", "prod");
        assertThat(world.prompts()).containsExactly("API key of prod (not shown): ");
        assertThat(TestWorld.read(config)).contains(KEY);
    }

    @Test
    void storesNothingWhenNothingIsTyped() {
        world.terminal(true, true, false).expect(2, "profile", "add", "prod");
        assertThat(world.err()).isEqualTo("""
                cdp profile: no API key was given; nothing was stored
                  Type or paste it when asked, or give --api-key-file FILE or --api-key-command CMD.
                """);
        assertThat(config).doesNotExist();
    }

    @Test
    void readsOnlyTheFirstLineOfStandardInput() {
        world.stdin(" " + KEY + "\r\nand more").expect(0, "profile", "add", "prod");
        assertThat(TestWorld.read(config)).contains("\"apiKey\":\"" + KEY + "\"");
    }

    @Test
    void readsAKeyFile() {
        world.file("key.txt", KEY + "\n");
        world.terminal().expect(0, "profile", "add", "prod", "--api-key-file", "key.txt");
        assertThat(world.prompts()).isEmpty();
        assertThat(TestWorld.read(config)).contains("\"apiKey\":\"" + KEY + "\"");
    }

    @Test
    void keepsAKeyCommandWithoutRunningIt() {
        world.expect(0, "profile", "add", "prod", "--api-key-command", "touch ran; echo sourcekey");
        assertThat(world.out())
                .startsWith("added profile prod: cdp.customer.io (region us, the default), key from a command\n");
        assertThat(TestWorld.read(config)).contains("\"apiKeyCommand\":\"touch ran; echo sourcekey\"");
        assertThat(world.workingDirectory().resolve("ran")).doesNotExist();
        world.expect(0, "profile", "show");
        assertThat(world.out()).contains("key      from a command\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n" + KEY, "sourcekey with spaces", "source:key", "sourcekéy"})
    void refusesWhatIsNoKey(String input) {
        world.stdin(input).expect(2, "profile", "add", "prod");
        assertThat(world.err()).isEqualTo("""
                cdp profile: the API key from standard input is blank or holds characters no key has; nothing was stored
                  It is a single word, shown once where the source was made.
                """);
        assertThat(config).doesNotExist();
    }

    @Test
    void refusesALineWithoutEnd() {
        world.stdin("k".repeat(1_000_000)).expect(2, "profile", "add", "prod");
        assertThat(world.err()).isEqualTo("cdp profile: the first line of standard input is too long for an API key\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "ü", "a/b", "12345678901234567890123456789012345678901234567890123456789012345"})
    void refusesOtherNames(String name) {
        world.stdin(KEY).expect(2, "profile", "add", name);
        assertThat(world.err()).contains("cannot be used: letters, digits, '.', '_' and '-', at most 64");
        assertThat(config).doesNotExist();
    }

    @Test
    void replacesOnlyWhenAsked() {
        add("prod");
        String before = TestWorld.read(config);
        world.stdin("another-key-9999").expect(2, "profile", "add", "prod");
        assertThat(world.err()).isEqualTo("""
                cdp profile: there is a profile prod already
                  To put another in its place: --replace
                """);
        assertThat(TestWorld.read(config)).isEqualTo(before);
        world.stdin("another-key-9999").expect(0, "profile", "add", "prod", "--replace");
        assertThat(world.out()).startsWith("replaced profile prod: ").contains("key …9999");
    }

    @Test
    void refusesPlainHttpToOtherMachines() {
        world.stdin(KEY).expect(2, "profile", "add", "prod", "--api-url", "http://cdp.example.com");
        assertThat(world.err()).contains("--api-url is plain http, which would show the key to the network");
        world.stdin(KEY).expect(0, "profile", "add", "prod", "--api-url", "http://cdp.example.com", "--insecure-http");
        assertThat(world.out()).contains("http://cdp.example.com/v1");
    }

    @Test
    void doesNotRepeatAUrlWithAPassword() {
        world.stdin(KEY).expect(2, "profile", "add", "prod", "--api-url", "https://me:sourcekey@example.com");
        assertThat(world.err()).isEqualTo("cdp profile: --api-url must not hold a user, a query or a fragment\n");
    }

    @Test
    void takesNoKeyAsAnArgument() {
        world.expect(2, "profile", "add", "prod", KEY);
        assertThat(world.err()).isEqualTo("""
                cdp profile: too many arguments for 'profile add'
                  The key is no argument, for others on this machine could see it: it is asked for.
                """);
        world.expect(2, "profile", "add", "prod", "--api-key", KEY);
        assertThat(world.err()).isEqualTo("""
                cdp profile: --api-key is not taken here, for others on this machine could see the key
                  Leave it out, and the key is asked for; or give --api-key-file FILE.
                """);
        world.expect(2, "profile", "add", "prod", "--api-key=" + KEY);
    }

    @Test
    void takesOneAddressAndOneWayToTheKey() {
        world.expect(2, "profile", "add", "prod", "--region", "eu", "--api-url", "localhost");
        assertThat(world.err()).isEqualTo("cdp profile: --region and --api-url: a profile has one address\n");
        world.expect(2, "profile", "add", "prod", "--api-key-file", "f", "--api-key-command", "c");
        assertThat(world.err())
                .isEqualTo("cdp profile: --api-key-file and --api-key-command: a profile has one way to its key\n");
        world.expect(2, "profile", "add", "prod", "--region", "apac");
        assertThat(world.err()).isEqualTo("cdp profile: --region is apac, but must be us or eu\n");
    }

    @Test
    void lists() {
        add("prod", "--region", "eu");
        add("stage", "--api-url", "http://127.0.0.1:8787");
        world.expect(0, "profile", "add", "vault", "--api-key-command", "pass show cdp");
        world.expect(0, "profile", "list");
        assertThat(world.out()).isEqualTo("""
                  NAME   ADDRESS                                   KEY
                * prod   cdp-eu.customer.io (region eu)            …1a2b
                  stage  http://127.0.0.1:8787/v1                  …1a2b
                  vault  cdp.customer.io (region us, the default)  from a command
                """);
    }

    @Test
    void listsAsJson() {
        add("prod", "--region", "eu");
        world.expect(0, "profile", "add", "vault", "--api-key-command", "pass show cdp");
        world.expect(0, "profile", "list", "--json");
        assertThat(world.out()).isEqualTo("""
                {"profiles":[\
                {"name":"prod","current":true,"region":"eu","apiKey":"…1a2b","keyFromCommand":false},\
                {"name":"vault","current":false,"keyFromCommand":true}],\
                "file":"%s"}
                """.formatted(config));
    }

    @Test
    void saysHowToBegin() {
        world.expect(0, "profile", "list");
        assertThat(world.out()).isEqualTo("no profiles yet; add one: cdp profile add NAME\n");
        world.expect(0, "profile", "list", "--json");
        assertThat(world.out()).startsWith("{\"profiles\":[],");
        world.expect(2, "profile", "show");
        assertThat(world.err()).isEqualTo("""
                cdp profile: no profile is the current one
                  There is none yet; add one: cdp profile add NAME
                """);
    }

    @Test
    void shows() {
        add("prod", "--region", "eu");
        world.expect(0, "profile", "show");
        assertThat(world.out()).isEqualTo("""
                name     prod (current)
                address  cdp-eu.customer.io (region eu)
                key      …1a2b
                file     %s
                """.formatted(config));
        world.expect(0, "profile", "show", "prod", "--json", "-v");
        assertThat(world.out())
                .isEqualTo(
                        "{\"name\":\"prod\",\"current\":true,\"region\":\"eu\",\"apiKey\":\"…1a2b\",\"keyFromCommand\":false}\n");
    }

    @Test
    void usesAnother() {
        add("prod");
        add("stage");
        world.expect(0, "profile", "use", "stage");
        assertThat(world.out()).isEqualTo("stage is the current profile now\n");
        assertThat(TestWorld.read(config)).startsWith("{\"current\":\"stage\",");
        world.env("CDP_PROFILE", "stage").expect(0, "profile", "use", "prod");
        assertThat(world.err()).isEqualTo("warning: CDP_PROFILE is stage, and counts before it\n");
    }

    @Test
    void removes() {
        add("prod");
        add("stage");
        world.expect(0, "profile", "remove", "prod");
        assertThat(world.out()).isEqualTo("""
                removed profile prod
                no profile is current now; choose one: cdp profile use NAME
                """);
        world.expect(2, "profile", "show");
        assertThat(world.err()).isEqualTo("""
                cdp profile: no profile is the current one
                  There are: stage
                """);
        world.expect(0, "profile", "remove", "stage", "--json");
        assertThat(world.out()).isEqualTo("{\"removed\":\"stage\"}\n");
        assertThat(TestWorld.read(config)).isEqualTo("{\"profiles\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "use", "remove"})
    void namesWhatThereIsInPlaceOfWhatThereIsNot(String action) {
        add("prod");
        add("stage");
        world.expect(2, "profile", action, "prdo");
        assertThat(world.err()).isEqualTo("""
                cdp profile: there is no profile prdo
                  There are: prod, stage
                """);
    }

    @Test
    void namesItsActions() {
        world.expect(2, "profile");
        assertThat(world.err()).isEqualTo("""
                cdp profile: say what to do: add, list, show, use or remove
                  Try 'cdp profile --help'.
                """);
        world.expect(2, "profile", "ls");
        assertThat(world.err())
                .isEqualTo("cdp profile: there is no action ls; it is one of add, list, show, use or remove\n");
    }

    @Test
    void wantsANameWhereOneIsNeeded() {
        world.expect(2, "profile", "remove");
        assertThat(world.err()).isEqualTo("cdp profile: name the profile: cdp profile remove NAME\n");
    }

    @Test
    void takesOptionsOnlyWhereTheyMeanSomething() {
        add("prod");
        world.expect(2, "profile", "use", "prod", "--region", "eu");
        assertThat(world.err()).isEqualTo("cdp profile: --region is for 'profile add' only\n");
        world.expect(2, "profile", "list", "prod");
        assertThat(world.err()).startsWith("cdp profile: too many arguments for 'profile list'\n");
    }

    @Test
    void isQuietWhenAsked() {
        add("prod");
        world.expect(0, "profile", "list", "-q");
        assertThat(world.out() + world.err()).isEmpty();
    }

    @Test
    void leavesABrokenFileAlone() throws IOException {
        Files.createDirectories(config.getParent());
        Files.writeString(config, "{");
        Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-------"));
        world.stdin(KEY).expect(2, "profile", "add", "prod");
        assertThat(world.err()).isEqualTo("""
                cdp profile: %s is not a JSON object
                  Mend the file, or remove it to begin anew.
                """.formatted(config));
        assertThat(TestWorld.read(config)).isEqualTo("{");
    }
}
