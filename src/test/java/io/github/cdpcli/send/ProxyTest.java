package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxyTest {

    private static String login(String url) {
        String header = Client.proxy(url).authorizationHeader();
        String start = "Proxy-Authorization: Basic ";
        assertThat(header).startsWith(start).endsWith("\r\n");
        byte[] decoded =
                Base64.getDecoder().decode(header.substring(start.length()).strip());
        return new String(decoded, StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "http://proxy.example:3128, proxy.example:3128",
        "proxy.example:3128, proxy.example:3128",
        "HTTP://proxy.example/, proxy.example:80",
        "http://user:secret@proxy.example:8080, proxy.example:8080",
        "http://[::1]:3128, ::1:3128"
    })
    void showsHostAndPortAndNothingElse(String url, String shown) {
        assertThat(Client.proxy(url)).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "socks5://proxy.example:1080, is of a kind that is not supported (only http:// proxies are)",
        "https://proxy.example, is of a kind that is not supported (only http:// proxies are)",
        "http://, is not a URL",
        "'', is not a URL",
        "http://user:pa%ss@proxy.example, is not a URL",
        "http://:3128, names no host",
        "a?b://c, is of a kind that is not supported (only http:// proxies are)",
        "http://proxy.example:70000, names a port that does not exist"
    })
    void saysWhatIsWrongWithoutRepeatingIt(String url, String why) {
        assertThat(Proxy.parse(url)).isEqualTo(new Proxy.Parsed.Bad(why));
    }

    @ParameterizedTest
    @CsvSource({
        "user:secret@p, user:secret",
        "user:p%40ss%3Aword%2F@p, user:p@ss:word/",
        "user:a+b@p, user:a+b",
        "us%C3%A9r:%E2%82%AC@p, usér:€",
        "user:@p, user:",
        "user@p, user:"
    })
    void decodesTheLogin(String url, String login) {
        assertThat(login(url)).isEqualTo(login);
    }

    @Test
    void saysNothingWithoutALogin() {
        assertThat(Client.proxy("proxy.example").authorizationHeader()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "customer.io                    | true",
                ".customer.io                   | true",
                "*.customer.io                  | true",
                "cdp.customer.io                | true",
                "CDP.Customer.IO                | true",
                "cdp.customer.io:443            | true",
                "localhost,customer.io          | true",
                "localhost, .customer.io        | true",
                "localhost customer.io          | true",
                "*                              | true",
                "''                             | false",
                "' , ,'                         | false",
                "omer.io                        | false",
                "eu.customer.io                 | false",
                "www.cdp.customer.io            | false",
                "customer.io.example            | false",
                ".                              | false"
            })
    void exemptsNamesAndTheirSubdomains(String noProxy, boolean exempt) {
        assertThat(Proxy.isExempt(noProxy, Endpoint.of(Region.US))).isEqualTo(exempt);
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8080", "http://127.0.0.1", "http://[::1]:8080"})
    void neverReachesThisMachineThroughAProxy(String url) {
        assertThat(Proxy.isExempt("", Client.endpoint(url))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"2001:db8::1, true", "[2001:db8::1], true", "[2001:db8::1]:443, true", "2001:db8::2, false"})
    void exemptsAddressesOfVersionSix(String noProxy, boolean exempt) {
        assertThat(Proxy.isExempt(noProxy, Client.endpoint("https://[2001:db8::1]")))
                .isEqualTo(exempt);
    }
}
