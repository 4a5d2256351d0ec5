package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    private static String parsed(String text, boolean insecure) {
        Endpoint.Parsed parsed = Endpoint.parse(text, insecure);
        return parsed instanceof Endpoint.Parsed.Valid valid
                ? valid.endpoint().url()
                : ((Endpoint.Parsed.Bad) parsed).why();
    }

    @ParameterizedTest
    @CsvSource({
        "https://cdp.customer.io/v1, https://cdp.customer.io/v1",
        "https://cdp.customer.io/v1/, https://cdp.customer.io/v1",
        "https://cdp.customer.io, https://cdp.customer.io/v1",
        "https://cdp.customer.io///, https://cdp.customer.io/v1",
        "cdp.customer.io, https://cdp.customer.io/v1",
        "' cdp.customer.io ', https://cdp.customer.io/v1",
        "CDP.Customer.IO, https://cdp.customer.io/v1",
        "HTTPS://cdp.customer.io/v1, https://cdp.customer.io/v1",
        "https://cdp.customer.io:443/v1, https://cdp.customer.io/v1",
        "https://cdp.customer.io:8443, https://cdp.customer.io:8443/v1",
        "cdp.customer.io:8443/v2, https://cdp.customer.io:8443/v2",
        "https://eu-api.customer.io/v1/, https://eu-api.customer.io/v1",
        "http://localhost:8080, http://localhost:8080/v1",
        "http://127.0.0.1:80/a/b, http://127.0.0.1/a/b",
        "http://127.8.9.10, http://127.8.9.10/v1",
        "http://[::1]:8080/v1, http://[::1]:8080/v1",
        "https://[2001:db8::1], https://[2001:db8::1]/v1"
    })
    void readsWhatPeopleWrite(String text, String url) {
        assertThat(parsed(text, false)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://cdp.customer.io, must begin with https://",
        "file:///etc/passwd, must begin with https://",
        "'', is not a URL",
        "' ', is not a URL",
        "https://, is not a URL",
        "://, is not a URL",
        "https:///v1, names no host",
        "https://a b, is not a URL",
        "https://user@cdp.customer.io, 'must not hold a user, a query or a fragment'",
        "https://cdp.customer.io/v1?a=b, 'must not hold a user, a query or a fragment'",
        "https://cdp.customer.io/v1#x, 'must not hold a user, a query or a fragment'",
        "https:cdp://customer.io, names no host",
        "a?b://c, must begin with https://",
        "https://cdp.customer.io:65536, names a port that does not exist",
        "https://cdp.customer.io:0, names a port that does not exist"
    })
    void saysWhatIsWrongWithTheRest(String text, String why) {
        assertThat(parsed(text, false)).isEqualTo(why);
        assertThat(parsed(text, true)).isEqualTo(why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://cdp.customer.io/v1",
                "http://localhost.evil.example",
                "http://127.0.0.1.evil.example",
                "http://10.0.0.1"
            })
    void showsTheKeyToTheNetworkOnlyWhenTold(String text) {
        assertThat(parsed(text, false)).startsWith("is plain http, which would show the key to the network");
        assertThat(parsed(text, true)).startsWith("http://");
    }

    @ParameterizedTest
    @EnumSource(Region.class)
    void theEndpointOfARegionIsItsUrl(Region region) {
        assertThat(Endpoint.of(region).url()).isEqualTo(region.url());
        assertThat(parsed(region.url(), false)).isEqualTo(region.url());
        assertThat(Region.at(Endpoint.of(region))).contains(region);
    }

    @Test
    void spellsThePortOnlyWhereItIsNotTheUsualOne() {
        assertThat(new Endpoint(true, "a", 443, "/v1").authority()).isEqualTo("a");
        assertThat(new Endpoint(true, "a", 80, "/v1").authority()).isEqualTo("a:80");
        assertThat(new Endpoint(false, "a", 80, "/v1").authority()).isEqualTo("a");
        assertThat(new Endpoint(false, "::1", 443, "/v1").authority()).isEqualTo("[::1]:443");
    }

    @Test
    void requestsGoBelowTheBase() throws IOException {
        byte[] body = {1};
        Request request = new Endpoint(true, "a", 443, "/base").request("batch", body);
        assertThat(request.path()).isEqualTo("/base/batch");
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        request.body().writeTo(written);
        assertThat(written.toByteArray()).isEqualTo(body).hasSize(request.body().size());
        assertThat(request.retries()).isZero();
    }
}
