package dev.fanfare.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.testkit.app.SocketServer;
import dev.fanfare.testkit.app.TestClient;
import java.net.URL;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.devtools.restart.Restarter;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** The restarter belongs to the virtual machine. */
@Isolated
class DevToolsTest {
    private final ApplicationContextRunner contexts = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(DevToolsAutoConfiguration.class, FanfareAutoConfiguration.class))
            .withPropertyValues("fanfare.port=0", "fanfare.drain=1h");

    @BeforeEach
    void startWithDevTools() throws Exception {
        var watched = Path.of("").toUri().toURL();
        Restarter.clearInstance(); // of an application that another test has started
        Restarter.initialize(new String[0], false, thread -> new URL[] {watched}, false);
    }

    @AfterEach
    void forget() {
        Restarter.clearInstance();
    }

    /** The drain of an hour shows that a restart does not wait for clients. */
    @Test
    void restart_keepsTheFreePort_andDisconnectsAtOnce() {
        var ports = new int[2];
        var connected = new TestClient[1];

        contexts.run(context -> {
            var app = context.getBean(Fanfare.class);
            app.websocket("/ws", ws -> {
                ws.accept();
                ws.awaitClose();
            });
            ports[0] = app.addresses().getFirst().getPort();
            connected[0] = new SocketServer(app.addresses().getFirst()).connect("/ws");
        });
        contexts.run(context ->
                ports[1] = context.getBean(Fanfare.class).addresses().getFirst().getPort());

        assertThat(connected[0].closeReason().code()).isEqualTo(1001);
        assertThat(ports[1]).isPositive().isEqualTo(ports[0]);
    }
}
