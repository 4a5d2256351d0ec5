package io.github.cdpcli.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class VersionTest {

    @Test
    void isTheOneOfTheBuild() throws Exception {
        String pom = Files.readString(Path.of(System.getProperty("basedir", ""), "pom.xml"));
        assertThat(pom).contains("<artifactId>cdp</artifactId>\n  <version>" + Version.number() + "</version>");
        assertThat(Version.userAgent()).isEqualTo("cdp-cli/" + Version.number());
    }
}
