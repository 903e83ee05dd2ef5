package dev.fanfare.protocol.centrifuge.binary;

import static dev.fanfare.protocol.centrifuge.binary.ProtobufFrames.hex;
import static dev.fanfare.protocol.centrifuge.binary.ProtobufFrames.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.RecoveredPushes;
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
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeResult;
import dev.fanfare.protocol.centrifuge.protobuf.Unsubscribe;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Encoding of each push for bidirectional and unidirectional clients. */
class ProtobufPushesTest {
    private final ProtobufEncoding encoding = new ProtobufEncoding();

    @Test
    void push_literalPublication() {
        var published = new ServerPush.Published(DataPush.of(Publication.of(Payload.text("x"))));

        assertThat(hex(encoding.push("c", published))).isEqualTo("0a2208" + "120163" + "2203" + "220178");
        assertThat(hex(encoding.barePush("c", published))).isEqualTo("08" + "120163" + "2203" + "220178");
        assertThat(encoding.push("c", published).isText()).isFalse();
    }

    @Test
    void push_publication() {
        var publication = new Publication(
                Payload.text("data"), new StreamPosition("e", 5), Map.of("k", "v"), new ClientInfo("c1", "ann"));
        var sent = dev.fanfare.protocol.centrifuge.protobuf.Publication.newBuilder()
                .setData(utf8("data"))
                .setOffset(5)
                .putTags("k", "v");
        sent.getInfoBuilder().setUser("ann").setClient("c1");

        assertPush(new ServerPush.Published(DataPush.of(publication)), pushed().setPub(sent));
        assertPush(
                new ServerPush.Published(new DataPush(publication, Payload.text("delta"), true)),
                pushed().setPub(sent.setData(utf8("delta")).setDelta(true)));
    }

    @Test
    void push_firstPublication_hasEpoch() {
        var publication = new Publication(Payload.text("d"), new StreamPosition("e", 1), Map.of(), null);

        assertPush(
                new ServerPush.Published(DataPush.of(publication)),
                pushed().setPub(dev.fanfare.protocol.centrifuge.protobuf.Publication.newBuilder()
                        .setData(utf8("d"))
                        .setOffset(1)
                        .setEpoch("e")));
    }

    @Test
    void push_joinAndLeave() {
        var info = dev.fanfare.protocol.centrifuge.protobuf.ClientInfo.newBuilder()
                .setUser("ann")
                .setClient("c1")
                .setConnInfo(utf8("i"));
        var ann = new ClientInfo("c1", "ann", Payload.text("i"), null);

        assertPush(
                new ServerPush.Joined(ann), pushed().setJoin(Join.newBuilder().setInfo(info)));
        assertPush(
                new ServerPush.Left(ann), pushed().setLeave(Leave.newBuilder().setInfo(info)));
    }

    @Test
    void push_subscriptionChanges() {
        assertPush(
                new ServerPush.Unsubscribed(2500, "insufficient state"),
                pushed().setUnsubscribe(Unsubscribe.newBuilder().setCode(2500).setReason("insufficient state")));
        assertPush(
                new ServerPush.Subscribed(new StreamPosition("e", 4), true, Payload.text("d")),
                pushed().setSubscribe(Subscribe.newBuilder()
                        .setRecoverable(true)
                        .setEpoch("e")
                        .setOffset(4)
                        .setPositioned(true)
                        .setData(utf8("d"))));
        assertPush(new ServerPush.Subscribed(null, false, null), pushed().setSubscribe(Subscribe.getDefaultInstance()));
    }

    @Test
    void push_connectionEvents() {
        assertPush(
                new ServerPush.Message(Payload.text("m")),
                pushed().setMessage(Message.newBuilder().setData(utf8("m"))));
        assertPush(
                new ServerPush.Disconnected(3501, "bad request"),
                pushed().setDisconnect(Disconnect.newBuilder().setCode(3501).setReason("bad request")));
        assertPush(
                new ServerPush.Refreshed(9),
                pushed().setRefresh(Refresh.newBuilder().setExpires(true).setTtl(9)));
        assertPush(new ServerPush.Refreshed(0), pushed().setRefresh(Refresh.getDefaultInstance()));
    }

    @Test
    void push_connected() {
        var subscribed = new Reply.Subscribed(0, null, false, RecoveredPushes.NONE, false, false, null, true);
        var result = new Reply.Connected(
                "c1", "v", 300, Payload.text("d"), Map.of("news", subscribed), 25, true, "s", "n", 0);

        assertPush(
                new ServerPush.Connected(result),
                pushed().setConnect(Connect.newBuilder()
                        .setClient("c1")
                        .setVersion("v")
                        .setData(utf8("d"))
                        .putSubs(
                                "news",
                                SubscribeResult.newBuilder().setDelta(true).build())
                        .setExpires(true)
                        .setTtl(300)
                        .setPing(25)
                        .setPong(true)
                        .setSession("s")
                        .setNode("n")));
    }

    @Test
    void push_withoutChannel_hasNoChannel() {
        var sent = ProtobufFrames.push(encoding.barePush("", new ServerPush.Disconnected(1, "\uD800")));

        assertThat(sent.getChannel()).isEmpty();
        assertThat(sent.getDisconnect().getReason()).isEqualTo("?");
    }

    private void assertPush(ServerPush push, Push.Builder expected) {
        assertThat(ProtobufFrames.push(encoding.barePush("ch", push))).isEqualTo(expected.build());
        assertThat(ProtobufFrames.reply(encoding.push("ch", push)))
                .isEqualTo(dev.fanfare.protocol.centrifuge.protobuf.Reply.newBuilder()
                        .setPush(expected)
                        .build());
    }

    private static Push.Builder pushed() {
        return Push.newBuilder().setChannel("ch");
    }
}
