package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.ByteString;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.FilterLimits;
import dev.fanfare.protocol.centrifuge.message.FilterNode;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.HistoryRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads commands from generated messages. Stateless, thread-safe. */
final class ProtobufCommands {
    private ProtobufCommands() {}

    static Command command(dev.fanfare.protocol.centrifuge.protobuf.Command sent) {
        var command = request(sent);
        if (sent.getId() == 0 && !(command instanceof Command.Send || command instanceof Command.Pong)) {
            throw new MalformedCommandException("a command other than send requires an id above 0");
        }
        return command;
    }

    /** If a command contains several requests, the first one in this order counts. */
    private static Command request(dev.fanfare.protocol.centrifuge.protobuf.Command sent) {
        int id = sent.getId();
        if (sent.hasConnect()) {
            return connect(id, sent.getConnect());
        }
        if (sent.hasPing()) {
            throw new MalformedCommandException("ping is not a command that a client can send");
        }
        if (sent.hasSubscribe()) {
            return subscribe(id, sent.getSubscribe().getChannel(), sent.getSubscribe());
        }
        if (sent.hasUnsubscribe()) {
            return new Command.Unsubscribe(id, sent.getUnsubscribe().getChannel());
        }
        if (sent.hasPublish()) {
            var publish = sent.getPublish();
            return new Command.Publish(id, publish.getChannel(), payload(publish.getData()), publish.getType());
        }
        if (sent.hasPresence()) {
            return new Command.Presence(id, sent.getPresence().getChannel());
        }
        if (sent.hasPresenceStats()) {
            return new Command.PresenceStats(id, sent.getPresenceStats().getChannel());
        }
        if (sent.hasHistory()) {
            return history(id, sent.getHistory());
        }
        if (sent.hasRpc()) {
            return new Command.Rpc(
                    id, sent.getRpc().getMethod(), payload(sent.getRpc().getData()));
        }
        if (sent.hasSend()) {
            return new Command.Send(payload(sent.getSend().getData()));
        }
        if (sent.hasRefresh()) {
            return new Command.Refresh(id, sent.getRefresh().getToken());
        }
        if (sent.hasSubRefresh()) {
            var refresh = sent.getSubRefresh();
            return new Command.SubRefresh(id, refresh.getChannel(), refresh.getToken(), refresh.getType());
        }
        if (id == 0) {
            return new Command.Pong();
        }
        throw new MalformedCommandException("command " + Integer.toUnsignedString(id) + " contains no request");
    }

    static Command.Connect connect(int id, ConnectRequest sent) {
        Map<String, Command.Subscribe> subs = new HashMap<>();
        for (var sub : sent.getSubsMap().entrySet()) {
            subs.put(sub.getKey(), subscribe(0, sub.getKey(), sub.getValue()));
        }
        return new Command.Connect(
                id,
                sent.getToken(),
                payloadOrNull(sent.getData()),
                subs,
                sent.getName(),
                sent.getVersion(),
                sent.getHeadersMap());
    }

    private static Command.Subscribe subscribe(int id, String channel, SubscribeRequest sent) {
        return new Command.Subscribe(
                id,
                channel,
                sent.getToken(),
                sent.getRecover() ? position(sent.getEpoch(), sent.getOffset()) : null,
                payloadOrNull(sent.getData()),
                sent.getPositioned(),
                sent.getRecoverable(),
                sent.getJoinLeave(),
                sent.getDelta(),
                sent.hasTf() ? filter(sent.getTf()) : null,
                sent.getFlag(),
                sent.getType());
    }

    private static Command history(int id, HistoryRequest sent) {
        var since = sent.hasSince()
                ? position(sent.getSince().getEpoch(), sent.getSince().getOffset())
                : null;
        return new Command.History(id, sent.getChannel(), sent.getLimit(), since, sent.getReverse());
    }

    private static FilterNode filter(dev.fanfare.protocol.centrifuge.protobuf.FilterNode sent) {
        var limits = new FilterLimits();
        limits.node(1);
        return limits.checked(filter(limits, 1, sent));
    }

    /** Converts a node that the limits have counted. */
    private static FilterNode filter(
            FilterLimits limits, int depth, dev.fanfare.protocol.centrifuge.protobuf.FilterNode sent) {
        var vals = sent.getValsList().stream()
                .takeWhile(val -> limits.value())
                .map(limits::text)
                .toList();
        var nodes = sent.getNodesList().stream()
                .takeWhile(node -> limits.node(depth + 1))
                .map(node -> filter(limits, depth + 1, node))
                .toList();
        return new FilterNode(
                limits.text(sent.getOp()),
                limits.text(sent.getKey()),
                limits.text(sent.getCmp()),
                limits.text(sent.getVal()),
                vals,
                nodes);
    }

    private static StreamPosition position(String epoch, long offset) {
        if (offset < 0) {
            throw new MalformedCommandException(
                    "offset must be between 0 and " + Long.MAX_VALUE + ", got " + Long.toUnsignedString(offset));
        }
        return new StreamPosition(epoch, offset);
    }

    private static @Nullable Payload payloadOrNull(ByteString data) {
        return data.isEmpty() ? null : payload(data);
    }

    private static Payload payload(ByteString data) {
        return DataKind.payload(data.toByteArray());
    }
}
