package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Routers within routers, methods, and which route is taken. */
class NestedRoutesTest {
    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void route_prefixesPaths_andNests() {
        test.app().route("/chat/{room}", chat -> {
            chat.websocket("/ws", ws -> ws.send("in " + ws.path("room")));
            chat.get("", request -> text("room " + request.path("room")));
            chat.route(
                    "/members",
                    members -> members.get(
                            "/{id:int}",
                            request -> text(request.path("room") + request.pathInt("id") + request.route())));
        });

        assertThat(test.request("GET /chat/tea").text()).isEqualTo("room tea");
        assertThat(test.request("GET /chat/tea/members/7").text()).isEqualTo("tea7/chat/{room}/members/{id:int}");
        assertThat(test.request("GET /chat/tea/members/x").status()).isEqualTo(404);
        try (var client = test.open("/chat/tea/ws")) {
            assertThat(client.receiveText()).isEqualTo("in tea");
        }
    }

    @Test
    void valueThatDoesNotConvert_belongsToTheNextRoute() {
        test.app().get("/{id:int}", request -> text("number"));
        test.app().get("/{code:[A-Z]{3}}", request -> text("code"));
        test.app().get("/{rest:path}", request -> text("rest " + request.path("rest")));

        assertThat(test.request("GET /7").text()).isEqualTo("number");
        assertThat(test.request("GET /ABC").text()).isEqualTo("code");
        assertThat(test.request("GET /a/b").text()).isEqualTo("rest a/b");
    }

    @Test
    void methods_haveRoutesOfTheirOwn() {
        test.app().get("/", request -> text("get"));
        test.app().put("/", request -> text("put"));
        test.app().patch("/", request -> text("patch"));
        test.app().delete("/", request -> text("delete"));
        test.app().handle("PURGE", "/", request -> text("purge"));

        for (var method : new String[] {"get", "put", "patch", "delete", "purge"}) {
            assertThat(test.request(method.toUpperCase(java.util.Locale.ROOT) + " /", "Content-Length: 0")
                            .text())
                    .isEqualTo(method);
        }
        assertThat(test.request("POST /", "Content-Length: 0").header("allow"))
                .isEqualTo("DELETE, GET, HEAD, OPTIONS, PATCH, PURGE, PUT");
    }

    @Test
    void options_isAnsweredWithWhatIsAllowed() {
        test.app().get("/page", request -> text("page"));
        test.app().websocket("/ws", ws -> {});

        var page = test.request("OPTIONS /page");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("allow")).isEqualTo("GET, HEAD, OPTIONS");
        assertThat(test.request("OPTIONS /ws").header("allow")).isEqualTo("GET, OPTIONS");
        assertThat(test.request("OPTIONS /unknown").status()).isEqualTo(404);
    }

    @Test
    void webSocketPath_acceptsHandshakesOnly() {
        test.app().websocket("/ws", ws -> {});
        test.app().post("/page", request -> text("page"));

        assertThat(test.request("GET /ws").status()).isEqualTo(426);
        assertThat(test.request("HEAD /ws").status()).isEqualTo(426);
        var posted = test.request("POST /ws", "Content-Length: 0");
        assertThat(posted.status()).isEqualTo(405);
        assertThat(posted.header("allow")).isEqualTo("GET, OPTIONS");
        var handshake = test.refused("/page");
        assertThat(handshake.status()).isEqualTo(405);
        assertThat(handshake.header("allow")).isEqualTo("OPTIONS, POST");
    }

    @Test
    void prefix_thatIsNone_isRefusedAtOnce() {
        assertThatThrownBy(() -> test.app().route("chat", routes -> {})).hasMessageContaining("'chat'");
        assertThatThrownBy(() -> test.app().route("/chat/", routes -> {})).hasMessageContaining("'/chat/'");
        assertThatThrownBy(() -> test.app().route("/{a}", routes -> routes.get("/{a}", request -> text(""))))
                .hasMessageContaining("duplicate");
    }

    private static HttpResponse text(String text) {
        return HttpResponse.text(200, text);
    }
}
