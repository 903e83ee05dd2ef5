package dev.fanfare.cli.bench;

import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends the commands of a Centrifuge client whose transport is a stream, as requests. Confined to the client's event loop. */
final class Emulation implements Consumer<String> {
    private static final int ACCEPTED = 300;

    private final BenchClient client;
    private final HttpSender sender;
    private String session = "";
    private String node = "";

    Emulation(BenchClient client, HttpSender sender) {
        this.client = client;
        this.sender = sender;
    }

    /** Keeps the address of the session. The reply is needed before the first command. */
    void connected(JsonNode result) {
        session = result.path("session").asString("");
        node = result.path("node").asString("");
    }

    /** Sends lines. The first one, the connect command, is part of the URL of the stream. */
    @Override
    public void accept(String lines) {
        if (session.isEmpty()) {
            return;
        }
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("session", session)
                .put("node", node)
                .put("data", lines)
                .toString();
        sender.post(body, response -> {
            if (response.status() == 0 || response.status() >= ACCEPTED) {
                client.fail("emulation request rejected: HTTP " + response.status() + " "
                        + response.body().strip());
            }
        });
    }
}
