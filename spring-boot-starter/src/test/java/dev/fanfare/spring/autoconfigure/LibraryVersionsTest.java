package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LibraryVersionsTest {
    /** The tests of this module run with the versions that Spring Boot manages. */
    @Test
    void classPath_hasTheVersionsThatSpringBootManages() {
        assertThat(LibraryVersions.onClassPath().versions())
                .isEqualTo(Map.of("Netty", "4.2.15.Final", "Lettuce", "6.8.2.RELEASE", "Micrometer", "1.16.6"));
        assertThatCode(LibraryVersions.onClassPath()::requireSupported).doesNotThrowAnyException();
    }

    @Test
    void newerVersions_areSupported() {
        assertThatCode(
                        new LibraryVersions(Map.of(
                                "Netty", "4.2.18.Final", "Lettuce", "7.7.0.RELEASE", "Micrometer", "1.17.0-M1"))
                                ::requireSupported)
                .doesNotThrowAnyException();
    }

    @Test
    void olderVersions_failWithTheRemedy() {
        var versions = new LibraryVersions(
                Map.of("Netty", "4.1.137.Final", "Lettuce", "6.8.2.RELEASE", "Micrometer", "1.9.17"));

        assertThatThrownBy(versions::requireSupported)
                .hasMessage("Fanfare requires newer libraries: Netty must be 4.2.15.Final or newer, got 4.1.137.Final; "
                        + "Micrometer must be 1.16.6 or newer, got 1.9.17")
                .satisfies(failure -> assertThat(new UnsupportedVersionFailureAnalyzer().analyze(failure))
                        .isNotNull()
                        .satisfies(analysis -> assertThat(analysis.getAction())
                                .isEqualTo(
                                        "Use Spring Boot 4.0.7 or newer, which manages these versions, and remove overrides; or "
                                                + "set <netty.version>4.2.15.Final</netty.version> <micrometer.version>1.16.6"
                                                + "</micrometer.version> in the properties of the POM.")));
    }
}
