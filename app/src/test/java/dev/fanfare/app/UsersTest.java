package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.app.security.Authentication;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.memory.MemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user is found on all connections, whatever channels they are in. */
class UsersTest {
    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);
    private final Channel news = app.channel("news");

    @BeforeEach
    void start() {
        app.use(Authentication.by(request -> request.query("user").map(Principal::of))
                .optional());
        app.websocket("/plain", ws -> {
            ws.accept();
            ws.receive();
        });
        app.websocket("/news", ws -> {
            ws.subscribe(news);
            ws.receive();
        });
        app.listen(8000);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void disconnectUser_endsAllConnectionsOfTheUserAndNoOther() {
        var ann = server.connect("/plain?user=ann");
        var annInNews = server.connect("/news?user=ann");
        var bob = server.connect("/news?user=bob");
        var anonymous = server.connect("/plain");

        app.disconnectUser("ann");

        assertThat(ann.closeReason().code()).isEqualTo(3503);
        assertThat(annInNews.closeReason().code()).isEqualTo(3503);
        bob.receiveNothing();
        anonymous.receiveNothing();
    }

    @Test
    void disconnectUser_withCodeAndReason_sendsBoth() {
        var ann = server.connect("/plain?user=ann");

        app.disconnectUser("ann", 4001, "kicked by the host");

        assertThat(ann.closeReason()).isEqualTo(new CloseReason(4001, "kicked by the host"));
    }

    @Test
    void disconnect_closesOneConnectionOnly() {
        app.websocket("/id", ws -> {
            ws.send(ws.id());
            ws.receive();
        });
        var ann = server.connect("/id?user=ann");
        var annAgain = server.connect("/id?user=ann");

        app.disconnect(ann.receiveText(), 4001, "kicked by the host");

        assertThat(ann.closeReason()).isEqualTo(new CloseReason(4001, "kicked by the host"));
        annAgain.receiveText();
        annAgain.receiveNothing();
    }

    @Test
    void disconnect_withACodeThatMayNotBeSent_isRefused() {
        assertThatThrownBy(() -> app.disconnectUser("ann", 1006, "")).hasMessageContaining("1006");
    }

    @Test
    void unsubscribeUser_endsTheSubscriptionAndNotTheConnection() {
        var ann = server.connect("/news?user=ann");
        var bob = server.connect("/news?user=bob");

        app.unsubscribeUser("ann", news);
        ann.receiveNothing();
        news.publish("hello");

        assertThat(bob.receiveText()).isEqualTo("hello");
        ann.receiveNothing();
    }
}
