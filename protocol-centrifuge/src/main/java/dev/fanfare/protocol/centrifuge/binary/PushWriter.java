package dev.fanfare.protocol.centrifuge.binary;

import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import dev.fanfare.protocol.centrifuge.protobuf.Connect;
import dev.fanfare.protocol.centrifuge.protobuf.Disconnect;
import dev.fanfare.protocol.centrifuge.protobuf.Join;
import dev.fanfare.protocol.centrifuge.protobuf.Leave;
import dev.fanfare.protocol.centrifuge.protobuf.Message;
import dev.fanfare.protocol.centrifuge.protobuf.Push;
import dev.fanfare.protocol.centrifuge.protobuf.Refresh;
import dev.fanfare.protocol.centrifuge.protobuf.Subscribe;
import dev.fanfare.protocol.centrifuge.protobuf.Unsubscribe;

/** Makes messages of pushes. Stateless, thread-safe. */
final class PushWriter {
    private PushWriter() {}

    static Push push(String channel, ServerPush push) {
        var message = Push.newBuilder().setChannel(channel);
        switch (push) {
            case ServerPush.Published published -> message.setPub(Parts.publication(published.data()));
            case ServerPush.Joined joined -> message.setJoin(Join.newBuilder().setInfo(Parts.info(joined.info())));
            case ServerPush.Left left -> message.setLeave(Leave.newBuilder().setInfo(Parts.info(left.info())));
            case ServerPush.Unsubscribed ended -> message.setUnsubscribe(unsubscribed(ended));
            case ServerPush.Subscribed subscribed -> message.setSubscribe(subscribed(subscribed));
            case ServerPush.Message sent ->
                message.setMessage(Message.newBuilder().setData(Parts.bytes(sent.data())));
            case ServerPush.Connected connected -> message.setConnect(connected(connected.result()));
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
                Subscribe.newBuilder().setRecoverable(subscribed.recoverable()).setData(Parts.bytes(subscribed.data()));
        var position = subscribed.position();
        if (position != null) {
            message.setPositioned(true).setEpoch(position.epoch()).setOffset(position.offset());
        }
        return message.build();
    }

    private static Connect connected(Reply.Connected connected) {
        return Connect.newBuilder()
                .setClient(connected.client())
                .setVersion(connected.version())
                .setData(Parts.bytes(connected.data()))
                .putAllSubs(Parts.subs(connected.subs()))
                .setExpires(connected.ttl() > 0)
                .setTtl(Parts.seconds(connected.ttl()))
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
                .setTtl(Parts.seconds(refreshed.ttl()))
                .build();
    }
}
