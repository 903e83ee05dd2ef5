package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestResponse;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chat, as its users see it. */
class ChatTest {
    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);

    @BeforeEach
    void start() {
        new Chat().addTo(app);
        app.listen(8000);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws/chat/", "/ws/chat/blue/"})
    void message_reachesAllClientsOfTheRoomOnly(String path) {
        var alice = server.connect(path);
        var bob = server.connect(path);
        var outside = server.connect("/ws/chat/elsewhere/");

        alice.sendText("{\"message\": \"hi\"}");

        assertThat(alice.receiveText()).isEqualTo("{\"message\":\"hi\"}");
        assertThat(bob.receiveText()).isEqualTo("{\"message\":\"hi\"}");
        outside.receiveNothing();
        alice.receiveNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "{}", "{\"message\": null}", "[]", "{\"message\": {}}", "\"hi\""})
    void malformedMessage_repliesWithError_connectionStaysUsable(String text) {
        var alice = server.connect("/ws/chat/");

        alice.sendText(text);
        assertThat(alice.receiveText()).startsWith("{\"error\":\"");
        alice.sendText("{\"message\": \"hi\"}");

        assertThat(alice.receiveText()).isEqualTo("{\"message\":\"hi\"}");
    }

    @Test
    void login_showsTheName_andLogoutHidesIt() {
        var login = post("/chat/login", "name=Ann");
        assertThat(login.status()).isEqualTo(200);
        var cookie = cookie(login.headers().first("set-cookie").orElseThrow());
        var ann = server.connect("/ws/chat/", cookie);

        ann.sendText("{\"message\": \"hi\"}");

        assertThat(ann.receiveText()).isEqualTo("{\"name\":\"Ann\",\"message\":\"hi\"}");
        var logout = post("/chat/logout", "", cookie);
        var after = server.connect(
                "/ws/chat/", cookie(logout.headers().first("set-cookie").orElseThrow()));
        assertThat(after.receiveText()).contains("Ann");
        after.sendText("{\"message\": \"again\"}");
        assertThat(after.receiveText()).isEqualTo("{\"message\":\"again\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name=", "name=%20", "", "name=1234567890123456789012345678901"})
    void login_withoutAUsableName_isRefused(String form) {
        assertThat(post("/chat/login", form).status()).isEqualTo(400);
    }

    @Test
    void members_areSentOnRequest() {
        var watching = server.connect("/ws/chat/?members");
        assertThat(watching.receiveText()).isEqualTo("{\"members\":[\"a guest\"]}");

        TestClient other = server.connect("/ws/chat/");
        assertThat(watching.receiveText()).isEqualTo("{\"members\":[\"a guest\",\"a guest\"]}");
        other.close(1000, "");

        assertThat(watching.receiveText()).isEqualTo("{\"members\":[\"a guest\"]}");
    }

    @Test
    void newClient_receivesLatestMessagesThenLiveOnes() {
        var alice = server.connect("/ws/chat/");
        for (int i = 1; i <= 25; i++) {
            alice.sendText("{\"message\": \"" + i + "\"}");
            alice.receiveText();
        }

        var bob = server.connect("/ws/chat/");
        alice.sendText("{\"message\": \"live\"}");

        for (int i = 6; i <= 25; i++) {
            assertThat(bob.receiveText()).isEqualTo("{\"message\":\"" + i + "\"}");
        }
        assertThat(bob.receiveText()).isEqualTo("{\"message\":\"live\"}");
        bob.receiveNothing();
    }

    private TestResponse post(String path, String form, String... headers) {
        var all = new ArrayList<>(List.of(headers));
        all.add("content-type: application/x-www-form-urlencoded");
        return server.request("POST", path, form.getBytes(StandardCharsets.UTF_8), all.toArray(String[]::new));
    }

    private static String cookie(String setCookie) {
        return "cookie: " + setCookie.split(";", 2)[0];
    }
}
