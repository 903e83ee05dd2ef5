package dev.fanfare.protocol.centrifuge.binary;

import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectResult;
import dev.fanfare.protocol.centrifuge.protobuf.Error;
import dev.fanfare.protocol.centrifuge.protobuf.HistoryResult;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceResult;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceStatsResult;
import dev.fanfare.protocol.centrifuge.protobuf.PublishResult;
import dev.fanfare.protocol.centrifuge.protobuf.Push;
import dev.fanfare.protocol.centrifuge.protobuf.RPCResult;
import dev.fanfare.protocol.centrifuge.protobuf.RefreshResult;
import dev.fanfare.protocol.centrifuge.protobuf.SubRefreshResult;
import dev.fanfare.protocol.centrifuge.protobuf.UnsubscribeResult;

/** Makes messages of replies. Stateless, thread-safe. */
final class ReplyWriter {
    private ReplyWriter() {}

    /** A push to a client that asks is a reply without a question. */
    static dev.fanfare.protocol.centrifuge.protobuf.Reply reply(Push push) {
        return dev.fanfare.protocol.centrifuge.protobuf.Reply.newBuilder()
                .setPush(push)
                .build();
    }

    static dev.fanfare.protocol.centrifuge.protobuf.Reply reply(int id, Reply reply) {
        var message =
                dev.fanfare.protocol.centrifuge.protobuf.Reply.newBuilder().setId(id);
        switch (reply) {
            case Reply.Failed failed -> message.setError(error(failed));
            case Reply.Connected connected -> message.setConnect(connected(connected));
            case Reply.Subscribed subscribed -> message.setSubscribe(Parts.subscribed(subscribed));
            case Reply.Done done -> {
                switch (done) {
                    case UNSUBSCRIBED -> message.setUnsubscribe(UnsubscribeResult.getDefaultInstance());
                    case PUBLISHED -> message.setPublish(PublishResult.getDefaultInstance());
                }
            }
            case Reply.Presence presence -> message.setPresence(presence(presence));
            case Reply.PresenceStats stats -> message.setPresenceStats(stats(stats));
            case Reply.History history -> message.setHistory(history(history));
            case Reply.Rpc rpc -> message.setRpc(RPCResult.newBuilder().setData(Parts.bytes(rpc.data())));
            case Reply.Refreshed refreshed -> message.setRefresh(refreshed(refreshed));
            case Reply.SubRefreshed refreshed -> message.setSubRefresh(subRefreshed(refreshed));
        }
        return message.build();
    }

    private static Error error(Reply.Failed failed) {
        return Error.newBuilder()
                .setCode(failed.code())
                .setMessage(failed.message())
                .setTemporary(failed.temporary())
                .build();
    }

    private static ConnectResult connected(Reply.Connected connected) {
        return ConnectResult.newBuilder()
                .setClient(connected.client())
                .setVersion(connected.version())
                .setExpires(connected.ttl() > 0)
                .setTtl(Parts.seconds(connected.ttl()))
                .setData(Parts.bytes(connected.data()))
                .putAllSubs(Parts.subs(connected.subs()))
                .setPing(connected.ping())
                .setPong(connected.pong())
                .setSession(connected.session())
                .setNode(connected.node())
                .setTime(connected.time())
                .build();
    }

    private static PresenceResult presence(Reply.Presence presence) {
        var result = PresenceResult.newBuilder();
        presence.clients().forEach((client, info) -> result.putPresence(client, Parts.info(info)));
        return result.build();
    }

    private static PresenceStatsResult stats(Reply.PresenceStats stats) {
        return PresenceStatsResult.newBuilder()
                .setNumClients(stats.clients())
                .setNumUsers(stats.users())
                .build();
    }

    private static HistoryResult history(Reply.History history) {
        var result = HistoryResult.newBuilder()
                .setEpoch(history.top().epoch())
                .setOffset(history.top().offset());
        history.publications().forEach(publication -> result.addPublications(Parts.publication(publication)));
        return result.build();
    }

    private static RefreshResult refreshed(Reply.Refreshed refreshed) {
        return RefreshResult.newBuilder()
                .setClient(refreshed.client())
                .setVersion(refreshed.version())
                .setExpires(refreshed.ttl() > 0)
                .setTtl(Parts.seconds(refreshed.ttl()))
                .build();
    }

    private static SubRefreshResult subRefreshed(Reply.SubRefreshed refreshed) {
        return SubRefreshResult.newBuilder()
                .setExpires(refreshed.ttl() > 0)
                .setTtl(Parts.seconds(refreshed.ttl()))
                .build();
    }
}
