package dev.fanfare.app.internal.stream;

import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.http.ChannelEvents;
import dev.fanfare.app.internal.http.CreatedFrames;
import dev.fanfare.app.internal.http.StreamContent;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.http.StreamedBody;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** Starts streamed responses. Confined to the event loop of the exchange. */
public final class StreamSender {
    private static final String HEAD = "HEAD";
    /** Differs between clients, so that those of a stopped server do not all return at once. */
    private static final Duration MIN_RETRY = Duration.ofSeconds(1);

    private static final Duration MAX_RETRY = Duration.ofSeconds(3);

    private final AppContext context;

    public StreamSender(AppContext context) {
        this.context = context;
    }

    /** The data of the last event of a stream that the server ends. */
    private record Disconnected(int code, String reason) {}

    /** Answers the exchange with this stream. */
    public void start(HttpExchange exchange, Request request, HttpResponse response, StreamContent content) {
        if (request.method().equals(HEAD)) {
            discard(context, request, content);
            exchange.stream(response, StreamFormat.of(framing(content)), connection -> new Unheard());
            return;
        }
        boolean isEvents = framing(content) == ServerSentEvents.FRAMING;
        var start = isEvents ? ServerSentEvents.retry(retry()) : new byte[0];
        exchange.stream(
                HttpResponse.of(response.status(), response.headers(), start),
                isEvents
                        ? new StreamFormat(ServerSentEvents.FRAMING, StreamSender::disconnected)
                        : StreamFormat.of(framing(content)),
                connection -> open(connection, request, content));
    }

    /** Discards a body that is not sent, on a virtual thread, because the code that closes a stream may block. Thread-safe. */
    public static void discard(AppContext context, Request request, StreamedBody body) {
        context.threads().start(() -> {
            try {
                body.discard();
            } catch (RuntimeException failure) {
                context.failures().report(request.route(), failure);
            }
        });
    }

    private ConnectionListener open(Connection connection, Request request, StreamContent content) {
        return context.node().open(connection, session -> {
            var client = switch (content) {
                case ChannelEvents events -> new ChannelStream(context, session, request, events);
                case CreatedFrames frames -> new CreatedStream(context, session, request, frames);
            };
            // After the start of the response, because the first step may end the stream.
            session.loop().execute(client::begin);
            return client;
        });
    }

    private static Framing framing(StreamContent content) {
        return switch (content) {
            case ChannelEvents events -> ServerSentEvents.FRAMING;
            case CreatedFrames frames -> frames.framing();
        };
    }

    private static Duration retry() {
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(MIN_RETRY.toMillis(), MAX_RETRY.toMillis()));
    }

    private static Optional<Frame> disconnected(CloseReason reason) {
        return reason.code() == CloseReason.NORMAL
                ? Optional.empty()
                : Optional.of(ServerSentEvents.FRAMING.event(
                        null,
                        "disconnect",
                        Payload.validatedJson(Json.write(new Disconnected(reason.code(), reason.reason())))));
    }

    /** The listener of a stream without a body. */
    private static final class Unheard implements ConnectionListener {
        @Override
        public void onMessage(Payload message) {}

        @Override
        public void onPong() {}

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosed(CloseReason reason) {}
    }
}
