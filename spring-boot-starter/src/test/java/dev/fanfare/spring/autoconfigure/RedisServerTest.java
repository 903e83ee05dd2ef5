package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.fanfare.engine.redis.RedisSettings;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.env.MockEnvironment;

class RedisServerTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            host=a                                         | redis://a:6379
            host=a port=7000 database=3 password=p@ss      | redis://p%40ss@a:7000/3
            username=ann password=secret ssl.enabled=true  | rediss://ann:secret@localhost:6379
            url=redis://b:1 host=a                         | redis://b:1
            sentinel.master=m sentinel.nodes=a:1,b:2       | redis-sentinel://a:1,b:2#m
            cluster.nodes=a:1,b:2 password=secret          | redis-cluster://secret@a:1,b:2
            """)
    void properties_giveTheAddress(String properties, String address) {
        var environment = new MockEnvironment();
        Arrays.stream(properties.split(" ", -1))
                .map(property -> property.split("=", 2))
                .forEach(property -> environment.setProperty("spring.data.redis." + property[0], property[1]));

        assertThat(RedisServer.of(environment).address()).isEqualTo(address);
        assertThatCode(() -> RedisSettings.of(address)).doesNotThrowAnyException();
    }
}
