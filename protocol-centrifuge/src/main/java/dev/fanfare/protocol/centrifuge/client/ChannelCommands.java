package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.util.concurrent.CompletionStage;

/** Channel commands other than subscribe and unsubscribe. A failure of the stage becomes the reply. Stateless, thread-safe. */
final class ChannelCommands {
    private final ClientContext context;

    ChannelCommands(ClientContext context) {
        this.context = context;
    }

    /**
     * Returns the name of the channel.
     *
     * @throws DisconnectException if the name is empty
     */
    static String require(String channel) {
        if (channel.isEmpty()) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        return channel;
    }

    CompletionStage<Reply> publish(ConnectedClient client, ClientInfo publisher, Command.Publish command) {
        var channel = require(command.channel());
        if (command.type() != Command.STREAM) {
            throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
        }
        context.channels().options(channel);
        return context.access()
                .publish(client, channel, command.data())
                .thenCompose(grant -> context.channels()
                        .publish(
                                channel, new Publication(grant.data(), null, grant.tags(), publisher), grant.options()))
                .thenApply(accepted -> Reply.Done.PUBLISHED);
    }

    CompletionStage<Reply.Presence> presence(ConnectedClient client, String name) {
        var channel = requirePresence(name);
        return context.access()
                .presence(client, channel)
                .thenCompose(allowed -> context.node().engine().presence().members(channel))
                .thenApply(clients -> context.shared().presence(channel, clients));
    }

    CompletionStage<Reply> presenceStats(ConnectedClient client, String name) {
        var channel = requirePresence(name);
        return context.access()
                .presence(client, channel)
                .thenCompose(allowed -> context.node().engine().presence().stats(channel))
                .thenApply(stats -> new Reply.PresenceStats(stats.clients(), stats.users()));
    }

    CompletionStage<Reply> history(ConnectedClient client, Command.History command) {
        var channel = require(command.channel());
        var retention = context.channels().options(channel).retention();
        if (retention == null || !(context.node().engine().broker() instanceof HistoryBroker broker)) {
            throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
        }
        var since = command.since();
        if (command.reverse() && since != null && since.offset() == 0) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        return context.access()
                .history(client, channel)
                .thenCompose(allowed -> read(broker, command, retention))
                .thenApply(page -> new Reply.History(
                        DataPush.allOf(new ReplyBudget(context).first(page.publications())), page.top()));
    }

    /** Also creates the epoch of an unused channel, so that the client receives a position. */
    private CompletionStage<HistoryPage> read(
            HistoryBroker broker, Command.History command, HistoryRetention retention) {
        int most = context.settings().historyLimit();
        int limit = command.limit() < 0 ? most : Math.min(command.limit(), most);
        var query = new HistoryQuery(command.since(), limit, command.reverse());
        return broker.position(command.channel(), retention)
                .thenCompose(top -> broker.history(command.channel(), query.withEpoch(top.epoch())))
                .thenApply(page -> {
                    if (!page.continues(command.since())) {
                        throw new ErrorReplyException(ErrorCode.UNRECOVERABLE_POSITION);
                    }
                    return page;
                });
    }

    private String requirePresence(String name) {
        var channel = require(name);
        if (!context.channels().options(channel).hasPresence()) {
            throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
        }
        return channel;
    }
}
