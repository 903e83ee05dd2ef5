package @package@;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP API of the push server. Thread-safe. */
record PushServer(Settings settings, HttpClient http) {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Publishes a value as JSON. Returns false if the push server is unavailable or rejects the publication. */
    boolean publish(String channel, Object data) {
        var body = JSON.writeValueAsBytes(Map.of("channel", channel, "data", data));
        var request = HttpRequest.newBuilder(settings.url().resolve("/api/publish"))
                .timeout(TIMEOUT)
                .header("X-API-Key", settings.apiKey())
                .POST(BodyPublishers.ofByteArray(body))
                .build();
        try {
            var response = http.send(request, BodyHandlers.ofString());
            boolean published = response.statusCode() == 200 && JSON.readTree(response.body()).has("result");
            if (!published) {
                System.err.println("not published: " + response.statusCode() + " " + response.body());
            }
            return published;
        } catch (IOException unavailable) {
            System.err.println("the push server is unavailable: " + unavailable);
            return false;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
