package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.EmulationRequest;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads commands from JSON. Confined to one thread; an instance reads one command. */
final class JsonCommands {
    /** If a command contains several requests, the first one in this order counts. */
    private static final List<String> METHODS = List.of(
            "connect",
            "ping",
            "subscribe",
            "unsubscribe",
            "publish",
            "presence",
            "presence_stats",
            "history",
            "rpc",
            "send",
            "refresh",
            "sub_refresh");

    private static final int SEND = METHODS.indexOf("send");
    private static final long MAX_ID = 0xFFFF_FFFFL;

    private final JsonInput in;
    private long id;
    private int method = METHODS.size();
    private @Nullable JsonRequest request;

    private JsonCommands(JsonInput in) {
        this.in = in;
    }

    static List<Command> all(Payload message) {
        var commands = new ArrayList<Command>(1);
        try (var in = input(message)) {
            while (in.next()) {
                Encoding.requireRoom(commands);
                commands.add(new JsonCommands(in).read());
            }
        }
        if (commands.isEmpty()) {
            throw new MalformedCommandException("expected at least one command, got an empty message");
        }
        return commands;
    }

    static Command.Connect bareConnect(Payload message) {
        return single(message, in -> JsonRequest.read(in).connect(1));
    }

    static EmulationRequest emulation(Payload body) {
        var texts = new HashMap<String, String>();
        return single(body, in -> {
            in.object(name -> {
                switch (name) {
                    case "node", "session", "data" -> texts.put(name, in.text());
                    default -> in.skip();
                }
            });
            return new EmulationRequest(
                    texts.getOrDefault("node", ""),
                    texts.getOrDefault("session", ""),
                    Payload.text(texts.getOrDefault("data", "")));
        });
    }

    private static JsonInput input(Payload message) {
        if (!message.isText()) {
            throw new MalformedCommandException("expected UTF-8 text, got binary data");
        }
        return new JsonInput(message.bytes());
    }

    private static <T> T single(Payload message, Function<JsonInput, T> reader) {
        try (var in = input(message)) {
            if (!in.next() || in.isNull()) {
                throw new MalformedCommandException("expected an object, got nothing or null");
            }
            var value = reader.apply(in);
            if (in.next()) {
                throw new MalformedCommandException("expected one object, got more data after it");
            }
            return value;
        }
    }

    private Command read() {
        if (in.isNull()) {
            throw new MalformedCommandException("expected a command, got null");
        }
        in.object(this::readField);
        if (id > MAX_ID) {
            throw new MalformedCommandException("id must be between 0 and " + MAX_ID + ", got " + id);
        }
        if (request == null) {
            if (id == 0) {
                return new Command.Pong();
            }
            throw new MalformedCommandException("command " + id + " contains no request");
        }
        if (id == 0 && method != SEND) {
            throw new MalformedCommandException("command " + METHODS.get(method) + " requires an id above 0");
        }
        return request.command(METHODS.get(method), (int) id);
    }

    private void readField(String name) {
        int found = METHODS.indexOf(name);
        if (name.equals("id")) {
            id = in.natural();
        } else if (found < 0 || in.isNull()) {
            in.skip();
        } else {
            var fields = JsonRequest.read(in);
            if (found <= method) {
                method = found;
                request = fields;
            }
        }
    }
}
