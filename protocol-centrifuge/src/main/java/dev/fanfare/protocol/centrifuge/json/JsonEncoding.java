package dev.fanfare.protocol.centrifuge.json;

import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.delta.FossilDelta;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.EmulationRequest;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands, replies and pushes as JSON objects, one per line. Stateless, thread-safe. */
public final class JsonEncoding implements Encoding {
    private static final Payload PING = Payload.text("{}");

    @Override
    public String name() {
        return "json";
    }

    @Override
    public List<Command> commands(Payload message) {
        return JsonCommands.all(message);
    }

    @Override
    public Command.Connect connect(Payload message) {
        return JsonCommands.bareConnect(message);
    }

    @Override
    public EmulationRequest emulation(Payload body) {
        return JsonCommands.emulation(body);
    }

    @Override
    public MessageParts reply(int id, Reply reply) {
        var out = new JsonOutput();
        JsonMessages.reply(this, out, id, reply);
        return out.toParts();
    }

    @Override
    public Payload push(String channel, ServerPush push) {
        var out = new JsonOutput();
        JsonMessages.push(this, out.beginObject().name("push"), channel, push);
        return out.endObject().toPayload();
    }

    @Override
    public Payload barePush(String channel, ServerPush push) {
        var out = new JsonOutput();
        JsonMessages.push(this, out, channel, push);
        return out.toPayload();
    }

    /** With deltas, the data field of a publication is a string that contains the JSON of the data. */
    @Override
    public Payload deltaBase(Payload data) {
        return switch (data.kind()) {
            case JSON -> Payload.validatedText(data.bytes());
            case TEXT, BINARY -> new JsonOutput().payload(data).toPayload();
        };
    }

    @Override
    public @Nullable Payload delta(Payload before, Payload after) {
        var delta = FossilDelta.ofText(before.bytes(), after.bytes());
        return delta == null ? null : Payload.validatedText(delta);
    }

    @Override
    public Payload ping() {
        return PING;
    }
}
