package dev.fanfare.server.proxy;

import static dev.fanfare.server.proxy.ProxiedServer.ask;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.fanfare.protocol.centrifuge.protobuf.Command;
import dev.fanfare.protocol.centrifuge.protobuf.ConnectRequest;
import dev.fanfare.protocol.centrifuge.protobuf.RPCRequest;
import dev.fanfare.protocol.centrifuge.protobuf.Reply;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A backend that answers calls of clients, and those of the API. */
class RpcProxyTest {
    private final FakeBackend backend = new FakeBackend();
    private final ProxiedServer server = ProxiedServer.inMemory(backend);

    @AfterEach
    void close() {
        server.close();
        backend.close();
    }

    @Test
    void call_isAnsweredByTheBackend() {
        backend.answers("/rpc", "{\"result\":{\"data\":{\"sum\":3.50}}}");

        assertThat(ask(server.client("ann"), rpc("add", "[1, 2.5]")))
                .isEqualTo("{\"id\":2,\"rpc\":{\"data\":{\"sum\":3.50}}}");
        assertThat(backend.next().body().toString())
                .endsWith("\"encoding\":\"json\",\"user\":\"ann\",\"method\":\"add\",\"data\":[1,2.5]}");
    }

    @ParameterizedTest
    @CsvSource({
        "'{\"result\":{}}','\"data\":null'",
        "'{\"result\":{\"data\":null}}','\"data\":null'",
        "'{\"result\":{\"b64data\":\"AP8=\"}}','\"data\":\"AP8=\"'",
        "'{\"error\":{\"code\":404,\"message\":\"no such thing\"}}','\"code\":404,\"message\":\"no such thing\"'",
        "'{\"error\":{\"code\":111}}','\"code\":111,\"message\":\"too many requests\",\"temporary\":true'",
    })
    void call_returnsTheAnswerOfTheBackend(String answer, String reply) {
        backend.answers("/rpc", answer);

        assertThat(ask(server.client("ann"), rpc("m", "1"))).contains(reply);
    }

    @ParameterizedTest
    @CsvSource({"4500,4500", "3500,3500", "3005,3005"})
    void call_canEndTheConnection(int answered, int closed) {
        backend.answers("/rpc", "{\"disconnect\":{\"code\":" + answered + ",\"reason\":\"r\"}}");
        var client = server.client("ann");
        client.sendText(rpc("m", "1"));

        assertThat(client.receiveClose().code()).isEqualTo(closed);
    }

    @Test
    void call_goesToTheBackendOfItsNamespace() {
        backend.answers("/other", "{\"result\":{\"data\":1}}");
        var client = server.client("ann");

        assertThat(ask(client, rpc("shop:buy", "1"))).contains("\"data\":1");
        assertThat(backend.next().body().get("method").asString()).isEqualTo("shop:buy");
        assertThat(ask(client, rpc("off:x", "1"))).contains("\"code\":108");
        assertThat(ask(client, rpc("nowhere:x", "1"))).contains("\"code\":104");
    }

    @Test
    void bytes_areSentAndReceivedAsBase64() throws IOException {
        backend.answers("/connect", "{\"result\":{\"user\":\"bob\"}}");
        backend.answers("/rpc", "{\"result\":{\"b64data\":\"AP8B\"}}");
        var client = server.open("Sec-WebSocket-Protocol: centrifuge-protobuf");
        client.sendBytes(delimited(Command.newBuilder().setId(1).setConnect(ConnectRequest.getDefaultInstance())));
        client.receiveBytes();
        backend.next();
        client.sendBytes(delimited(Command.newBuilder()
                .setId(2)
                .setRpc(RPCRequest.newBuilder().setMethod("m").setData(ByteString.copyFrom(new byte[] {1, -1})))));

        var reply = Reply.parseDelimitedFrom(new ByteArrayInputStream(client.receiveBytes()));
        assertThat(reply.getRpc().getData().toByteArray()).containsExactly(0, -1, 1);
        assertThat(backend.next().body().toString())
                .contains("\"protocol\":\"protobuf\",\"encoding\":\"binary\"", "\"b64data\":\"Af8=\"")
                .doesNotContain("\"data\"");
    }

    @Test
    void calls_ofOneClient_areAnsweredInTheirOrder() {
        backend.answers("/rpc", "{\"result\":{\"data\":1}}");
        backend.answers("/other", "{\"result\":{\"data\":2}}");
        var client = server.client("ann");
        client.sendText("{\"id\":5,\"rpc\":{\"method\":\"m\"}}\n{\"id\":6,\"rpc\":{\"method\":\"shop:m\"}}");

        assertThat(client.receiveText()).isEqualTo("{\"id\":5,\"rpc\":{\"data\":1}}");
        assertThat(client.receiveText()).isEqualTo("{\"id\":6,\"rpc\":{\"data\":2}}");
    }

    @Test
    void call_byTheApi_usesTheSameBackend() {
        backend.answers("/rpc", "{\"result\":{\"data\":[7]}}");

        assertThat(server.api("rpc", "{\"method\":\"m\",\"params\":{\"a\":1}}"))
                .isEqualTo("{\"result\":{\"data\":[7]}}");
        assertThat(backend.next().body().toString())
                .isEqualTo("{\"client\":\"\",\"transport\":\"\",\"protocol\":\"\",\"encoding\":\"json\","
                        + "\"user\":\"\",\"method\":\"m\",\"data\":{\"a\":1}}");
        assertThat(server.api("rpc", "{\"method\":\"off:m\"}")).contains("\"code\":108");
        assertThat(server.api("rpc", "{\"method\":\"nowhere:m\"}")).contains("\"code\":104");
        backend.answers("/rpc", "{\"error\":{\"code\":1500,\"message\":\"sold out\"}}");
        assertThat(server.api("rpc", "{\"method\":\"m\"}")).contains("\"code\":1500,\"message\":\"sold out\"");
    }

    private static byte[] delimited(Command.Builder command) throws IOException {
        var out = new ByteArrayOutputStream();
        command.build().writeDelimitedTo(out);
        return out.toByteArray();
    }

    private static String rpc(String method, String json) {
        return "{\"id\":2,\"rpc\":{\"method\":\"" + method + "\",\"data\":" + json + "}}";
    }
}
