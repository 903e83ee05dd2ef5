package dev.fanfare.config.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {
    @ParameterizedTest
    @CsvSource({"25s, 25000", "1m30s, 90000", "720h, 2592000000", "500ms, 500", "0, 0", "0s, 0", "1h1m1s1ms, 3661001"})
    void timeSpan_isParsed(String text, long millis) {
        assertThat(TimeSpan.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "1", "-1s", "1 s", "1s1m", "1.5s", "9999999999s", "1S", "1d"})
    void timeSpan_malformed_isRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> TimeSpan.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000, 1000", "64KiB, 65536", "1024 KiB, 1048576", "2GiB, 2147483648", "5B, 5"})
    void byteSize_isParsed(String text, long bytes) {
        assertThat(ByteSize.parse(text)).isEqualTo(new ByteSize(bytes));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KiB", "-1", "1.5MiB", "1kb", "9999999999999"})
    void byteSize_malformed_isRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"30/1s, 30, 1000", "100/1m, 100, 60000", "'', 0, 0"})
    void frequency_isParsed(String text, int count, long millis) {
        assertThat(Frequency.parse(text)).isEqualTo(new Frequency(count, Duration.ofMillis(millis)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "/1s", "0/1s", "30/0", "30/", "-1/1s", "30/s", "9999999999/1s", "30 / 1s"})
    void frequency_malformed_isRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Frequency.parse(text));
    }

    @Test
    void secret_printsStars() {
        assertThat(new Secret("text")).hasToString("***");
        assertThat("" + new Secret("text")).doesNotContain("text");
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:6379, redis://localhost:6379",
        "rediss-cluster://h:1, rediss-cluster://h:1",
        "redis://u:p@h:1/2, redis://u:p@h:1/2"
    })
    void redisAddress_isAUrlOrHostAndPort(String text, String url) {
        assertThat(RedisAddress.parse(text).url()).isEqualTo(url);
        assertThat(RedisAddress.parse(text).toString()).doesNotContain("u:p");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "http://h:1", "redis://"})
    void redisAddress_malformed_isRejected(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RedisAddress.parse(text));
    }

    @Test
    void regex_nestedTooDeeply_isRejected() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Regex("(".repeat(100_000) + ")".repeat(100_000)));
    }
}
