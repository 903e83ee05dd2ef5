package dev.fanfare.protocol.centrifuge.binary;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import dev.fanfare.protocol.centrifuge.protobuf.ClientInfo;
import dev.fanfare.protocol.centrifuge.protobuf.Connect;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectResult;
import dev.fanfare.protocol.centrifuge.protobuf.Disconnect;
import dev.fanfare.protocol.centrifuge.protobuf.Error;
import dev.fanfare.protocol.centrifuge.protobuf.HistoryResult;
import dev.fanfare.protocol.centrifuge.protobuf.Join;
import dev.fanfare.protocol.centrifuge.protobuf.Leave;
import dev.fanfare.protocol.centrifuge.protobuf.Message;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceResult;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceStatsResult;
import dev.fanfare.protocol.centrifuge.protobuf.Publication;
import dev.fanfare.protocol.centrifuge.protobuf.PublishResult;
import dev.fanfare.protocol.centrifuge.protobuf.Push;
import dev.fanfare.protocol.centrifuge.protobuf.RPCResult;
import dev.fanfare.protocol.centrifuge.protobuf.Refresh;
import dev.fanfare.protocol.centrifuge.protobuf.RefreshResult;
import dev.fanfare.protocol.centrifuge.protobuf.SubRefreshResult;
import dev.fanfare.protocol.centrifuge.protobuf.Subscribe;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeResult;
import dev.fanfare.protocol.centrifuge.protobuf.Unsubscribe;
import dev.fanfare.protocol.centrifuge.protobuf.UnsubscribeResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the generated messages of replies and pushes. Stateless, thread-safe. */
final class ProtobufMessages {
    /** The number of the field of a reply that contains {@link #presence}. */
    static final int PRESENCE = dev.fanfare.protocol.centrifuge.protobuf.Reply.PRESENCE_FIELD_NUMBER;

    /** The number of the field of a reply that contains {@link #subscribed}. */
    static final int SUBSCRIBE = dev.fanfare.protocol.centrifuge.protobuf.Reply.SUBSCRIBE_FIELD_NUMBER;

    private ProtobufMessages() {}

    /** The reply with id 0 that carries a push to a bidirectional client. */
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
            case Reply.Subscribed subscribed -> {} // likewise
            case Reply.Done done -> {
                switch (done) {
                    case UNSUBSCRIBED -> message.setUnsubscribe(UnsubscribeResult.getDefaultInstance());
                    case PUBLISHED -> message.setPublish(PublishResult.getDefaultInstance());
                }
            }
            case Reply.Presence presence -> {} // the encoding appends the result, whose bytes are shared
            case Reply.PresenceStats stats -> message.setPresenceStats(stats(stats));
            case Reply.History history -> message.setHistory(history(history));
            case Reply.Rpc rpc -> message.setRpc(RPCResult.newBuilder().setData(bytes(rpc.data())));
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
                .setTtl(seconds(connected.ttl()))
                .setData(bytes(connected.data()))
                .putAllSubs(subs(connected.subs()))
                .setPing(connected.ping())
                .setPong(connected.pong())
                .setSession(connected.session())
                .setNode(connected.node())
                .setTime(connected.time())
                .build();
    }

    /** The clients, which are the field {@link #PRESENCE} of a reply. */
    static PresenceResult presence(Reply.Presence presence) {
        var result = PresenceResult.newBuilder();
        presence.clients().forEach((client, info) -> result.putPresence(client, info(info)));
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
        history.publications().forEach(publication -> result.addPublications(publication(publication)));
        return result.build();
    }

    private static RefreshResult refreshed(Reply.Refreshed refreshed) {
        return RefreshResult.newBuilder()
                .setClient(refreshed.client())
                .setVersion(refreshed.version())
                .setExpires(refreshed.ttl() > 0)
                .setTtl(seconds(refreshed.ttl()))
                .build();
    }

    private static SubRefreshResult subRefreshed(Reply.SubRefreshed refreshed) {
        return SubRefreshResult.newBuilder()
                .setExpires(refreshed.ttl() > 0)
                .setTtl(seconds(refreshed.ttl()))
                .build();
    }

    static Push push(String channel, ServerPush push) {
        var message = Push.newBuilder().setChannel(channel);
        switch (push) {
            case ServerPush.Published published -> message.setPub(publication(published.data()));
            case ServerPush.Joined joined -> message.setJoin(Join.newBuilder().setInfo(info(joined.info())));
            case ServerPush.Left left -> message.setLeave(Leave.newBuilder().setInfo(info(left.info())));
            case ServerPush.Unsubscribed ended -> message.setUnsubscribe(unsubscribed(ended));
            case ServerPush.Subscribed subscribed -> message.setSubscribe(subscribed(subscribed));
            case ServerPush.Message sent ->
                message.setMessage(Message.newBuilder().setData(bytes(sent.data())));
            case ServerPush.Connected connected -> message.setConnect(connectPush(connected.result()));
            case ServerPush.Disconnected ended -> message.setDisconnect(disconnected(ended));
            case ServerPush.Refreshed refreshed -> message.setRefresh(refreshed(refreshed));
        }
        return message.build();
    }

    private static Unsubscribe unsubscribed(ServerPush.Unsubscribed ended) {
        return Unsubscribe.newBuilder()
                .setCode(ended.code())
                .setReason(ended.reason())
                .build();
    }

    private static Subscribe subscribed(ServerPush.Subscribed subscribed) {
        var message =
                Subscribe.newBuilder().setRecoverable(subscribed.recoverable()).setData(bytes(subscribed.data()));
        var position = subscribed.position();
        if (position != null) {
            message.setPositioned(true).setEpoch(position.epoch()).setOffset(position.offset());
        }
        return message.build();
    }

    private static Connect connectPush(Reply.Connected connected) {
        return Connect.newBuilder()
                .setClient(connected.client())
                .setVersion(connected.version())
                .setData(bytes(connected.data()))
                .putAllSubs(subs(connected.subs()))
                .setExpires(connected.ttl() > 0)
                .setTtl(seconds(connected.ttl()))
                .setPing(connected.ping())
                .setPong(connected.pong())
                .setSession(connected.session())
                .setNode(connected.node())
                .setTime(connected.time())
                .build();
    }

    private static Disconnect disconnected(ServerPush.Disconnected ended) {
        return Disconnect.newBuilder()
                .setCode(ended.code())
                .setReason(ended.reason())
                .build();
    }

    private static Refresh refreshed(ServerPush.Refreshed refreshed) {
        return Refresh.newBuilder()
                .setExpires(refreshed.ttl() > 0)
                .setTtl(seconds(refreshed.ttl()))
                .build();
    }

    /** The first publication of a stream carries the epoch, for clients that subscribed to an empty stream. */
    private static Publication publication(DataPush push) {
        var whole = push.publication();
        var publication = Publication.newBuilder()
                .setData(bytes(push.data()))
                .setDelta(push.delta())
                .putAllTags(whole.tags());
        var position = whole.position();
        if (position != null) {
            publication.setOffset(position.offset());
            if (position.offset() == 1) {
                publication.setEpoch(position.epoch());
            }
        }
        var publisher = whole.publisher();
        if (publisher != null) {
            publication.setInfo(info(publisher));
        }
        return publication.build();
    }

    private static ClientInfo info(dev.fanfare.model.channel.ClientInfo info) {
        return ClientInfo.newBuilder()
                .setUser(info.user())
                .setClient(info.client())
                .setConnInfo(bytes(info.connInfo()))
                .setChanInfo(bytes(info.chanInfo()))
                .build();
    }

    private static SubscribeResult subscribed(Reply.Subscribed subscribed) {
        return subscribed(subscribed, subscribed.publications().all());
    }

    /** The result of a subscribe with these publications instead of its own. */
    static SubscribeResult subscribed(Reply.Subscribed subscribed, List<DataPush> publications) {
        var result = SubscribeResult.newBuilder()
                .setExpires(subscribed.ttl() > 0)
                .setTtl(seconds(subscribed.ttl()))
                .setRecoverable(subscribed.recoverable())
                .setRecovered(subscribed.recovered())
                .setWasRecovering(subscribed.wasRecovering())
                .setData(bytes(subscribed.data()))
                .setDelta(subscribed.delta());
        var position = subscribed.position();
        if (position != null) {
            result.setPositioned(true).setEpoch(position.epoch()).setOffset(position.offset());
        }
        publications.forEach(publication -> result.addPublications(publication(publication)));
        return result.build();
    }

    /** The result of a subscribe that contains only publications. */
    static SubscribeResult publications(List<DataPush> publications) {
        var result = SubscribeResult.newBuilder();
        publications.forEach(publication -> result.addPublications(publication(publication)));
        return result.build();
    }

    private static Map<String, SubscribeResult> subs(Map<String, Reply.Subscribed> subs) {
        Map<String, SubscribeResult> results = new HashMap<>();
        subs.forEach((channel, subscribed) -> results.put(channel, subscribed(subscribed)));
        return results;
    }

    /** Shares the bytes of the payload, which are immutable; empty for null. */
    private static ByteString bytes(@Nullable Payload payload) {
        return payload == null ? ByteString.EMPTY : UnsafeByteOperations.unsafeWrap(payload.bytes());
    }

    /** The field holds 31 bits, which are 68 years. */
    private static int seconds(long ttl) {
        return (int) Math.min(ttl, Integer.MAX_VALUE);
    }
}
