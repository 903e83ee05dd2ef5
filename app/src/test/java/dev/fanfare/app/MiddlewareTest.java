package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Code around routes. */
class MiddlewareTest {
    private static final Attribute<String> TRAIL = Attribute.of("trail", String.class);

    private final TestApp test = new TestApp();
    private final List<String> events = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void middleware_anyOrderOfRoutes_runsFromOutermostInwards() {
        test.app().get("/outside", request -> text(trail(request)));
        test.app().route("/in", routes -> {
            routes.get("", request -> text(trail(request)));
            routes.use(leaving("router 1"));
            routes.route("/deep", deep -> {
                deep.use(leaving("deep"));
                deep.get("", request -> text(trail(request)));
            });
            routes.use(leaving("router 2"));
        });
        test.app().use(leaving("app"));

        assertThat(test.request("GET /outside").text()).isEqualTo(" app");
        assertThat(test.request("GET /in").text()).isEqualTo(" app router 1 router 2");
        assertThat(test.request("GET /in/deep").text()).isEqualTo(" app router 1 router 2 deep");
        assertThat(events).endsWith("deep done", "router 2 done", "router 1 done", "app done");
    }

    @Test
    void middleware_runsAroundAnswersThatNoRouteGives() {
        test.app().use((request, next) -> next.proceed(request).with("x-outer", request.path()));
        test.app().route("/in", routes -> {
            routes.use((request, next) -> next.proceed(request).with("x-inner", request.method()));
            routes.post("/post", request -> HttpResponse.text(200, ""));
            routes.websocket("/ws", ws -> ws.send("in"));
        });

        assertThat(test.request("GET /nowhere").header("x-outer")).isEqualTo("/nowhere");
        assertThat(test.request("GET /%zz").header("x-outer")).isEqualTo("/%zz");
        assertThat(test.request("GET /in/post").header("x-inner")).isEqualTo("GET");
        assertThat(test.request("OPTIONS /in/post").header("x-inner")).isEqualTo("OPTIONS");
        assertThat(test.request("GET /in/ws").status()).isEqualTo(426);
        assertThat(test.request("GET /in/ws").header("x-inner")).isEqualTo("GET");
        assertThat(test.refused("/in/post").header("x-inner")).isEqualTo("GET");
        assertThat(test.refused("/in/nowhere").header("x-outer")).isEqualTo("/in/nowhere");
    }

    @Test
    void middleware_canChangeTheResponse_alsoOfARejection() {
        test.app().use((request, next) -> next.proceed(request).with("x-by", "middleware"));
        test.app().get("/", request -> text("fine"));
        test.app().get("/refused", request -> {
            throw new RequestRefusedException(402, "pay first");
        });

        assertThat(test.request("GET /").header("x-by")).isEqualTo("middleware");
        var refused = test.request("GET /refused");
        assertThat(refused.status()).isEqualTo(402);
        assertThat(refused.header("x-by")).isEqualTo("middleware");
    }

    @Test
    void middleware_canRespondToAFailure() {
        test.app().use((request, next) -> {
            try {
                return next.proceed(request);
            } catch (IOException failure) {
                return HttpResponse.text(502, "" + failure.getMessage());
            }
        });
        test.app().get("/io", request -> {
            throw new IOException("on purpose");
        });
        test.app().get("/state", request -> {
            throw new IllegalStateException("on purpose");
        });

        assertThat(test.request("GET /io").text()).isEqualTo("on purpose");
        assertThat(test.request("GET /state").status()).isEqualTo(500);
    }

    @Test
    void middleware_runsOnAVirtualThread() {
        test.app().use((request, next) -> {
            events.add("" + Thread.currentThread().isVirtual());
            return next.proceed(request);
        });
        addSockets();

        for (var path : List.of("/function", "/handler", "/loop")) {
            assertThat(handshake(path).status()).isEqualTo(101);
        }
        assertThat(events).containsExactly("true", "true", "true");
    }

    @Test
    void handshake_hasTheFieldsOfMiddlewareAndHandlerInThe101() {
        test.app().use((request, next) -> {
            var response = next.proceed(request.with(TRAIL, "seen"));
            events.add("" + response.status());
            return response.with("x-outer", "1");
        });
        addSockets();

        for (var path : List.of("/function", "/handler", "/loop")) {
            var response = handshake(path);
            assertThat(response.header("x-outer")).as(path).isEqualTo("1");
            assertThat(response.header("x-handler")).as(path).isEqualTo("seen");
        }
        assertThat(events).containsExactly("101", "101", "101");
    }

    @Test
    void handshake_rejectedByMiddleware_returnsItsStatus() {
        addSockets();
        test.app().use((request, next) -> {
            if (request.query("respond").isPresent()) {
                return HttpResponse.text(418, "teapot");
            }
            throw new RequestRefusedException(451, "not here");
        });

        for (var path : List.of("/function", "/handler", "/loop")) {
            assertThat(test.refused(path + "?respond").text()).isEqualTo("teapot");
            assertThat(test.refused(path).status()).isEqualTo(451);
        }
    }

    @Test
    void handshake_whoseMiddlewareFails_is500() {
        addSockets();
        test.app().use((request, next) -> {
            throw new IOException("on purpose");
        });

        assertThat(test.refused("/function").status()).isEqualTo(500);
    }

    @Test
    void middleware_thatAnswers101ByItself_is500() {
        test.app().get("/", request -> text("page"));
        addSockets();
        test.app().use((request, next) -> HttpResponse.switchingProtocols());

        assertThat(test.refused("/function").status()).isEqualTo(500);
        assertThat(test.request("GET /").status()).isEqualTo(500);
    }

    private void addSockets() {
        test.app().websocket("/function", ws -> greet(ws));
        test.app().socketHandler("/handler", Greeter::new);
        test.app().eventLoopHandler("/loop", Greeter::new);
    }

    private static final class Greeter extends SocketHandler {
        @Override
        public void connect(Socket socket) {
            greet(socket);
        }
    }

    private static void greet(Socket socket) {
        socket.accept(Headers.of("x-handler", trail(socket.request())));
    }

    private RawResponse handshake(String path) {
        try (var http = RawHttp.connect(test.address())) {
            http.send(Handshake.request(path));
            return http.read();
        }
    }

    private Middleware leaving(String name) {
        return (request, next) -> {
            var response = next.proceed(request.with(TRAIL, trail(request) + " " + name));
            events.add(name + " done");
            return response;
        };
    }

    private static String trail(Request request) {
        return request.attribute(TRAIL).orElse("");
    }

    private static HttpResponse text(String text) {
        return HttpResponse.text(200, text);
    }
}
