package dev.fanfare.transport.netty.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.transport.netty.loop.EmbeddedLoops;
import dev.fanfare.transport.netty.websocket.WebSocketSettings;
import dev.fanfare.transport.netty.websocket.WebSockets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bytes that arrive before the handler accepts them wait undecoded, because decoded messages are many times larger. */
class AheadOfTheHandlerTest {
    private static final String REQUEST = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final int COUNT = 500;

    private final WebSockets webSockets =
            new WebSockets(new WebSocketSettings(1_000, Duration.ofSeconds(5)), MemoryGovernor.unlimited());
    private final Queue<HttpExchange> exchanges = new ArrayDeque<>();
    private final List<Object> decoded = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();

    @BeforeEach
    void open() {
        channel.pipeline()
                .addLast(new RequestDecoder(HttpSettings.DEFAULTS.limits()))
                .addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext ctx, Object message) {
                        decoded.add(message.getClass());
                        ctx.fireChannelRead(message);
                    }
                })
                .addLast(new HttpResponseEncoder())
                .addLast(new HttpConnectionHandler(
                        EmbeddedLoops.of(channel),
                        HttpSettings.DEFAULTS,
                        webSockets,
                        exchanges::add,
                        new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE)));
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        webSockets.close();
    }

    @Test
    void pipelinedRequests_waitUndecoded() {
        receive(REQUEST.repeat(COUNT));

        for (int i = 1; i < COUNT; i++) {
            assertThat(exchanges).hasSize(1);
            assertThat(decoded).as("the head and the end of each request").hasSize(2 * i);
            exchanges.remove().respond(HttpResponse.text(200, ""));
        }
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void chunksOfABody_waitUndecoded() {
        receive("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(COUNT)
                + "0\r\n\r\n" + REQUEST);
        assertThat(decoded).hasSize(1);

        var bodies = new ArrayList<String>();
        var exchange = exchanges.remove();
        exchange.readBody(COUNT, body -> bodies.add(new String(body, US_ASCII)), refused -> {});

        assertThat(bodies).containsExactly("x".repeat(COUNT));
        int before = decoded.size();
        exchange.respond(HttpResponse.text(200, ""));
        assertThat(decoded).hasSize(before + 2);
        assertThat(exchanges).hasSize(1);
    }

    @Test
    void requests_inPieces_areAllAnswered() {
        var bytes = REQUEST.repeat(COUNT);
        for (int i = 0; i < bytes.length(); i += 7) {
            receive(bytes.substring(i, Math.min(i + 7, bytes.length())));
            if (i % 3 == 0 && !exchanges.isEmpty()) {
                exchanges.remove().respond(HttpResponse.text(200, ""));
            }
        }
        while (!exchanges.isEmpty()) {
            exchanges.remove().respond(HttpResponse.text(200, ""));
        }

        assertThat(decoded).hasSize(2 * COUNT);
        assertThat(responses()).isEqualTo(COUNT);
    }

    /** Stopping for each request would cost two system calls that most requests do not need. */
    @Test
    void reading_stopsOnlyWhenMoreBytesArriveDuringTheExchange() {
        receive(REQUEST);
        assertThat(channel.config().isAutoRead()).isTrue();

        receive(REQUEST);
        assertThat(channel.config().isAutoRead()).isFalse();

        exchanges.remove().respond(HttpResponse.text(200, ""));
        assertThat(exchanges).hasSize(1);
        exchanges.remove().respond(HttpResponse.text(200, ""));
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(responses()).isEqualTo(2);
    }

    private void receive(String text) {
        channel.writeInbound(Unpooled.copiedBuffer(text, US_ASCII));
    }

    private int responses() {
        int count = 0;
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            count += part.toString(US_ASCII).startsWith("HTTP/1.1 200") ? 1 : 0;
            part.release();
        }
        return count;
    }
}
