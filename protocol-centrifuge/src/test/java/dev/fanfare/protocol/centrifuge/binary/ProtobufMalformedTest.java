package dev.fanfare.protocol.centrifuge.binary;

import static dev.fanfare.protocol.centrifuge.binary.ProtobufFrames.frame;
import static dev.fanfare.protocol.centrifuge.binary.ProtobufFrames.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.protobuf.Command;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.FilterNode;
import dev.fanfare.protocol.centrifuge.protobuf.HistoryRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PingRequest;
import dev.fanfare.protocol.centrifuge.protobuf.PublishRequest;
import dev.fanfare.protocol.centrifuge.protobuf.RefreshRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SendRequest;
import dev.fanfare.protocol.centrifuge.protobuf.StreamPosition;
import dev.fanfare.protocol.centrifuge.protobuf.SubRefreshRequest;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeRequest;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed and unsupported commands. */
class ProtobufMalformedTest {
    private static final int FUZZ_ROUNDS = 5_000;

    private final ProtobufEncoding encoding = new ProtobufEncoding();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "07 0801 2203 0a01", // truncated
                "07", // a length alone
                "80", // a truncated length
                "ffffffffffffffffff01", // a negative length
                "808080808001", // a length of 36 bits whose lower 32 are 0
                "03 0801 22", // a field without its length
                "02 0801", // an id without a request
                "00 07", // trailing bytes
                "05 2203 0a0174", // a connect without an id
                "07 0801 2203 0a01ff", // invalid UTF-8
                "02 0804 0000 01 0c", // an end group without a start
                "01 00" // field 0
            })
    void commands_malformed_areRejected(String hex) {
        assertThatThrownBy(() -> encoding.commands(hex(hex))).isInstanceOf(MalformedCommandException.class);
    }

    static Stream<Command.Builder> refused() {
        var negative = StreamPosition.newBuilder().setOffset(-1).build();
        var refresh = RefreshRequest.getDefaultInstance();
        return Stream.of(
                sent().setPing(PingRequest.getDefaultInstance()),
                sent().setPing(PingRequest.getDefaultInstance()).setRefresh(refresh),
                sent().setId(0).setRefresh(refresh),
                sent().setId(0).setRefresh(refresh).setSubRefresh(SubRefreshRequest.getDefaultInstance()),
                sent().setId(0)
                        .setPublish(PublishRequest.getDefaultInstance())
                        .setSend(SendRequest.getDefaultInstance()),
                sent().setSubscribe(
                                SubscribeRequest.newBuilder().setRecover(true).setOffset(-1)),
                sent().setSubscribe(SubscribeRequest.newBuilder().setTf(deep(200))),
                sent().setHistory(HistoryRequest.newBuilder().setSince(negative)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void commands_notSupported_areRejected(Command.Builder sent) {
        assertThatThrownBy(() -> encoding.commands(frame(sent.build()))).isInstanceOf(MalformedCommandException.class);
    }

    @Test
    void commands_inText_areRejected() {
        assertThatThrownBy(() -> encoding.commands(Payload.text("{}"))).isInstanceOf(MalformedCommandException.class);
        assertThatThrownBy(() -> encoding.connect(Payload.text("{}"))).isInstanceOf(MalformedCommandException.class);
    }

    @Test
    void connect_malformed_isRejected() {
        assertThatThrownBy(() -> encoding.connect(hex("0a05 74"))).isInstanceOf(MalformedCommandException.class);
    }

    @Test
    void commands_random_areDecodedOrRejected() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var valid = frame(
                sent().setConnect(ConnectRequest.newBuilder()
                                .setToken("token")
                                .putSubs(
                                        "c",
                                        SubscribeRequest.newBuilder()
                                                .setRecover(true)
                                                .setOffset(3)
                                                .build())
                                .putHeaders("k", "v"))
                        .build(),
                Command.getDefaultInstance(),
                sent().setSubscribe(
                                SubscribeRequest.newBuilder().setChannel("c").setTf(deep(3)))
                        .build(),
                sent().setPublish(PublishRequest.newBuilder()
                                .setChannel("c")
                                .setData(ProtobufFrames.utf8("[{\"a\":\"é\"}]")))
                        .build());
        int read = 0;
        for (int round = 0; round < FUZZ_ROUNDS; round++) {
            var message = round % 3 == 0 ? random(random) : mutated(valid.bytes(), random);
            try {
                assertThat(encoding.commands(Payload.binary(message)))
                        .as("seed " + seed)
                        .isNotEmpty();
                read++;
            } catch (MalformedCommandException refused) {
                assertThat(refused).as("seed " + seed).hasMessageMatching("(?s).+");
            }
        }
        assertThat(read).as("seed " + seed).isBetween(1, FUZZ_ROUNDS - 1);
    }

    private static byte[] random(Random random) {
        var bytes = new byte[random.nextInt(40)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] mutated(byte[] valid, Random random) {
        var bytes = Arrays.copyOf(valid, valid.length - random.nextInt(3) * random.nextInt(valid.length / 2));
        for (int change = random.nextInt(4); change > 0; change--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static FilterNode deep(int depth) {
        var node = FilterNode.newBuilder().setKey("k").setCmp("ex").build();
        for (int i = 0; i < depth; i++) {
            node = FilterNode.newBuilder().setOp("not").addNodes(node).build();
        }
        return node;
    }

    private static Command.Builder sent() {
        return Command.newBuilder().setId(1);
    }
}
