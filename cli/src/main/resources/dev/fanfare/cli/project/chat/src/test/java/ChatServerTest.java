package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import @package@.ChatServer.Message;
import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.testkit.memory.MemoryTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChatServerTest {
    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);

    @BeforeEach
    void start() {
        ChatServer.addRoutes(app);
        app.listen(8000); // in memory: no port is opened
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @Test
    void message_reachesAllMembersOfTheRoom() {
        var ann = server.connect("/rooms/lobby");
        var bob = server.connect("/rooms/lobby");
        var eve = server.connect("/rooms/garden");

        ann.sendJson(new Message("Ann", "hi"));

        assertThat(ann.receiveJson(Message.class)).isEqualTo(new Message("Ann", "hi"));
        assertThat(bob.receiveJson(Message.class)).isEqualTo(new Message("Ann", "hi"));
        eve.receiveNothing();
    }

    @Test
    void newMember_receivesTheLatestMessages() {
        var ann = server.connect("/rooms/lobby");
        ann.sendJson(new Message("Ann", "hi"));
        ann.receiveJson(Message.class);

        var bob = server.connect("/rooms/lobby");

        assertThat(bob.receiveJson(Message.class)).isEqualTo(new Message("Ann", "hi"));
    }

    @Test
    void malformedMessage_isAnsweredAndKeepsTheConnection() {
        var ann = server.connect("/rooms/lobby");

        ann.sendText("{");
        assertThat(ann.receiveText()).contains("error");

        ann.sendJson(new Message("Ann", "hi"));
        assertThat(ann.receiveJson(Message.class)).isEqualTo(new Message("Ann", "hi"));
    }

    @Test
    void page_isServed() {
        assertThat(server.get("/").status()).isEqualTo(200);
        assertThat(server.get("/fanfare.js").status()).isEqualTo(200);
    }
}
