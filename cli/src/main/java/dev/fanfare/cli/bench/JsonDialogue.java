package dev.fanfare.cli.bench;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Centrifuge in JSON: one reply per line. */
final class JsonDialogue extends CentrifugeDialogue {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final byte[] ID = "{\"id\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final int PING = 2;

    private final Consumer<String> output;
    private final Consumer<JsonNode> connected;
    private final StringBuilder commands = new StringBuilder();

    /**
     * Creates a dialogue.
     *
     * @param output sends lines of commands
     * @param connected receives the result of the connect command
     */
    JsonDialogue(BenchClient client, Consumer<String> output, Consumer<JsonNode> connected) {
        super(client);
        this.output = output;
        this.connected = connected;
    }

    /** The connect command of a token. */
    static String connect(String token) {
        var connect = MAPPER.createObjectNode().put("name", "fanfare-bench");
        if (!token.isEmpty()) {
            connect.put("token", token);
        }
        return MAPPER.createObjectNode()
                .put("id", CONNECT)
                .set("connect", connect)
                .toString();
    }

    @Override
    void sendConnect(String token) {
        add(connect(token));
    }

    @Override
    void sendSubscribe(int id, String channel) {
        add("{\"id\":" + id + ",\"subscribe\":{\"channel\":" + MAPPER.writeValueAsString(channel) + "}}");
    }

    @Override
    void sendPublish(int id, String channel, byte[] payload) {
        add("{\"id\":" + id + ",\"publish\":{\"channel\":" + MAPPER.writeValueAsString(channel) + ",\"data\":"
                + new String(payload, StandardCharsets.US_ASCII) + "}}");
    }

    private void add(String command) {
        commands.append(commands.isEmpty() ? "" : "\n").append(command);
    }

    @Override
    void flush() {
        if (!commands.isEmpty()) {
            output.accept(commands.toString());
            commands.setLength(0);
        }
    }

    @Override
    public void received(ByteBuf message) {
        int end = message.writerIndex();
        for (int from = message.readerIndex(); from < end; ) {
            int newline = message.indexOf(from, end, (byte) '\n');
            int to = newline < 0 ? end : newline;
            line(message, startsWith(message, from, to, DATA) ? from + DATA.length : from, to);
            from = to + 1;
        }
    }

    private void line(ByteBuf message, int from, int to) {
        if (to - from == PING && message.getByte(from) == '{') {
            output.accept("{}");
        } else if (!startsWith(message, from, to, ID) && client.deliveries(message, from, to)) {
            return;
        } else if (to - from > PING && message.getByte(from) == '{') {
            control(message.toString(from, to - from, StandardCharsets.UTF_8));
        }
    }

    private static boolean startsWith(ByteBuf message, int from, int to, byte[] start) {
        if (to - from < start.length) {
            return false;
        }
        for (var index = 0; index < start.length; index++) {
            if (message.getByte(from + index) != start[index]) {
                return false;
            }
        }
        return true;
    }

    private void control(String line) {
        JsonNode reply;
        try {
            reply = MAPPER.readTree(line);
        } catch (JacksonException malformed) {
            client.fail("malformed message of the server: " + malformed.getOriginalMessage());
            return;
        }
        int id = reply.path("id").asInt(0);
        if (id > 0) {
            if (id == CONNECT && reply.has("connect")) {
                connected.accept(reply.path("connect"));
            }
            var error = reply.path("error");
            reply(id, error.isMissingNode() ? "" : codeAndText(error, "message"));
        }
        var push = reply.path("push");
        if (push.has("disconnect")) {
            client.fail("disconnected: " + codeAndText(push.path("disconnect"), "reason"));
        } else if (push.has("unsubscribe")) {
            client.fail("unsubscribed: " + codeAndText(push.path("unsubscribe"), "reason"));
        }
    }

    private static String codeAndText(JsonNode node, String text) {
        return node.path("code").asInt(0) + " " + node.path(text).asString("");
    }
}
