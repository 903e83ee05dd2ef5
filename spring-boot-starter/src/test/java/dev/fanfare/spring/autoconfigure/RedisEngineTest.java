package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.engine.redis.RedisEngine;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.testkit.app.SocketServer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** The Redis engine with the versions of Lettuce and Netty that Spring Boot manages, which are older than those of this project. */
class RedisEngineTest {
    @Test
    void applicationsOnOneServer_shareChannels() {
        try (var redis = RedisProcess.start()) {
            var contexts = new ApplicationContextRunner()
                    .withConfiguration(
                            AutoConfigurations.of(FanfareAutoConfiguration.class, RedisEngineAutoConfiguration.class))
                    .withPropertyValues(
                            "fanfare.port=0", "fanfare.redis.prefix=shop", "spring.data.redis.url=" + redis.url());

            contexts.run(first -> contexts.run(second -> {
                ready(first);
                ready(second);
                var app = first.getBean(Fanfare.class);
                app.websocket("/orders", ws -> {
                    ws.subscribe(app.channel("orders"));
                    ws.sendJson("subscribed");
                    ws.awaitClose();
                });
                var client = new SocketServer(app.addresses().getFirst()).connect("/orders");
                assertThat(client.receiveText()).isEqualTo("\"subscribed\"");

                second.getBean(Fanfare.class).channel("orders").publish("tea");

                assertThat(client.receiveText()).isEqualTo("tea");
                assertThat(first.getBean(RedisEngine.class).isReady()).isTrue();
            }));
        }
    }

    /** Waits for the connections, whose first attempt may time out on a busy machine. */
    private static void ready(ApplicationContext context) {
        context.getBean(RedisEngine.class).ready().toCompletableFuture().join();
    }
}
