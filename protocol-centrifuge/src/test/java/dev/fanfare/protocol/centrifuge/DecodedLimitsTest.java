package dev.fanfare.protocol.centrifuge;

import static dev.fanfare.protocol.centrifuge.JsonCommandsTest.ask;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.binary.ProtobufEncoding;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.FilterNode;
import dev.fanfare.protocol.centrifuge.protobuf.SubscribeRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands whose few bytes describe many objects. */
class DecodedLimitsTest {
    private static final int MAX_NODES = 100;
    private static final int MAX_CHARS = 4096;
    private static final String LEAF = "{\"key\":\"k\",\"cmp\":\"ex\"}";

    private final JsonEncoding json = new JsonEncoding();
    private final ProtobufEncoding protobuf = new ProtobufEncoding();

    @ParameterizedTest
    @CsvSource({"99, 100", "100, 1", "20000, 1"})
    void filter_nodes_areDecodedUpToTheLimit(int leaves, int decoded) throws IOException {
        var leaf = FilterNode.newBuilder().setKey("k").setCmp("ex").build();
        var node = FilterNode.newBuilder().setOp("or").addAllNodes(Collections.nCopies(leaves, leaf));

        assertThat(size(filtered("{\"op\":\"or\",\"nodes\":[" + repeated(leaves, LEAF) + "]}")))
                .isEqualTo(decoded);
        assertThat(size(filtered(node))).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({"99, 100", "100, 1", "20000, 1"})
    void filter_values_areDecodedUpToTheLimit(int values, int decoded) throws IOException {
        var node = FilterNode.newBuilder().setKey("k").setCmp("in").addAllVals(Collections.nCopies(values, ""));

        assertThat(size(filtered("{\"key\":\"k\",\"cmp\":\"in\",\"vals\":[" + repeated(values, "\"\"") + "]}")))
                .isEqualTo(decoded);
        assertThat(size(filtered(node))).isEqualTo(decoded);
    }

    @ParameterizedTest
    @CsvSource({"10, 10", "11, 1", "90, 1"})
    void filter_depth_isLimited(int depth, int decoded) throws IOException {
        var text = LEAF;
        var node = FilterNode.newBuilder().setKey("k").setCmp("ex");
        for (int i = 1; i < depth; i++) {
            text = "{\"op\":\"not\",\"nodes\":[" + text + "]}";
            node = FilterNode.newBuilder().setOp("not").addNodes(node);
        }

        assertThat(size(filtered(text))).isEqualTo(decoded);
        assertThat(size(filtered(node))).isEqualTo(decoded);
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_CHARS - 3, MAX_CHARS})
    void filter_text_isLimited(int length) throws IOException {
        var value = "v".repeat(length);
        boolean fits = length + "eq".length() + "k".length() <= MAX_CHARS;

        var fromJson = filtered("{\"key\":\"k\",\"cmp\":\"eq\",\"val\":\"" + value + "\"}");
        var fromProtobuf =
                filtered(FilterNode.newBuilder().setKey("k").setCmp("eq").setVal(value));

        assertThat(requireNonNull(fromJson.filter()).val()).hasSize(fits ? length : 0);
        assertThat(fromProtobuf.filter()).isEqualTo(fromJson.filter());
    }

    @Test
    void filter_aboveTheLimit_isABadRequest() {
        try (var server = new CentrifugeServer()) {
            var nodes = repeated(MAX_NODES, LEAF);

            assertThat(ask(
                            server.connect(),
                            "{\"id\":2,\"subscribe\":{\"channel\":\"plain\",\"tf\":{\"op\":\"or\",\"nodes\":[" + nodes
                                    + "]}}}"))
                    .contains("\"code\":107");
        }
    }

    @Test
    void headers_aboveTheLimits_areRejected() throws IOException {
        assertConnects(64, 100, true);
        assertConnects(65, 1, false);
        assertConnects(4_000, 1, false);
        assertConnects(8, 1_100, false);
    }

    private void assertConnects(int headers, int valueLength, boolean accepted) throws IOException {
        var value = "v".repeat(valueLength);
        var request = ConnectRequest.newBuilder();
        IntStream.range(0, headers).forEach(i -> request.putHeaders("h" + i, value));
        var text = IntStream.range(0, headers)
                .mapToObj(i -> "\"h" + i + "\":\"" + value + "\"")
                .collect(Collectors.joining(","));
        var fromJson = Payload.text("{\"id\":1,\"connect\":{\"headers\":{" + text + "}}}");
        var fromProtobuf = frame(dev.fanfare.protocol.centrifuge.protobuf.Command.newBuilder()
                .setId(1)
                .setConnect(request));
        if (accepted) {
            assertThatCode(() -> json.commands(fromJson)).doesNotThrowAnyException();
            assertThatCode(() -> protobuf.commands(fromProtobuf)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> json.commands(fromJson)).isInstanceOf(MalformedCommandException.class);
            assertThatThrownBy(() -> protobuf.commands(fromProtobuf)).isInstanceOf(MalformedCommandException.class);
        }
    }

    /** The parsers keep names for reuse, each with its length as often as there are names. */
    @Test
    void fieldNames_long_areRejected() {
        assertThatCode(() -> json.commands(named(1_000))).doesNotThrowAnyException();
        assertThatThrownBy(() -> json.commands(named(1_100))).isInstanceOf(MalformedCommandException.class);
        assertThatThrownBy(() -> json.commands(named(49_000))).isInstanceOf(MalformedCommandException.class);
    }

    private static Payload named(int length) {
        return Payload.text("{\"id\":1,\"send\":{\"data\":{\"" + "n".repeat(length) + "\":1}}}");
    }

    private Command.Subscribe filtered(String filter) {
        return (Command.Subscribe)
                json.commands(Payload.text("{\"id\":2,\"subscribe\":{\"channel\":\"c\",\"tf\":" + filter + "}}"))
                        .getFirst();
    }

    private Command.Subscribe filtered(FilterNode.Builder filter) throws IOException {
        return (Command.Subscribe) protobuf.commands(frame(dev.fanfare.protocol.centrifuge.protobuf.Command.newBuilder()
                        .setId(2)
                        .setSubscribe(
                                SubscribeRequest.newBuilder().setChannel("c").setTf(filter))))
                .getFirst();
    }

    private static int size(Command.Subscribe subscribe) {
        return requireNonNull(subscribe.filter()).size();
    }

    private static Payload frame(dev.fanfare.protocol.centrifuge.protobuf.Command.Builder command) throws IOException {
        var frame = new ByteArrayOutputStream();
        command.build().writeDelimitedTo(frame);
        return Payload.binary(frame.toByteArray());
    }

    private static String repeated(int count, String text) {
        return String.join(",", Collections.nCopies(count, text));
    }
}
