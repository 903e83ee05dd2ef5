package dev.fanfare.protocol.centrifuge.binary;

import static dev.fanfare.protocol.centrifuge.binary.ProtobufFrames.frame;
import static dev.fanfare.protocol.centrifuge.binary.ProtobufFrames.hex;
import static dev.fanfare.protocol.centrifuge.binary.ProtobufFrames.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.UnknownFieldSet;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.FilterNode;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.HistoryRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PresenceStatsRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PublishRequest;
import dev.fanfare.protocol.centrifuge.protobuf.RPCRequest;
import dev.fanfare.protocol.centrifuge.protobuf.RefreshRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SendRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SubRefreshRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeRequest;
import dev.fanfare.protocol.centrifuge.protobuf.UnsubscribeRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Decoding of each command. */
class ProtobufCommandsTest {
    private final ProtobufEncoding encoding = new ProtobufEncoding();

    @Test
    void commands_literalConnect() {
        assertThat(encoding.commands(hex("07 0801 2203 0a0174")))
                .containsExactly(new Command.Connect(1, "t", null, Map.of(), "", "", Map.of()));
    }

    @Test
    void commands_literalPongAndSend_inOrder() {
        assertThat(encoding.commands(hex("00 06 6204 0a026869")))
                .containsExactly(new Command.Pong(), new Command.Send(Payload.text("hi")));
    }

    @Test
    void commands_connect() {
        var sub = SubscribeRequest.newBuilder().setRecover(true).setEpoch("e").setOffset(7);
        var request = ConnectRequest.newBuilder()
                .setToken("token")
                .setData(utf8("{\"a\":1}"))
                .putSubs("news", sub.setDelta("fossil").build())
                .setName("js")
                .setVersion("5")
                .putHeaders("X-Lang", "eo")
                .setFlag(1)
                .build();

        var subscribed = new Command.Subscribe(
                0, "news", "", new StreamPosition("e", 7), null, false, false, false, "fossil", null, 0, 0);
        assertThat(command(sent(3).setConnect(request)))
                .isEqualTo(new Command.Connect(
                        3,
                        "token",
                        Payload.validatedJson("{\"a\":1}".getBytes(UTF_8)),
                        Map.of("news", subscribed),
                        "js",
                        "5",
                        Map.of("X-Lang", "eo")));
        assertThat(encoding.connect(Payload.binary(request.toByteArray())).subs())
                .containsEntry("news", subscribed);
    }

    @Test
    void connect_empty_isAnonymous() {
        assertThat(encoding.connect(Payload.binary(new byte[0])))
                .isEqualTo(new Command.Connect(0, "", null, Map.of(), "", "", Map.of()));
    }

    @Test
    void commands_subscribe() {
        var leaf = dev.fanfare.protocol.centrifuge.protobuf.FilterNode.newBuilder()
                .setKey("city")
                .setCmp("in")
                .setVal("v")
                .addVals("Oslo")
                .addVals("Rome")
                .build();
        var filter = dev.fanfare.protocol.centrifuge.protobuf.FilterNode.newBuilder()
                .setOp("not")
                .addNodes(leaf);
        var request = SubscribeRequest.newBuilder()
                .setChannel("news")
                .setToken("token")
                .setRecover(true)
                .setEpoch("e")
                .setOffset(9)
                .setData(utf8("plain"))
                .setPositioned(true)
                .setRecoverable(true)
                .setJoinLeave(true)
                .setDelta("fossil")
                .setTf(filter)
                .setFlag(2);

        assertThat(command(sent(4).setSubscribe(request)))
                .isEqualTo(new Command.Subscribe(
                        4,
                        "news",
                        "token",
                        new StreamPosition("e", 9),
                        Payload.text("plain"),
                        true,
                        true,
                        true,
                        "fossil",
                        new FilterNode(
                                "not",
                                "",
                                "",
                                "",
                                List.of(),
                                List.of(new FilterNode("", "city", "in", "v", List.of("Oslo", "Rome"), List.of()))),
                        Command.Subscribe.REJECT_UNRECOVERED,
                        0));
    }

    @Test
    void commands_subscribeWithoutRecovery_hasNoPosition() {
        var request =
                SubscribeRequest.newBuilder().setChannel("news").setEpoch("e").setOffset(9);

        assertThat(command(sent(4).setSubscribe(request)))
                .isEqualTo(new Command.Subscribe(4, "news", "", null, null, false, false, false, "", null, 0, 0));
    }

    /** An unknown operation results in an error reply, not in a disconnect. */
    @Test
    void commands_invalidFilter_isDecoded() {
        var filter =
                dev.fanfare.protocol.centrifuge.protobuf.FilterNode.newBuilder().setOp("xor");

        assertThat(command(sent(4).setSubscribe(SubscribeRequest.newBuilder().setTf(filter))))
                .isInstanceOfSatisfying(
                        Command.Subscribe.class,
                        subscribe -> assertThat(subscribe.filter())
                                .isEqualTo(new FilterNode("xor", "", "", "", List.of(), List.of())));
    }

    @Test
    void commands_withChannels() {
        assertThat(command(
                        sent(5).setUnsubscribe(UnsubscribeRequest.newBuilder().setChannel("c"))))
                .isEqualTo(new Command.Unsubscribe(5, "c"));
        assertThat(command(sent(6).setPublish(
                                PublishRequest.newBuilder().setChannel("c").setData(utf8("[1]")))))
                .isEqualTo(new Command.Publish(6, "c", Payload.validatedJson("[1]".getBytes(UTF_8)), 0));
        assertThat(command(sent(7).setPresence(PresenceRequest.newBuilder().setChannel("c"))))
                .isEqualTo(new Command.Presence(7, "c"));
        assertThat(command(sent(8).setPresenceStats(
                                PresenceStatsRequest.newBuilder().setChannel("c"))))
                .isEqualTo(new Command.PresenceStats(8, "c"));
        assertThat(command(sent(9).setSubRefresh(
                                SubRefreshRequest.newBuilder().setChannel("c").setToken("t"))))
                .isEqualTo(new Command.SubRefresh(9, "c", "t", 0));
    }

    @Test
    void commands_ofOtherTypes_keepTheType() {
        var map = SubscribeRequest.newBuilder()
                .setType(1)
                .setPhase(2)
                .setCursor("c")
                .setLimit(100)
                .setAsc(true);

        assertThat(command(sent(1).setSubscribe(map)))
                .isInstanceOfSatisfying(
                        Command.Subscribe.class, sent -> assertThat(sent.type()).isEqualTo(1));
        assertThat(command(sent(2).setPublish(PublishRequest.newBuilder().setType(1))))
                .isInstanceOfSatisfying(
                        Command.Publish.class, sent -> assertThat(sent.type()).isEqualTo(1));
        assertThat(command(sent(3).setSubRefresh(SubRefreshRequest.newBuilder().setType(2))))
                .isInstanceOfSatisfying(
                        Command.SubRefresh.class,
                        sent -> assertThat(sent.type()).isEqualTo(2));
    }

    @Test
    void commands_history() {
        var request = HistoryRequest.newBuilder().setChannel("c").setLimit(-1).setReverse(true);
        assertThat(command(sent(1).setHistory(request))).isEqualTo(new Command.History(1, "c", -1, null, true));

        request.getSinceBuilder().setEpoch("e").setOffset(2);
        assertThat(command(sent(1).setHistory(request)))
                .isEqualTo(new Command.History(1, "c", -1, new StreamPosition("e", 2), true));
    }

    @Test
    void commands_withoutChannels() {
        assertThat(command(
                        sent(1).setRpc(RPCRequest.newBuilder().setMethod("sum").setData(utf8("1 2")))))
                .isEqualTo(new Command.Rpc(1, "sum", Payload.text("1 2")));
        assertThat(command(sent(0).setSend(SendRequest.newBuilder().setData(utf8("\"s\"")))))
                .isEqualTo(new Command.Send(Payload.validatedJson("\"s\"".getBytes(UTF_8))));
        assertThat(command(sent(2).setRefresh(RefreshRequest.newBuilder().setToken("t"))))
                .isEqualTo(new Command.Refresh(2, "t"));
    }

    @Test
    void commands_severalRequests_firstOneCounts() {
        var both = sent(1).setSubRefresh(SubRefreshRequest.getDefaultInstance())
                .setUnsubscribe(UnsubscribeRequest.newBuilder().setChannel("c"))
                .setPublish(PublishRequest.getDefaultInstance());

        assertThat(command(both)).isEqualTo(new Command.Unsubscribe(1, "c"));
    }

    @Test
    void commands_unknownFields_areSkipped() {
        var later = UnknownFieldSet.newBuilder()
                .addField(99, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();

        assertThat(command(
                        sent(1).setRefresh(RefreshRequest.getDefaultInstance()).setUnknownFields(later)))
                .isEqualTo(new Command.Refresh(1, ""));
    }

    private Command command(dev.fanfare.protocol.centrifuge.protobuf.Command.Builder sent) {
        var commands = encoding.commands(frame(sent.build()));
        assertThat(commands).hasSize(1);
        return commands.getFirst();
    }

    private static dev.fanfare.protocol.centrifuge.protobuf.Command.Builder sent(int id) {
        return dev.fanfare.protocol.centrifuge.protobuf.Command.newBuilder().setId(id);
    }
}
