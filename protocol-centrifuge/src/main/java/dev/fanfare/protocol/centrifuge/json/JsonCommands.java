package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.EmulationRequest;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads commands. Stateless. */
final class JsonCommands {
    /** Which request counts when there are several, the first one first. */
    private static final List<String> ORDER = List.of(
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

    private static final int SEND = ORDER.indexOf("send");
    private static final long MAX_ID = 0xFFFF_FFFFL;

    private JsonCommands() {}

    static List<Command> all(Payload message) throws MalformedCommandException {
        if (!message.isText()) {
            throw new MalformedCommandException("text is expected");
        }
        var commands = new ArrayList<Command>(1);
        try (var in = new JsonInput(message.bytes())) {
            while (in.next()) {
                commands.add(command(in));
            }
        }
        if (commands.isEmpty()) {
            throw new MalformedCommandException("no command");
        }
        return commands;
    }

    static Command.Connect bareConnect(Payload message) throws MalformedCommandException {
        if (!message.isText()) {
            throw new MalformedCommandException("text is expected");
        }
        try (var in = new JsonInput(message.bytes())) {
            if (!in.next() || in.isNull()) {
                throw new MalformedCommandException("no connect request");
            }
            var connect = JsonFields.read(in).connect(1);
            if (in.next()) {
                throw new MalformedCommandException("more than one connect request");
            }
            return connect;
        }
    }

    static EmulationRequest emulation(Payload body) throws MalformedCommandException {
        if (!body.isText()) {
            throw new MalformedCommandException("text is expected");
        }
        var texts = new HashMap<String, String>();
        try (var in = new JsonInput(body.bytes())) {
            if (!in.next() || in.isNull()) {
                throw new MalformedCommandException("no emulation request");
            }
            in.object(name -> {
                switch (name) {
                    case "node", "session", "data" -> texts.put(name, in.text());
                    default -> in.skip();
                }
            });
        }
        return new EmulationRequest(
                texts.getOrDefault("node", ""),
                texts.getOrDefault("session", ""),
                Payload.text(texts.getOrDefault("data", "")));
    }

    private static Command command(JsonInput in) throws MalformedCommandException {
        if (in.isNull()) {
            throw new MalformedCommandException("a command is an object, not null");
        }
        long[] id = {0};
        Map<Integer, JsonFields> requests = new TreeMap<>();
        in.object(name -> {
            int place = ORDER.indexOf(name);
            if (name.equals("id")) {
                id[0] = in.natural();
            } else if (place < 0 || in.isNull()) {
                in.skip();
            } else {
                requests.put(place, JsonFields.read(in));
            }
        });
        if (id[0] > MAX_ID) {
            throw new MalformedCommandException("an id has 32 bits, not " + id[0]);
        }
        if (requests.isEmpty() && id[0] == 0) {
            return new Command.Pong();
        }
        if (requests.isEmpty()) {
            throw new MalformedCommandException("no request");
        }
        int place = requests.keySet().iterator().next();
        if (id[0] == 0 && place != SEND) {
            throw new MalformedCommandException("a command without id");
        }
        return command(
                ORDER.get(place), (int) id[0], requests.values().iterator().next());
    }

    private static Command command(String method, int id, JsonFields fields) throws MalformedCommandException {
        return switch (method) {
            case "connect" -> fields.connect(id);
            case "subscribe" -> fields.subscribe(id);
            case "unsubscribe" -> new Command.Unsubscribe(id, fields.channel());
            case "publish" -> fields.publish(id);
            case "presence" -> new Command.Presence(id, fields.channel());
            case "presence_stats" -> new Command.PresenceStats(id, fields.channel());
            case "history" -> fields.history(id);
            case "rpc" -> fields.rpc(id);
            case "send" -> fields.send();
            case "refresh" -> new Command.Refresh(id, fields.token());
            case "sub_refresh" -> fields.subRefresh(id);
            default -> throw new MalformedCommandException(method + " is no command of clients");
        };
    }
}
