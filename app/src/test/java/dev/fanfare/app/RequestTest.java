package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a handler learns of a request. */
class RequestTest {
    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    record Order(Optional<String> item, int count) {}

    private final TestApp test = new TestApp();

    @AfterEach
    void stop() {
        test.close();
    }

    @Test
    void query_isDecoded_andMayRepeat() {
        get(request -> request.query("a").orElse("none")
                + request.queryAll("b")
                + request.query("c").isPresent());

        assertThat(test.request("GET /?a=x%20y+z&b=1&&b=%zz&b").text()).isEqualTo("x y z[1, %zz, ]false");
        assertThat(test.request("GET /").text()).isEqualTo("none[]false");
    }

    @Test
    void cookie_isTheFirstOfItsName_withoutQuotes() {
        get(request -> request.cookie("a").orElse("none"));

        assertThat(test.request("GET /", "Cookie: b=1; a=2=3; a=4").text()).isEqualTo("2=3");
        assertThat(test.request("GET /", "Cookie: aa=1", "Cookie: a=\"quoted\"").text())
                .isEqualTo("quoted");
        assertThat(test.request("GET /", "Cookie: aa=1; a").text()).isEqualTo("none");
    }

    @Test
    void pathNumberOrUuid_thatDoesNotMatch_is404() {
        test.app().get("/int/{id}", request -> HttpResponse.text(200, "" + request.pathInt("id")));
        test.app().get("/long/{id}", request -> HttpResponse.text(200, "" + request.pathLong("id")));
        test.app().get("/uuid/{id}", request -> HttpResponse.text(200, "" + request.pathUuid("id")));
        var uuid = "123e4567-e89b-12d3-a456-426614174000";

        assertThat(test.request("GET /int/7").text()).isEqualTo("7");
        assertThat(test.request("GET /int/2147483648").status()).isEqualTo(404);
        assertThat(test.request("GET /long/2147483648").text()).isEqualTo("2147483648");
        assertThat(test.request("GET /long/x").text()).isEqualTo("path parameter id must be an integer, got 'x'");
        assertThat(test.request("GET /uuid/" + uuid).text()).isEqualTo(uuid);
        assertThat(test.request("GET /uuid/x").status()).isEqualTo(404);
    }

    @Test
    void json_isBoundToTheType() {
        postJson();

        assertThat(Bodies.send(test, "POST /", JSON, "{\"item\":\"tea\",\"count\":2}")
                        .text())
                .isEqualTo("2 of tea");
        assertThat(Bodies.send(test, "POST /", "application/Order+json; charset=utf-8", "{\"count\":1}")
                        .text())
                .isEqualTo("1 of nothing");
    }

    @Test
    void json_thatIsMalformed_is400WithThePlace() {
        postJson();

        var torn = Bodies.send(test, "POST /", JSON, "{\"item\":\n\"tea\"");
        assertThat(torn.status()).isEqualTo(400);
        assertThat(torn.text()).startsWith("invalid body: invalid JSON at line 2");
        var unfit = Bodies.send(test, "POST /", JSON, "{\"count\":\"many\"}");
        assertThat(unfit.status()).isEqualTo(400);
        assertThat(unfit.text()).isEqualTo("invalid body: 'count' must be a 32-bit integer");
        assertThat(Bodies.send(test, "POST /", JSON, "null").text()).contains("null");
        assertThat(Bodies.send(test, "POST /", JSON, "").status()).isEqualTo(400);
        assertThat(Bodies.send(test, "POST /", JSON, "{} {}").status()).isEqualTo(400);
    }

    @Test
    void json_ofAnotherContentType_is415() {
        postJson();

        assertThat(Bodies.send(test, "POST /", "text/plain", "{}").status()).isEqualTo(415);
        assertThat(test.request("POST /", "Content-Length: 0").status()).isEqualTo(415);
    }

    @Test
    void form_isDecoded() {
        test.app()
                .post(
                        "/",
                        request ->
                                HttpResponse.text(200, request.form("name").orElse("none") + request.formAll("tag")));

        assertThat(Bodies.send(test, "POST /", FORM + "; charset=utf-8", "name=J%C3%BCrgen+B&tag=1&tag=2")
                        .text())
                .isEqualTo("J\u00fcrgen B[1, 2]");
        assertThat(Bodies.send(test, "POST /", JSON, "{}").status()).isEqualTo(415);
    }

    @Test
    void text_thatIsNotUtf8_is400() {
        test.app().post("/", request -> HttpResponse.text(200, request.text()));

        assertThat(Bodies.send(test, "POST /", "text/plain", "caf\u00c3\u00a9").text())
                .isEqualTo("caf\u00e9");
        assertThat(Bodies.send(test, "POST /", "text/plain", "\u00ff").status()).isEqualTo(400);
    }

    @Test
    void session_withoutMiddleware_throws() {
        get(request -> {
            try {
                return "" + request.session().values();
            } catch (IllegalStateException mistake) {
                return "" + mistake.getMessage();
            }
        });

        assertThat(test.request("GET /").text()).contains("the route / has no cookie session");
    }

    @Test
    void socket_returnsValuesOfItsHandshake() {
        test.app().websocket("/{room}/{number}", ws -> {
            var cookie = ws.cookie("a").orElse("none");
            ws.send(ws.path("room") + ws.pathLong("number") + ws.query("q").orElse("") + cookie + ws.subprotocols());
            ws.send(ws.header("X-Y").orElse("")
                    + ws.request().isWebSocket()
                    + ws.principal().isPresent());
        });
        try (var client = test.open(
                "/tea/7?q=1",
                "Cookie: a=b",
                "X-Y: z",
                "Sec-WebSocket-Protocol: one, two",
                "Sec-WebSocket-Protocol: three")) {
            assertThat(client.receiveText()).isEqualTo("tea71b[one, two, three]");
            assertThat(client.receiveText()).isEqualTo("ztruefalse");
        }
    }

    @Test
    void accept_withSubprotocol_isInThe101Response() {
        test.app().websocket("/", ws -> ws.accept(ws.subprotocols().getLast()));
        try (var http = RawHttp.connect(test.address())) {
            http.send(Handshake.request("/", "Sec-WebSocket-Protocol: one, two"));

            assertThat(http.read().header("sec-websocket-protocol")).isEqualTo("two");
        }
    }

    @Test
    void accept_subprotocolNotOffered_throws() {
        test.app().websocket("/", ws -> {
            try {
                ws.accept("three");
            } catch (IllegalArgumentException mistake) {
                throw new RequestRefusedException(400, String.valueOf(mistake.getMessage()));
            }
        });

        assertThat(test.refused("/", "Sec-WebSocket-Protocol: one, two").text())
                .contains("'three'")
                .contains(List.of("one", "two").toString());
    }

    private interface Answer {
        String to(Request request);
    }

    private void get(Answer answer) {
        test.app().get("/", request -> HttpResponse.text(200, answer.to(request)));
    }

    private void postJson() {
        test.app().post("/", request -> {
            var order = request.json(Order.class);
            return HttpResponse.text(200, order.count() + " of " + order.item().orElse("nothing"));
        });
    }

    @Test
    void jsonResponse_hasItsContentType() {
        test.app().get("/", request -> JsonResponse.of(201, List.of(1, 2)));

        var response = test.request("GET /");

        assertThat(response.status()).isEqualTo(201);
        assertThat(response.header("content-type")).isEqualTo("application/json");
        assertThat(response.text()).isEqualTo("[1,2]");
    }
}
