package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.cdpcli.testing.FakeServer;
import io.github.cdpcli.testing.FakeServerReply;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {

    private static ApiKey key(String text) {
        return ApiKey.of(text).orElseThrow();
    }

    @Test
    void isTheUserNameOfBasicAuthenticationWithABlankPassword() {
        assertThat(key("abc").authorization()).isEqualTo("Basic YWJjOg==");
        assertThat(Client.key().authorization()).isEqualTo("Basic " + Client.KEY_IN_BASE64);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc\n", " abc", "\tabc \r\n"})
    void dropsWhiteSpaceAround(String text) {
        assertThat(key(text).reveal()).isEqualTo("abc");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a b", "a:b", "abc\u0000", "a\r\nX-Header: b", "schlüssel", "a\u007Fb"})
    void isVisibleAsciiWithoutAColon(String text) {
        assertThat(ApiKey.of(text)).isEmpty();
    }

    @Test
    void showsItselfToNobody() {
        assertThat(Client.key()).hasToString("ApiKey[redacted]");
        assertThat(Optional.of(Client.key()).toString()).doesNotContain(Client.KEY);
    }

    @Test
    void endsInFourCharactersThatTellKeysApartUnlessItIsShort() {
        assertThat(Client.key().ending()).isEqualTo("…urc3");
        assertThat(key("123456789012").ending()).isEqualTo("…9012");
        assertThat(key("12345678901").ending()).isEqualTo("…");
    }

    @Test
    void hasAFingerprintThatIsStableAndGivesNothingAway() {
        assertThat(key("abc").fingerprint())
                .isEqualTo(key(" abc ").fingerprint())
                .isNotEqualTo(key("abd").fingerprint())
                .matches("[0-9a-f]{16}")
                .isEqualTo("f17a19d18d33a279");
    }

    @Test
    void isInNothingThatTheTransportShows() {
        try (FakeServer server = FakeServer.scripted();
                Client client = Client.of(server)) {
            server.next(FakeServerReply.nothing().thenClose(), FakeServerReply.answer(401, "who are you?"));
            Request request = client.endpoint().request("track", new byte[0]);

            List<Object> shown = List.of(
                    client.attempt(request),
                    client.attempt(request),
                    client.transport(),
                    client.endpoint(),
                    request,
                    Client.systemTrust());

            assertThat(shown.toString()).doesNotContain(Client.KEY, Client.KEY_IN_BASE64);
        }
    }
}
