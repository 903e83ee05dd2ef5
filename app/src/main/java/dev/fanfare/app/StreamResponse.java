package dev.fanfare.app;

import dev.fanfare.app.internal.http.ChannelEvents;
import dev.fanfare.app.internal.http.CreatedFrames;
import dev.fanfare.app.internal.http.StreamContent;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.core.transport.JsonLines;
import dev.fanfare.core.transport.RawFraming;
import dev.fanfare.core.transport.ServerSentEvents;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/**
 * Creates responses whose bodies are sent while they are created. The response passes through middleware before its body begins.
 *
 * {@snippet :
 * app.get("/rooms/{room}/events", request -> StreamResponse.events(rooms.channel(request.path("room"))));
 * app.get("/progress", request -> StreamResponse.events(job.steps().map(ServerEvent::json)));
 * app.get("/answer", request -> StreamResponse.text(model.answer(request.query("q").orElse(""))));
 * }
 *
 * <p>A {@link Stream} is read on a virtual thread and may block. It waits while the client is slow. When the client leaves, its thread is
 * interrupted and the stream is closed. If it fails, the failure is logged, and the body ends incompletely: the connection breaks, or the
 * client receives the event {@code disconnect}. The connection is closed after the body.
 */
public final class StreamResponse {
    private static final int OK = 200;

    private StreamResponse() {}

    /**
     * Creates a response with the later publications of a channel as server-sent events.
     *
     * <p>If the channel has a history and disconnects slow clients, the id of each event is the stream position. A client that sends it in
     * {@code Last-Event-ID}, as {@code EventSource} does when it reconnects, or in the query parameter {@code position}, receives the
     * publications that it has missed, and later ones, without gap or repeat. If they are not available, it first receives the event {@code
     * gap} and must load the state anew. A text that is not a position is ignored.
     *
     * <p>If the server ends the stream, it first sends the event {@code disconnect} with the close code and reason as JSON. Browsers
     * reconnect after 1 to 3 seconds.
     *
     * <p>Pages of other origins may read the stream if {@link FanfareSettings#allowedOrigins} or {@link
     * dev.fanfare.app.security.Cors} lists them; otherwise they get 403.
     */
    public static HttpResponse events(Channel channel) {
        return events(new ChannelEvents(channel.name(), 0));
    }

    /**
     * Creates a response as {@link #events(Channel)} does. A client without a position first receives the latest publications of the
     * history.
     *
     * @param latest the maximum number of publications, at most the node's recovery limit
     * @throws IllegalArgumentException if {@code latest} is less than 1
     * @throws IllegalStateException if clients of the channel cannot resume: it has no history, or drops publications
     */
    public static HttpResponse events(Channel channel, int latest) {
        if (latest < 1) {
            throw new IllegalArgumentException("latest must be 1 or more, got " + latest);
        }
        channel.options().requireResumable(channel.name());
        return events(new ChannelEvents(channel.name(), latest));
    }

    /**
     * Creates a response with these server-sent events. When the stream ends, {@code EventSource} requests it again after 1 to 3 seconds
     * unless the page has closed it.
     */
    public static HttpResponse events(Stream<ServerEvent> events) {
        var framing = ServerSentEvents.FRAMING;
        return events(
                new CreatedFrames(events.map(event -> framing.event(event.id(), event.name(), event.data())), framing));
    }

    /** Creates a plain-text response that consists of these parts. */
    public static HttpResponse text(Stream<String> parts) {
        return of("text/plain; charset=utf-8", parts.map(part -> part.getBytes(StandardCharsets.UTF_8)));
    }

    /** Creates a response with each value as JSON on its own line. */
    public static HttpResponse jsonLines(Stream<?> values) {
        var framing = JsonLines.FRAMING;
        var frames = values.map(value -> framing.message(Payload.validatedJson(Json.write(value))));
        return created("application/x-ndjson", frames, framing);
    }

    /** Creates a response that consists of these parts; the caller must not modify the bytes afterwards. */
    public static HttpResponse of(String contentType, Stream<byte[]> parts) {
        return created(contentType, parts.map(Frame::of), RawFraming.FRAMING);
    }

    private static HttpResponse created(String contentType, Stream<Frame> frames, Framing framing) {
        var headers = Headers.of("content-type", contentType).with("x-accel-buffering", "no");
        return HttpResponse.streamed(OK, headers, new CreatedFrames(frames, framing));
    }

    private static HttpResponse events(StreamContent content) {
        // WHATWG HTML, 9.2.7: a proxy must neither store the stream nor buffer it.
        var headers = Headers.of("content-type", "text/event-stream")
                .with("cache-control", "no-store")
                .with("x-accel-buffering", "no");
        return HttpResponse.streamed(OK, headers, content);
    }
}
