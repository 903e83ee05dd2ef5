package dev.fanfare.server;

import dev.fanfare.protocol.centrifuge.Centrifuge;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** A client that sends one command at a time, keeps other messages, and answers pings. Confined to one thread at a time. */
final class TrafficClient {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final TestClient client;
    private final Queue<String> lines = new ArrayDeque<>();
    private final List<String> pushes = new ArrayList<>();

    /** Creates a client that has not sent its connect. */
    TrafficClient(TestServer server) {
        this.client = server.connect(Centrifuge.WEBSOCKET).timeout(PATIENCE);
    }

    /** The reply to a command. */
    String ask(String command) {
        client.sendText(command);
        while (true) {
            var line = next();
            if (line.startsWith("{\"id\":")) {
                return line;
            }
            pushes.add(line);
        }
    }

    /** Receives pushes until this number contain the text; returns all pushes received so far. */
    List<String> pushesTo(String text, int times) {
        long left = times - pushes.stream().filter(push -> push.contains(text)).count();
        while (left > 0) {
            var push = next();
            pushes.add(push);
            left -= push.contains(text) ? 1 : 0;
        }
        return List.copyOf(pushes);
    }

    /** Sends the connect. Returns 0 if it is accepted, otherwise the close code. */
    int connect(String token) {
        client.sendText("{\"id\":1,\"connect\":{\"token\":\"" + token + "\"}}");
        try {
            lines.add(client.receiveText());
        } catch (AssertionError nothing) {
            return client.closeReason().code();
        }
        return next().startsWith("{\"id\":1,\"connect\":{") ? 0 : -1;
    }

    void close() {
        client.close();
    }

    private String next() {
        while (true) {
            while (lines.isEmpty()) {
                client.receiveText().lines().forEach(lines::add);
            }
            var line = lines.remove();
            if (!line.equals("{}")) {
                return line;
            }
            client.sendText(line);
        }
    }
}
