package io.github.cdpcli.send;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {

    @ParameterizedTest
    @CsvSource({"US, us, https://cdp.customer.io/v1", "EU, eu, https://cdp-eu.customer.io/v1"})
    void eachRegionHasItsAddress(Region region, String name, String url) {
        assertThat(region.url()).isEqualTo(url);
        assertThat(region.wireName()).isEqualTo(name);
        assertThat(Region.of(name)).contains(region);
    }

    @Test
    void thereAreTwo() {
        assertThat(Region.values()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EU", " eu ", "Eu"})
    void readsNamesInAnyCase(String name) {
        assertThat(Region.of(name)).contains(Region.EU);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "e", "europe", "us-east", "https://cdp.customer.io/v1"})
    void readsNothingElse(String name) {
        assertThat(Region.of(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://eu-api.customer.io/v1", "https://cdp.customer.io/v2", "http://cdp.customer.io/v1"})
    void noOtherAddressIsARegions(String url) {
        assertThat(Region.at(Client.endpoint(url))).isEmpty();
    }
}
