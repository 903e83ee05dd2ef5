package dev.fanfare.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Builds the projects that {@code fanfare new} creates, starts them, and connects as their pages do. */
@Tag("full")
@EnabledOnOs(OS.LINUX)
class NewProjectTest {
    private static final Pattern PAGE = Pattern.compile("http://localhost:(\\d+)/");
    private static final Pattern PUSH_SERVER = Pattern.compile("ready at http://127\\.0\\.0\\.1:(\\d+)/");
    private static final Pattern SPRING_WEB = Pattern.compile("Tomcat started on port (\\d+)");
    private static final Pattern SPRING_FANFARE = Pattern.compile("listening on \\S+:(\\d+) \\(");
    private static final String NO_ORIGIN = "";
    private static final String PING = "{}";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();
    private Path project;

    @BeforeEach
    void locate() {
        project = directory.resolve("my-app");
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (var process : started) {
            process.destroyForcibly().waitFor();
        }
        http.shutdownNow();
    }

    @Test
    void chat_servesItsRooms() throws IOException, InterruptedException {
        createAndBuild("chat");

        int port = port(startJar(Map.of("PORT", "0")), PAGE);

        assertThat(get(port, "/").statusCode()).isEqualTo(200);
        var ann = new Client("ws://localhost:" + port + "/rooms/lobby", NO_ORIGIN);
        ann.socket.sendText("{\"name\":\"Ann\",\"text\":\"hi\"}", true);
        assertThat(ann.receive()).isEqualTo("{\"name\":\"Ann\",\"text\":\"hi\"}");
    }

    @Test
    void push_backendPublishesToItsPage_whichRecovers() throws IOException, InterruptedException {
        var installation = createAndBuild("push");
        var fanfare = installation.root.resolve("bin/fanfare").toString();
        int push =
                port(start("serve", Map.of(), fanfare, "serve", "--config", "fanfare.yml", "--port", "0"), PUSH_SERVER);

        int port = port(startJar(Map.of("PORT", "0", "FANFARE_URL", "http://localhost:" + push)), PAGE);

        assertThat(get(port, "/").statusCode()).isEqualTo(200);
        var session = get(port, "/session").body();
        var page = new Client(member(session, "url"), "http://localhost:8080");
        page.socket.sendText("{\"token\":\"" + member(session, "token") + "\",\"subs\":{}}", true);
        var connected = page.receive();
        assertThat(connected).contains("\"connect\"", "news:latest");
        publish(port, "tea");
        assertThat(page.receive()).contains("\"pub\"", "{\"text\":\"tea\"}", "\"offset\":1");
        page.socket.abort();

        publish(port, "cake");

        var returned = new Client(member(session, "url"), "http://localhost:8080");
        var position = "{\"recover\":true,\"epoch\":\"" + member(connected, "epoch") + "\",\"offset\":1}";
        returned.socket.sendText(
                "{\"token\":\"" + member(session, "token") + "\",\"subs\":{\"news:latest\":" + position + "}}", true);
        assertThat(returned.receive())
                .contains("\"publications\"", "{\"text\":\"cake\"}")
                .doesNotContain("tea");
    }

    @Test
    void spring_controllerPublishesToPages() throws IOException, InterruptedException {
        createAndBuild("spring");

        var log = startJar(Map.of("SERVER_PORT", "0", "FANFARE_PORT", "0"));

        int port = port(log, SPRING_WEB);
        assertThat(get(port, "/").statusCode()).isEqualTo(200);
        assertThat(get(port, "/fanfare.js").body()).contains("FanfareSocket");
        var page = new Client("ws://localhost:" + port(log, SPRING_FANFARE) + "/news", "http://localhost:" + port);
        publish(port, "tea");
        assertThat(page.receive()).isEqualTo("{\"text\":\"tea\"}");
    }

    private Installation createAndBuild(String template) throws IOException, InterruptedException {
        var installation = new Installation(directory, Archive.TAR);
        assertThat(installation.run("new", template, project.toString()))
                .as(installation.output())
                .isZero();
        new MavenProject(project).verify(directory);
        return installation;
    }

    private Path startJar(Map<String, String> environment) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return start("jar", environment, java, "-jar", "target/my-app.jar");
    }

    /** Starts a process in the project and returns the file with its output. */
    private Path start(String name, Map<String, String> environment, String... command) throws IOException {
        var output = directory.resolve(name + ".txt");
        var builder = new ProcessBuilder(command)
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        started.add(builder.start());
        return output;
    }

    private int port(Path output, Pattern pattern) throws IOException {
        var found = pattern.matcher("");
        var process = started.getLast();
        await().atMost(Installation.PATIENCE)
                .until(() -> found.reset(Files.readString(output)).find() || !process.isAlive());
        assertThat(found.reset(Files.readString(output)).find())
                .as(Files.readString(output))
                .isTrue();
        return Integer.parseInt(found.group(1));
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(port, path)).build(), BodyHandlers.ofString());
    }

    private void publish(int port, String text) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri(port, "/news"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"text\":\"" + text + "\"}"))
                .build();
        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(204);
    }

    private static URI uri(int port, String path) {
        return URI.create("http://localhost:" + port + path);
    }

    private static String member(String json, String name) {
        var found = Pattern.compile("\"" + name + "\":\"([^\"]*)\"").matcher(json);
        assertThat(found.find()).as(json).isTrue();
        return found.group(1);
    }

    /** A WebSocket as a page opens it. */
    private final class Client implements WebSocket.Listener {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final StringBuilder message = new StringBuilder();
        private final WebSocket socket;

        Client(String url, String origin) {
            var builder = http.newWebSocketBuilder();
            if (!origin.isEmpty()) {
                builder.header("Origin", origin);
            }
            socket = builder.buildAsync(URI.create(url), this).join();
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                if (!message.toString().equals(PING)) {
                    messages.add(message.toString());
                }
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(webSocket, data, last);
        }

        /** Returns the next message. */
        String receive() throws InterruptedException {
            var next = messages.poll(Installation.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(next).isNotNull();
            return next;
        }
    }
}
