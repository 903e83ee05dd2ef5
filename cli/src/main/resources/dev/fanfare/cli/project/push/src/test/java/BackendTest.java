package @package@;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** The backend with a substitute for the push server, which records requests. */
class BackendTest {
    private static final String SECRET = "a secret of at least thirty-two bytes";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile String reply = "{\"result\":{}}";
    private HttpServer push;
    private Backend backend;

    @BeforeEach
    void start() throws IOException {
        push = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        push.createContext("/api/publish", call -> {
            try (call) {
                var body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                requests.add(call.getRequestHeaders().getFirst("X-API-Key") + " " + JSON.readTree(body).get("data"));
                var bytes = reply.getBytes(StandardCharsets.UTF_8);
                call.sendResponseHeaders(200, bytes.length);
                call.getResponseBody().write(bytes);
            }
        });
        push.start();
        var url = URI.create("http://localhost:" + push.getAddress().getPort());
        backend = new Backend(new Settings(url, "key", SECRET), 0);
    }

    @AfterEach
    void stop() {
        backend.close();
        push.stop(0);
    }

    @Test
    void news_arePublishedWithTheKey() throws Exception {
        assertThat(post("application/json", "{\"text\":\"tea\"}").statusCode()).isEqualTo(204);

        assertThat(requests).containsExactly("key {\"text\":\"tea\"}");
    }

    @Test
    void rejectedPublication_isReported() throws Exception {
        reply = "{\"error\":{\"code\":102,\"message\":\"unknown channel\"}}";

        assertThat(post("application/json", "{\"text\":\"tea\"}").statusCode()).isEqualTo(502);
    }

    @Test
    void invalidNews_areNotPublished() throws Exception {
        assertThat(post("text/plain", "{\"text\":\"tea\"}").statusCode()).isEqualTo(415);
        assertThat(post("application/json", "{").statusCode()).isEqualTo(400);

        assertThat(requests).isEmpty();
    }

    @Test
    void session_hasATokenForTheChannel() throws Exception {
        var session = JSON.readTree(get("/session").body());

        var claims = session.get("token").asString().split("\\.", -1)[1];
        assertThat(new String(Base64.getUrlDecoder().decode(claims), StandardCharsets.UTF_8))
                .contains("\"sub\":\"ann\"", "\"channels\":[\"news:latest\"]", "\"exp\":");
    }

    @Test
    void page_isServed() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(200);
        assertThat(get("/fanfare.js").body()).contains("FanfareSocket");
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String type, String body) throws Exception {
        var request = HttpRequest.newBuilder(uri("/news"))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://localhost:" + backend.port() + path);
    }
}
