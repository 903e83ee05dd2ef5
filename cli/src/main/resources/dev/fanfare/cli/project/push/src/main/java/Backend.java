package @package@;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Serves the page, issues tokens for the push server, and publishes news through its HTTP API. */
public final class Backend implements AutoCloseable {
    private static final String CHANNEL = "news:latest";
    private static final Duration TOKEN_LIFETIME = Duration.ofMinutes(10);
    private static final int MAX_NEWS_BYTES = 10_000;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    /** What the page sends and the channel contains: {"text": "hello"}. */
    record News(String text) {}

    private final Settings settings;
    private final PushServer push;
    private final HttpServer http;

    Backend(Settings settings, int port) throws IOException {
        this.settings = settings;
        push = new PushServer(settings, HttpClient.newHttpClient());
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        http.createContext("/", this::serve);
        http.start();
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
    }

    private void serve(HttpExchange call) throws IOException {
        try (call) {
            switch (call.getRequestMethod() + " " + call.getRequestURI().getPath()) {
                case "GET /" -> answer(call, 200, "text/html; charset=utf-8", resource("index.html"));
                case "GET /fanfare.js" -> answer(call, 200, "text/javascript; charset=utf-8", resource("fanfare.js"));
                case "GET /session" -> answer(call, 200, "application/json", JSON.writeValueAsBytes(session()));
                case "POST /news" -> answer(call, publish(call), "text/plain", new byte[0]);
                default -> answer(call, 404, "text/plain", new byte[0]);
            }
        }
    }

    /** What the page needs to connect. Replace ann by the user who is signed in. */
    private Map<String, String> session() {
        var url = settings.url().toString().replaceFirst("^http", "ws") + "/connection/uni_websocket";
        return Map.of("url", url, "channel", CHANNEL, "token", token("ann"));
    }

    /** A JSON Web Token (RFC 7519) that subscribes the user to the channel. */
    private String token(String user) {
        var expiry = Instant.now().plus(TOKEN_LIFETIME).getEpochSecond();
        var signed = base64(Map.of("alg", "HS256", "typ", "JWT")) + "."
                + base64(Map.of("sub", user, "exp", expiry, "channels", List.of(CHANNEL)));
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(settings.tokenSecret().getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return signed + "." + BASE64.encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException(missing); // every JDK has HmacSHA256
        }
    }

    private static String base64(Map<String, ?> json) {
        return BASE64.encodeToString(JSON.writeValueAsBytes(json));
    }

    /** Returns the status. Pages of other origins cannot send JSON, because the preflight request gets 404. */
    private int publish(HttpExchange call) throws IOException {
        var type = String.valueOf(call.getRequestHeaders().getFirst("Content-Type"));
        if (!type.equals("application/json")) {
            return 415;
        }
        var body = call.getRequestBody().readNBytes(MAX_NEWS_BYTES + 1);
        if (body.length > MAX_NEWS_BYTES) {
            return 413;
        }
        try {
            return push.publish(CHANNEL, JSON.readValue(body, News.class)) ? 204 : 502;
        } catch (JacksonException malformed) {
            return 400;
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (var file = Backend.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        }
    }

    private static void answer(HttpExchange call, int status, String type, byte[] body) throws IOException {
        call.getResponseHeaders().set("Content-Type", type);
        call.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            call.getResponseBody().write(body);
        }
    }

    /** Serves until the process is stopped. */
    public static void main(String[] args) throws IOException {
        int port = Integer.parseInt(System.getenv().getOrDefault("PORT", "8080"));
        var backend = new Backend(Settings.load(Path.of("backend.properties")), port);
        System.out.println("http://localhost:" + backend.port() + "/");
    }
}
