package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.Engines;
import dev.fanfare.core.fake.FakeConnection;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.node.NodeSettings;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.access.AccessControl;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.ConnectAttempt;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.monitoring.Metrics;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import dev.fanfare.protocol.centrifuge.settings.CentrifugeSettings;
import dev.fanfare.protocol.centrifuge.settings.CommandRates;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Large replies over a connection with compression. */
class LargeRepliesTest {
    private static final int BYTES_PER_SECOND = 10_000;
    /** More than a burst. */
    private static final int LARGE = 5 * BYTES_PER_SECOND;

    private static final HttpRequest REQUEST = new HttpRequest(
            "GET", "/connection/websocket", "", Headers.empty(), InetSocketAddress.createUnresolved("fake.test", 1));

    private final VirtualLoop loop = new VirtualLoop();
    private final Node node = new Node(List.of(loop), Engines.memory(loop), NodeSettings.DEFAULTS, Metrics.NONE);
    private final FakeConnection connection = new FakeConnection(loop, new ShortFraming());

    /** Compresses every message to one byte. */
    private static final class ShortFraming implements Framing {
        @Override
        public String name() {
            return "short";
        }

        @Override
        public Frame message(Payload payload) {
            return Frame.of(new byte[1]);
        }

        @Override
        public Frame uncompressed(Payload payload) {
            return PlainFraming.PLAIN.message(payload);
        }

        @Override
        public Frame ping() {
            return PlainFraming.PLAIN.ping();
        }
    }

    /** Returns as many bytes as the method name requests. */
    private static final class Sizes implements AccessControl {
        @Override
        public CompletionStage<Admission> connect(ConnectAttempt attempt) {
            return CompletableFuture.completedStage(Admission.of("ann"));
        }

        @Override
        public CompletionStage<Payload> rpc(ConnectedClient client, String method, Payload data) {
            return CompletableFuture.completedStage(Payload.text("x".repeat(Integer.parseInt(method))));
        }
    }

    private static final class PlainChannels implements ClientChannels {
        @Override
        public ChannelOptions options(String channel) {
            return ChannelOptions.defaults();
        }

        @Override
        public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions how) {
            throw new AssertionError("no test publishes");
        }
    }

    @Test
    void pace_countsRepliesUncompressed() {
        connect(BYTES_PER_SECOND);

        connection.receiveText(rpc(2, LARGE) + "\n" + rpc(3, 1));
        loop.runAll();

        assertThat(connection.frames()).as("connect and the first reply").hasSize(2);
        assertThat(connection.isReadingPaused()).isTrue();
    }

    @Test
    void reply_aboveTheLimit_isNotCompressed() {
        connect(CentrifugeSettings.DEFAULTS.maxBytesPerSecond());
        int limit = ClientTransport.MAX_COMPRESSED_REPLY_BYTES;

        connection.receiveText(rpc(2, limit - 100), rpc(3, limit));
        loop.runAll();

        assertThat(connection.frames())
                .extracting(frame -> frame.size() > limit)
                .containsExactly(false, false, true);
    }

    private void connect(int bytesPerSecond) {
        var settings = CentrifugeSettings.DEFAULTS.withMaxBytesPerSecond(bytesPerSecond);
        var context = new ClientContext(
                node,
                new PlainChannels(),
                Sizes::new,
                settings,
                InstantSource.system(),
                new EmulatedSessions(),
                new CommandLimiter(CommandRates.NONE),
                new SharedReplies());
        var transport = new ClientTransport("websocket", new JsonEncoding(), connection.framing(), true, false, false);
        connection.listen(node.open(connection, session -> new ClientConnection(context, session, transport, REQUEST)));
        connection.receiveText("{\"id\":1,\"connect\":{}}");
        loop.runAll();
    }

    private static String rpc(int id, int size) {
        return "{\"id\":" + id + ",\"rpc\":{\"method\":\"" + size + "\"}}";
    }
}
