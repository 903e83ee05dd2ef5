package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.ByteString;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.FilterNode;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.HistoryRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PublishRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SubRefreshRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes commands of what was sent. Stateless, thread-safe. */
final class CommandReader {
    private static final Command.Pong PONG = new Command.Pong();

    private CommandReader() {}

    /** The command that this is; of several requests in one, the first in the order of the protocol counts. */
    static Command command(dev.fanfare.protocol.centrifuge.protobuf.Command sent) throws MalformedCommandException {
        var command = connectToPublish(sent);
        if (command == null) {
            command = presenceToSubRefresh(sent);
        }
        if (command == null && sent.getId() == 0) {
            return PONG;
        }
        if (command == null) {
            throw new MalformedCommandException("no request in command " + Integer.toUnsignedString(sent.getId()));
        }
        if (sent.getId() == 0 && !(command instanceof Command.Send)) {
            throw new MalformedCommandException("a command without id");
        }
        return command;
    }

    private static @Nullable Command connectToPublish(dev.fanfare.protocol.centrifuge.protobuf.Command sent)
            throws MalformedCommandException {
        if (sent.hasConnect()) {
            return connect(sent.getId(), sent.getConnect());
        }
        if (sent.hasPing()) {
            throw new MalformedCommandException("a ping, which is the server's to send");
        }
        if (sent.hasSubscribe()) {
            return subscribe(sent.getId(), sent.getSubscribe().getChannel(), sent.getSubscribe());
        }
        if (sent.hasUnsubscribe()) {
            return new Command.Unsubscribe(sent.getId(), sent.getUnsubscribe().getChannel());
        }
        return sent.hasPublish() ? publish(sent.getId(), sent.getPublish()) : null;
    }

    private static @Nullable Command presenceToSubRefresh(dev.fanfare.protocol.centrifuge.protobuf.Command sent)
            throws MalformedCommandException {
        int id = sent.getId();
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
        return sent.hasSubRefresh() ? subRefresh(id, sent.getSubRefresh()) : null;
    }

    static Command.Connect connect(int id, ConnectRequest sent) throws MalformedCommandException {
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

    private static Command.Subscribe subscribe(int id, String channel, SubscribeRequest sent)
            throws MalformedCommandException {
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

    private static Command publish(int id, PublishRequest sent) {
        return new Command.Publish(id, sent.getChannel(), payload(sent.getData()), sent.getType());
    }

    private static Command history(int id, HistoryRequest sent) throws MalformedCommandException {
        var since = sent.hasSince()
                ? position(sent.getSince().getEpoch(), sent.getSince().getOffset())
                : null;
        return new Command.History(id, sent.getChannel(), sent.getLimit(), since, sent.getReverse());
    }

    private static Command subRefresh(int id, SubRefreshRequest sent) {
        return new Command.SubRefresh(id, sent.getChannel(), sent.getToken(), sent.getType());
    }

    private static FilterNode filter(dev.fanfare.protocol.centrifuge.protobuf.FilterNode sent) {
        return new FilterNode(
                sent.getOp(),
                sent.getKey(),
                sent.getCmp(),
                sent.getVal(),
                sent.getValsList(),
                sent.getNodesList().stream().map(CommandReader::filter).toList());
    }

    private static StreamPosition position(String epoch, long offset) throws MalformedCommandException {
        if (offset < 0) {
            throw new MalformedCommandException(
                    "an offset is 0 to " + Long.MAX_VALUE + ", not " + Long.toUnsignedString(offset));
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
