package dev.fanfare.spring.test;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Channel;
import dev.fanfare.testkit.app.TestServer;
import dev.fanfare.transport.netty.NettyTransport;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.web.server.servlet.ServletWebServerFactory;
import org.springframework.context.ApplicationContext;

@FanfareTest
class FanfareSliceTest {
    // region: slice
    @Test
    void publication_reachesClientsInMemory(@Autowired TestServer server, @Autowired Channel orders) {
        var client = server.connect("/orders");

        orders.publish("tea");

        assertThat(client.receiveText()).isEqualTo("tea");
    }
    // endregion

    @Test
    void context_hasTheRoutesOnly(@Autowired ApplicationContext context) {
        assertThat(context.getBeansOfType(Database.class)).isEmpty();
        assertThat(context.getBeansOfType(NettyTransport.class)).isEmpty();
        assertThat(context.getBeansOfType(ServletWebServerFactory.class)).isEmpty();
    }
}
