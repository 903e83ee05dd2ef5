package dev.fanfare.spring.autoconfigure;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.app.JsonResponse;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.spring.FanfareConfigurer;
import dev.fanfare.spring.FanfareSettingsCustomizer;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.transport.netty.NettyTransport;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.databind.json.JsonMapper;

class FanfareAutoConfigurationTest {
    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(
                    AutoConfigurations.of(FanfareAutoConfiguration.class, RedisEngineAutoConfiguration.class))
            .withPropertyValues("fanfare.port=0", "fanfare.host=127.0.0.1");

    @Configuration(proxyBeanMethods = false)
    static class Shop {
        @Bean
        @Order(2)
        FanfareConfigurer inner() {
            return app -> {
                app.use((request, next) -> next.proceed(request).with("x-order", "inner"));
                app.get("/shop", HttpResponse.text(200, "open"));
                app.websocket("/orders", ws -> {
                    ws.accept();
                    ws.awaitClose();
                });
            };
        }

        @Bean
        @Order(1)
        FanfareConfigurer outer() {
            return app -> app.use((request, next) -> {
                var response = next.proceed(request);
                return response.with(
                        "x-order", response.headers().first("x-order").orElse("") + " outer");
            });
        }

        @Bean
        FanfareSettingsCustomizer oneSubscription() {
            return settings -> settings.withMaxSubscriptions(7);
        }
    }

    @Test
    void configurers_applyInTheirOrderBeforeTheApplicationListens() {
        contexts.withUserConfiguration(Shop.class).run(context -> {
            var response = server(context).get("/shop");

            assertThat(response.text()).isEqualTo("open");
            assertThat(response.headers().all("x-order")).contains("inner outer");
            assertThat(context.getEnvironment().getProperty("local.fanfare.port", Integer.class))
                    .isEqualTo(port(context));
            assertThat(context.getBean(FanfareSettings.class).node().session().maxSubscriptions())
                    .isEqualTo(7);
        });
    }

    @Test
    void disabled_createsNothing() {
        contexts.withPropertyValues("fanfare.enabled=false")
                .run(context ->
                        assertThat(context).doesNotHaveBean(Fanfare.class).doesNotHaveBean(NettyTransport.class));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fanfare.port                | 70000      | must be between 0 (any free port) and 65535
            fanfare.drain               | -1s        | must not be negative
            fanfare.allowed-origins     | shop       | an allowed origin must have the form scheme://host
            fanfare.limits.max-connections | -1      | connection limits must be at least 0
            fanfare.limits.max-message-size | 3GB    | must be less than 2 GB
            fanfare.limits.max-subscriptions | 0     | limits must be 1 or more
            fanfare.limits.recovery     | 0          | recoveryLimit must be 1 or more
            fanfare.ping.interval       | 5s         | pongTimeout must be positive and less than pingInterval
            """)
    void invalidProperty_failsWithItsNameAndTheRule(String name, String value, String rule) {
        contexts.withPropertyValues(name + "=" + value).run(context -> {
            var failure = invalidProperty(context);
            assertThat(failure.getName()).isEqualTo(name);
            assertThat(failure.getReason()).startsWith(rule);
        });
    }

    @Test
    void unknownProperty_fails() {
        contexts.withPropertyValues("fanfare.prot=8002")
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasRootCauseInstanceOf(UnboundConfigurationPropertiesException.class)
                        .rootCause()
                        .hasMessageContaining("fanfare.prot"));
    }

    @Test
    void portInUse_abortsTheStart_andNamesTheProperty() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            contexts.withPropertyValues("fanfare.port=" + taken.getLocalPort()).run(context -> {
                var analysis = analysis(context);

                assertThat(analysis.getDescription())
                        .startsWith("Fanfare failed to start on 127.0.0.1:" + taken.getLocalPort());
                assertThat(analysis.getAction())
                        .isEqualTo("Stop the process that listens on port " + taken.getLocalPort()
                                + ", or set fanfare.port to another port; 0 is any free port.");
            });
        }
    }

    @Test
    void unknownHost_abortsTheStart_andNamesTheProperty() {
        contexts.withPropertyValues("fanfare.host=unknown.invalid").run(context -> {
            var analysis = analysis(context);

            assertThat(analysis.getAction()).startsWith("Set fanfare.host to an address of this machine");
        });
    }

    @ParameterizedTest
    @CsvSource({"graceful, 1012", "immediate, 1001"})
    void close_disconnectsClientsAsTheWebServerShutsDown(String shutdown, int code) {
        var connected = new TestClient[1];
        contexts.withUserConfiguration(Shop.class)
                .withPropertyValues("server.shutdown=" + shutdown, "fanfare.drain=10ms")
                .run(context -> connected[0] = server(context).connect("/orders"));

        assertThat(connected[0].closeReason().code()).isEqualTo(code);
    }

    /** The test framework of Spring pauses cached contexts. */
    @Test
    void pauseOfTheContext_keepsClients() {
        contexts.withUserConfiguration(Shop.class).run(context -> {
            var client = server(context).connect("/orders");
            var paused = context.getSourceApplicationContext();

            paused.pause();
            paused.restart();

            assertThat(server(context).get("/shop").text()).isEqualTo("open");
            client.close();
        });
    }

    @Test
    void stoppedContext_cannotStartAgain() {
        contexts.run(context -> {
            var stopped = context.getSourceApplicationContext();
            stopped.stop();

            assertThatThrownBy(stopped::start)
                    .rootCause()
                    .hasMessageStartingWith("Fanfare was closed with the application context");
        });
    }

    @Test
    void engine_isRedisIfAServerIsConfigured() {
        contexts.run(context -> assertThat(context).doesNotHaveBean(RedisEngine.class));
        contexts.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1")
                .run(context -> assertThat(context).hasSingleBean(RedisEngine.class));
        contexts.withPropertyValues("fanfare.engine=redis", "spring.data.redis.port=1")
                .run(context -> assertThat(context).hasSingleBean(RedisEngine.class));
        contexts.withPropertyValues("fanfare.engine=memory", "spring.data.redis.host=127.0.0.1")
                .run(context -> assertThat(context).doesNotHaveBean(RedisEngine.class));
    }

    @Test
    void redisWithoutItsModule_failsWithTheRemedy() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(FanfareAutoConfiguration.class))
                .withPropertyValues("fanfare.engine=redis")
                .run(context -> assertThat(invalidProperty(context).getReason())
                        .isEqualTo("requires dev.fanfare:fanfare-engine-redis on the class path"));
    }

    @Test
    void ownBean_replacesTheApplication() {
        contexts.withBean(Fanfare.class, Fanfare::create).run(context -> {
            assertThat(context).hasSingleBean(Fanfare.class).doesNotHaveBean(NettyTransport.class);
            assertThat(port(context)).isPositive();
        });
    }

    @Test
    void jsonMapper_ofTheContextWritesValues() {
        var mapper = JsonMapper.builder().addMixIn(Price.class, Named.class).build();
        contexts.withBean(JsonMapper.class, () -> mapper).run(context -> {
            context.getBean(Fanfare.class).get("/price", request -> JsonResponse.of(new Price(3)));

            assertThat(server(context).get("/price").text()).isEqualTo("{\"inCents\":3}");
        });
    }

    record Price(int cents) {}

    interface Named {
        @JsonProperty("inCents")
        int cents();
    }

    private static FailureAnalysis analysis(AssertableApplicationContext context) {
        var failure = requireNonNull(context.getStartupFailure(), "the context has started");
        return requireNonNull(new ListenFailureAnalyzer().analyze(failure), "the failure is another one");
    }

    private static InvalidConfigurationPropertyValueException invalidProperty(AssertableApplicationContext context) {
        return Stream.iterate(context.getStartupFailure(), Objects::nonNull, Throwable::getCause)
                .filter(InvalidConfigurationPropertyValueException.class::isInstance)
                .map(InvalidConfigurationPropertyValueException.class::cast)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no invalid property", context.getStartupFailure()));
    }

    private static int port(AssertableApplicationContext context) {
        return context.getBean(Fanfare.class).addresses().getFirst().getPort();
    }

    private static TestServer server(AssertableApplicationContext context) {
        return new SocketServer(context.getBean(Fanfare.class).addresses().getFirst());
    }
}
