package dev.fanfare.cli.bench;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** POST requests on one connection, pipelined. Confined to its event loop. */
final class HttpSender {
    /**
     * The result of a request.
     *
     * @param status status of the response; 0 if there is none
     * @param body body of the response, or why there is none
     */
    record Response(int status, String body) {}

    private record Waiting(DefaultFullHttpRequest request, Consumer<Response> result) {}

    private static final int MAX_RESPONSE = 1 << 20;

    private final ClientConnector connector;
    private final int index;
    private final Target target;
    private final String apiKey;
    private final Queue<Consumer<Response>> inFlight = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private @Nullable Channel channel;
    private boolean connecting;

    HttpSender(ClientConnector connector, int index, Target target, String apiKey) {
        this.connector = connector;
        this.index = index;
        this.target = target;
        this.apiKey = apiKey;
    }

    int pending() {
        return inFlight.size() + waiting.size();
    }

    /** Sends a request, on a new connection if there is none. */
    void post(String body, Consumer<Response> result) {
        var url = target.of(0, "");
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var request = new DefaultFullHttpRequest(
                HttpVersion.HTTP_1_1, HttpMethod.POST, url.getRawPath(), Unpooled.wrappedBuffer(bytes));
        request.headers()
                .set(HttpHeaderNames.HOST, url.getAuthority())
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .set(HttpHeaderNames.CONTENT_LENGTH, bytes.length);
        if (!apiKey.isEmpty()) {
            request.headers().set("X-API-Key", apiKey);
        }
        if (channel == null) {
            waiting.add(new Waiting(request, result));
            connect();
        } else {
            inFlight.add(result);
            channel.writeAndFlush(request);
        }
    }

    private void connect() {
        if (!connecting) {
            connecting = true;
            connector.connect(index, target, this::prepare, reason -> {
                connecting = false;
                var failed = List.copyOf(waiting);
                waiting.clear();
                failed.forEach(each -> each.result.accept(new Response(0, reason)));
            });
        }
    }

    private void prepare(Channel created) {
        created.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(MAX_RESPONSE), new Responses());
    }

    void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private final class Responses extends SimpleChannelInboundHandler<FullHttpResponse> {
        @Override
        public void channelActive(ChannelHandlerContext context) {
            connecting = false;
            channel = context.channel();
            for (var each : waiting) {
                inFlight.add(each.result);
                context.write(each.request);
            }
            waiting.clear();
            context.flush();
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
            var result = inFlight.poll();
            if (result == null) {
                context.close();
                return;
            }
            result.accept(
                    new Response(response.status().code(), response.content().toString(StandardCharsets.UTF_8)));
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            channel = null;
            for (var result = inFlight.poll(); result != null; result = inFlight.poll()) {
                result.accept(new Response(0, "connection lost"));
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable failure) {
            context.close();
        }
    }
}
