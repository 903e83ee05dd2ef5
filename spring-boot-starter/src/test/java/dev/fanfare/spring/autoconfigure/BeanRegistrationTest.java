package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.Socket;
import dev.fanfare.app.SocketHandler;
import dev.fanfare.app.WebSocketHandler;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.spring.ChannelListener;
import dev.fanfare.spring.WebSocketRoute;
import dev.fanfare.testkit.app.SocketServer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

class BeanRegistrationTest {
    private static final int PATIENCE_SECONDS = 60;

    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(FanfareAutoConfiguration.class))
            .withPropertyValues("fanfare.port=0", "shop.path=/counter", "shop.channel=orders");

    record Placed(String item) {}

    record Cancelled(String item) {}

    static class Warehouse {
        final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

        @ChannelListener("${shop.channel}")
        void placed(Placed order) {
            events.add(order);
        }

        @ChannelListener("${shop.channel}")
        void cancelled(Cancelled order) throws Exception {
            events.add(order);
            throw new Exception("the next event is handled nevertheless");
        }
    }

    @WebSocketRoute("${shop.path}")
    @Scope("prototype")
    static class Counter extends SocketHandler {
        private final Greeting greeting;
        private int messages;

        Counter(Greeting greeting) {
            this.greeting = greeting;
        }

        @Override
        public void receive(Socket socket, Payload message) {
            messages++;
            socket.send(greeting.text() + " " + messages);
        }
    }

    record Greeting(String text) {}

    @Configuration(proxyBeanMethods = false)
    static class Echo {
        @Bean
        @WebSocketRoute("/echo")
        WebSocketHandler echo() {
            return ws -> ws.textMessages().forEach(ws::send);
        }
    }

    @Test
    void channelListeners_receiveTheEventsOfTheirChannelInOrder() {
        contexts.withBean(Warehouse.class).run(context -> {
            var channel = context.getBean(Fanfare.class).channel("orders");

            channel.publishEvent(new Placed("tea"));
            channel.publishEvent(new Cancelled("tea"));
            channel.publishEvent(new Placed("milk"));

            var events = context.getBean(Warehouse.class).events;
            assertThat(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Placed("tea"));
            assertThat(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Cancelled("tea"));
            assertThat(events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).isEqualTo(new Placed("milk"));
        });
    }

    @Test
    void socketHandler_hasOneInstancePerClientWithItsDependencies() {
        contexts.withBean(Greeting.class, () -> new Greeting("hello"))
                .withUserConfiguration(Counter.class)
                .run(context -> {
                    var server = server(context);
                    var first = server.connect("/counter");
                    var second = server.connect("/counter");
                    first.sendText("a");
                    first.sendText("b");
                    second.sendText("c");

                    assertThat(first.receiveText()).isEqualTo("hello 1");
                    assertThat(first.receiveText()).isEqualTo("hello 2");
                    assertThat(second.receiveText()).isEqualTo("hello 1");
                });
    }

    @Test
    void webSocketHandler_ofABeanMethodServesItsPath() {
        contexts.withUserConfiguration(Echo.class).run(context -> {
            var client = server(context).connect("/echo");
            client.sendText("hello");

            assertThat(client.receiveText()).isEqualTo("hello");
        });
    }

    @WebSocketRoute("/shared")
    static class Shared extends SocketHandler {}

    @WebSocketRoute("/other")
    static class Other {}

    static class TwoParameters {
        @ChannelListener("orders")
        void placed(Placed order, String more) {}
    }

    static class ManyListeners {
        @ChannelListener("orders")
        void placed(Placed order) {}
    }

    @Test
    void mistakes_abortTheStart() {
        contexts.withUserConfiguration(Shared.class)
                .run(context -> assertThat(context).getFailure().hasMessage("""
                        bean 'beanRegistrationTest.Shared' with @WebSocketRoute("/shared") is a SocketHandler, \
                        whose instances serve one connection each: add @Scope("prototype")"""));
        contexts.withUserConfiguration(Other.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageContaining(
                                "must be a WebSocketHandler or a SocketHandler, got " + Other.class.getName()));
        contexts.withBean(TwoParameters.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageStartingWith("a method with @ChannelListener must have one parameter, the event"));
        contexts.withBean(ManyListeners.class, ManyListeners::new, definition -> definition.setScope("prototype"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasMessageEndingWith("has methods with @ChannelListener and must be a singleton"));
    }

    private static SocketServer server(AssertableApplicationContext context) {
        return new SocketServer(context.getBean(Fanfare.class).addresses().getFirst());
    }
}
