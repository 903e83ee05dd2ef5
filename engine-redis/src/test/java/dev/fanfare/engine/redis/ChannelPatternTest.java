package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.RedisClient;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns match the same channels as in Redis. */
class ChannelPatternTest {
    private static final String NAME_CHARACTERS = "ab:é";
    private static final String PATTERN_CHARACTERS = "ab:é*?[]^-\\";
    private static final int PATTERNS = 500;

    @ParameterizedTest
    @CsvSource({
        "news.*, news.today, true",
        "news.*, news, false",
        "*, anything, true",
        "h?llo, hallo, true",
        "h?llo, hllo, false",
        "h[ae]llo, hello, true",
        "h[^e]llo, hello, false",
        "h[a-c]llo, hbllo, true",
        "a\\*, a*, true",
        "a\\*, ab, false",
        "*a*b*, xxaxxbxx, true",
        "*a*b*, xxbxxaxx, false"
    })
    void matches_examplesOfTheRedisDocumentation(String pattern, String channel, boolean expected) {
        assertThat(ChannelPattern.of(pattern).matches(channel)).isEqualTo(expected);
    }

    @Test
    void matches_randomPatterns_agreesWithRedis() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var names = IntStream.range(0, 200)
                .mapToObj(i -> text(random, NAME_CHARACTERS))
                .distinct()
                .toList();
        try (var server = RedisProcess.start();
                var client = RedisClient.create(server.url());
                var subscriber = client.connectPubSub();
                var connection = client.connect()) {
            subscriber.sync().subscribe(names.toArray(String[]::new));
            for (int i = 0; i < PATTERNS; i++) {
                // The order of bytes beyond ASCII in ranges depends on the platform of Redis.
                var pattern = text(random, PATTERN_CHARACTERS).replaceAll("[-é]*é[-é]*", "é");
                assertThat(matched(pattern, names))
                        .as("pattern %s, seed %d", pattern, seed)
                        .isEqualTo(new TreeSet<>(connection.sync().pubsubChannels(pattern)));
            }
        }
    }

    @Test
    void matches_manyStars_isFast() {
        assertThat(ChannelPattern.of("*a".repeat(60) + "b").matches("a".repeat(250)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "news.*, news:, false",
        "news*, news:, true",
        "*, news:, true",
        "news:a, news:, true",
        "new?[.:]*, news:, true",
        "news, news:, false"
    })
    void mayMatchBelow_someNameMatches_isTrue(String pattern, String beginning, boolean expected) {
        assertThat(ChannelPattern.of(pattern).mayMatchBelow(beginning)).isEqualTo(expected);
    }

    @Test
    void demands_requiredCharacter_isTrue() {
        assertThat(ChannelPattern.of("a:*").demands(':')).isTrue();
        assertThat(ChannelPattern.of("a*").demands(':')).isFalse();
        assertThat(ChannelPattern.of("a[:.]*").demands(':')).isFalse();
    }

    private static Set<String> matched(String pattern, List<String> names) {
        var compiled = ChannelPattern.of(pattern);
        return names.stream().filter(compiled::matches).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(Random random, String characters) {
        return random.ints(random.nextInt(1, 7), 0, characters.length())
                .mapToObj(i -> String.valueOf(characters.charAt(i)))
                .collect(Collectors.joining());
    }
}
