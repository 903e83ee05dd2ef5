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
import dev.fanfare.protocol.centrifuge.protobuf.ConnectResult;
import dev.fanfare.protocol.centrifuge.protobuf.Error;
import dev.fanfare.protocol.centrifuge.protobuf.HistoryResult;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceResult;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceStatsResult;
import dev.fanfare.protocol.centrifuge.protobuf.PublishResult;
import dev.fanfare.protocol.centrifuge.protobuf.RPCResult;
import dev.fanfare.protocol.centrifuge.protobuf.RefreshResult;
import dev.fanfare.protocol.centrifuge.protobuf.SubRefreshResult;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeResult;
import dev.fanfare.protocol.centrifuge.protobuf.UnsubscribeResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Encoding of each reply. */
class ProtobufRepliesTest {
    private static final ClientInfo ANN = new ClientInfo("c1", "ann", Payload.text("conn"), Payload.text("chan"));
    private static final dev.fanfare.protocol.centrifuge.protobuf.ClientInfo ANN_SENT =
            dev.fanfare.protocol.centrifuge.protobuf.ClientInfo.newBuilder()
                    .setUser("ann")
                    .setClient("c1")
                    .setConnInfo(utf8("conn"))
                    .setChanInfo(utf8("chan"))
                    .build();
    private static final Reply.Subscribed SUBSCRIBED = new Reply.Subscribed(
            60,
            new StreamPosition("e", 3),
            true,
            new RecoveredPushes(missed()),
            true,
            true,
            Payload.text("hello"),
            true);
    private static final SubscribeResult SUBSCRIBED_SENT = SubscribeResult.newBuilder()
            .setExpires(true)
            .setTtl(60)
            .setRecoverable(true)
            .setEpoch("e")
            .addAllPublications(missedSent())
            .setRecovered(true)
            .setOffset(3)
            .setPositioned(true)
            .setData(utf8("hello"))
            .setWasRecovering(true)
            .setDelta(true)
            .build();

    private final ProtobufEncoding encoding = new ProtobufEncoding();

    @Test
    void reply_literalPublished() {
        assertThat(hex(encoding.reply(2, Reply.Done.PUBLISHED).joined())).isEqualTo("0408024200");
        assertThat(encoding.reply(2, Reply.Done.PUBLISHED).joined().isText()).isFalse();
    }

    @Test
    void ping_isEmptyMessage() {
        assertThat(hex(encoding.ping())).isEqualTo("00");
    }

    @Test
    void reply_failed() {
        assertReply(
                new Reply.Failed(111, "too many requests", true),
                sent().setError(Error.newBuilder()
                        .setCode(111)
                        .setMessage("too many requests")
                        .setTemporary(true)));
    }

    @Test
    void reply_connected() {
        assertReply(
                new Reply.Connected(
                        "c1", "v", 300, Payload.text("d"), Map.of("news", SUBSCRIBED), 25, true, "s", "n", 0),
                sent().setConnect(ConnectResult.newBuilder()
                        .setClient("c1")
                        .setVersion("v")
                        .setExpires(true)
                        .setTtl(300)
                        .setData(utf8("d"))
                        .putSubs("news", SUBSCRIBED_SENT)
                        .setPing(25)
                        .setPong(true)
                        .setSession("s")
                        .setNode("n")));
    }

    @Test
    void reply_connected_omitsEmptyFields() {
        assertReply(
                new Reply.Connected("c1", "", 0, null, Map.of(), 0, false, "", "", 0),
                sent().setConnect(ConnectResult.newBuilder().setClient("c1")));
    }

    @Test
    void reply_subscribed() {
        assertReply(SUBSCRIBED, sent().setSubscribe(SUBSCRIBED_SENT));
        assertReply(
                new Reply.Subscribed(0, null, false, RecoveredPushes.NONE, false, false, null, false),
                sent().setSubscribe(SubscribeResult.getDefaultInstance()));
    }

    @Test
    void reply_done() {
        assertReply(Reply.Done.UNSUBSCRIBED, sent().setUnsubscribe(UnsubscribeResult.getDefaultInstance()));
        assertReply(Reply.Done.PUBLISHED, sent().setPublish(PublishResult.getDefaultInstance()));
    }

    @Test
    void reply_presence() {
        assertReply(
                new Reply.Presence(Map.of("c1", ANN), 0),
                sent().setPresence(PresenceResult.newBuilder().putPresence("c1", ANN_SENT)));
        assertReply(new Reply.Presence(Map.of(), 0), sent().setPresence(PresenceResult.getDefaultInstance()));
        assertReply(
                new Reply.PresenceStats(3, 2),
                sent().setPresenceStats(PresenceStatsResult.newBuilder()
                        .setNumClients(3)
                        .setNumUsers(2)));
    }

    @Test
    void reply_history() {
        assertReply(
                new Reply.History(missed(), new StreamPosition("e", 2)),
                sent().setHistory(HistoryResult.newBuilder()
                        .addAllPublications(missedSent())
                        .setEpoch("e")
                        .setOffset(2)));
    }

    @Test
    void reply_rpc() {
        var bytes = new byte[] {0, (byte) 0xFF};

        assertReply(
                new Reply.Rpc(Payload.binary(bytes)),
                sent().setRpc(RPCResult.newBuilder().setData(com.google.protobuf.ByteString.copyFrom(bytes))));
    }

    @Test
    void reply_refreshed() {
        assertReply(
                new Reply.Refreshed("c1", "v", 5),
                sent().setRefresh(RefreshResult.newBuilder()
                        .setClient("c1")
                        .setVersion("v")
                        .setExpires(true)
                        .setTtl(5)));
        assertReply(
                new Reply.SubRefreshed(Long.MAX_VALUE),
                sent().setSubRefresh(
                                SubRefreshResult.newBuilder().setExpires(true).setTtl(Integer.MAX_VALUE)));
        assertReply(new Reply.SubRefreshed(0), sent().setSubRefresh(SubRefreshResult.getDefaultInstance()));
    }

    /** A publication with all fields, then a delta. */
    private static List<DataPush> missed() {
        var first = new Publication(Payload.text("one"), new StreamPosition("e", 1), Map.of("k", "v"), ANN);
        var second = new Publication(Payload.text("two"), new StreamPosition("e", 2), Map.of(), null);
        return List.of(DataPush.of(first), new DataPush(second, Payload.text("delta"), true));
    }

    private static List<dev.fanfare.protocol.centrifuge.protobuf.Publication> missedSent() {
        var first = dev.fanfare.protocol.centrifuge.protobuf.Publication.newBuilder()
                .setData(utf8("one"))
                .setInfo(ANN_SENT)
                .setOffset(1)
                .setEpoch("e")
                .putTags("k", "v");
        var second = dev.fanfare.protocol.centrifuge.protobuf.Publication.newBuilder()
                .setData(utf8("delta"))
                .setOffset(2)
                .setDelta(true);
        return List.of(first.build(), second.build());
    }

    private void assertReply(Reply reply, dev.fanfare.protocol.centrifuge.protobuf.Reply.Builder expected) {
        assertThat(ProtobufFrames.reply(encoding.reply(9, reply).joined())).isEqualTo(expected.build());
    }

    private static dev.fanfare.protocol.centrifuge.protobuf.Reply.Builder sent() {
        return dev.fanfare.protocol.centrifuge.protobuf.Reply.newBuilder().setId(9);
    }
}
