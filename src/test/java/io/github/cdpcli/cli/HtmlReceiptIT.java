package io.github.cdpcli.cli;

import static io.github.cdpcli.testing.FakeServerReply.accepted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.TestWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser, where there is one: it shows the numbers and asks the network for nothing. */
class HtmlReceiptIT {

    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    @TempDir
    private Path folder;

    private static Optional<Path> browser() {
        return BROWSERS.stream()
                .flatMap(name -> Stream.of(System.getenv("PATH").split(":", -1)).map(path -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private Path page() {
        TestWorld world = TestWorld.in(folder).env("CDP_API_KEY", "key-1234567890");
        String good = "{\"type\":\"track\",\"event\":\"E\",\"userId\":\"u\",\"timestamp\":\"2024-01-01T00:00:00Z\"}\n";
        world.file(
                "a.ndjson",
                good + good.replace("01-01", "01-05")
                        + "<script>document.title='taken over'</script><img src='http://192.0.2.1/x.png'>\n");
        try (FakeServer server = FakeServer.handling(request -> accepted())) {
            world.env("CDP_API_URL", server.url()).expect(6, "backfill", "a.ndjson", "--report", "r.html");
        }
        return world.workingDirectory().resolve("r.html");
    }

    /** All that would go to the network goes here, and is written down. */
    private record Proxy(ServerSocket socket, List<String> asked) implements AutoCloseable {
        static Proxy start() throws IOException {
            Proxy proxy =
                    new Proxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), new CopyOnWriteArrayList<>());
            Thread thread = new Thread(proxy::listen, "proxy");
            thread.setDaemon(true);
            thread.start();
            return proxy;
        }

        private void listen() {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept();
                        BufferedReader in = new BufferedReader(
                                new InputStreamReader(connection.getInputStream(), StandardCharsets.ISO_8859_1))) {
                    asked.add(String.valueOf(in.readLine()));
                } catch (IOException e) {
                    // The browser hung up, or the test is over.
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private String shown(Path browser, Path page, Proxy proxy) throws Exception {
        Path dom = folder.resolve("dom.html");
        Process process = new ProcessBuilder(
                        browser.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--user-data-dir=" + folder.resolve("browser"),
                        "--proxy-server=http://127.0.0.1:" + proxy.socket().getLocalPort(),
                        "--proxy-bypass-list=<-loopback>",
                        "--dump-dom",
                        page.toUri().toString())
                .redirectOutput(dom.toFile())
                .redirectError(folder.resolve("browser.log").toFile())
                .start();
        boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(hasEnded).as("the browser has ended").isTrue();
        return Files.readString(dom);
    }

    @Test
    void showsTheNumbersAndLoadsNothing() throws Exception {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), () -> "needs one of " + BROWSERS);
        try (Proxy proxy = Proxy.start()) {
            String shown = shown(browser.get(), page(), proxy);
            assertThat(shown)
                    .contains("<title>Backfill of a.ndjson on 2024-06-01</title>")
                    .contains("<b>3</b> read")
                    .contains("<b>2</b> accepted")
                    .contains("<b>1</b> rejected")
                    .contains("&lt;script&gt;document.title=")
                    .contains("<svg viewBox=\"0 0 1000 100\"")
                    .doesNotContain("<script", "<img");
            // What a browser asks its maker on its own account says nothing of the page.
            assertThat(proxy.asked()).noneMatch(line -> line.contains("192.0.2.1") || line.contains("127.0.0.1"));
        }
    }
}
