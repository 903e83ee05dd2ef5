package dev.fanfare.testkit.memory;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.ConnectionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.core.transport.StreamFormat;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.testkit.app.TestResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request in memory that waits for its response. Confined to the event loop as specified by {@link HttpExchange}. */
final class MemoryExchange implements HttpExchange {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryExchange.class);
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int NOT_MODIFIED = 304;

    private final MemoryLoop loop;
    private final MemorySettings settings;
    private final HttpRequest request;
    private final byte[] body;
    private final MemoryAccount memory;
    private final @Nullable MemoryConnection upgradable;
    private final MemoryAsker asker;
    private @Nullable Cancellable deadline;
    private boolean bodyRead;
    private volatile boolean answered;

    /**
     * Creates an exchange.
     *
     * @param body the bytes of the body, which has arrived
     * @param upgradable the connection for an upgrade; null if the request is not a handshake
     */
    MemoryExchange(
            MemoryLoop loop,
            MemorySettings settings,
            HttpRequest request,
            byte[] body,
            @Nullable MemoryConnection upgradable,
            MemoryAsker asker) {
        this.loop = loop;
        this.settings = settings;
        this.request = request;
        this.body = body;
        // The body has arrived, so that only the handler can release it.
        this.memory = loop.governor().open(kind -> {});
        this.upgradable = upgradable;
        this.asker = asker;
    }

    /** Calls the handler and starts the time limit. */
    void start(HttpHandler handler) {
        deadline = loop.schedule(settings.handshakeTimeout(), this::onDeadline);
        try {
            handler.handle(this);
        } catch (RuntimeException bug) {
            LOG.error("{} {} failed", request.method(), request.path(), bug);
            if (!answered) {
                respond(HttpResponse.text(500, "internal error"));
            }
        }
    }

    /** Ends the exchange because the client has left. */
    void abandon() {
        answered = true;
        memory.close();
        stopDeadline();
    }

    @Override
    public HttpRequest request() {
        return request;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public boolean isUpgrade() {
        return upgradable != null;
    }

    @Override
    public boolean isAnswered() {
        return answered;
    }

    @Override
    public int maxBodyBytes() {
        return settings.maxBodyBytes();
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void readBody(int maxBytes, Consumer<byte[]> onBody, Consumer<HttpResponse> onRefused) {
        if (bodyRead) {
            throw new IllegalStateException("the body of a request can be read once");
        }
        bodyRead = true;
        if (answered) {
            onRefused.accept(HttpResponse.text(503, "the request was already answered"));
        } else if (body.length > maxBytes) {
            onRefused.accept(HttpResponse.text(413, "the request body is longer than " + maxBytes + " bytes"));
        } else if (memory.hold(MemoryKind.BODIES, body.length)) {
            onBody.accept(body);
        } else {
            onRefused.accept(HttpResponse.text(503, "the server holds too many request bodies: retry later")
                    .with("retry-after", "1"));
        }
    }

    @Override
    public void respond(HttpResponse response) {
        answerOnce();
        var headers = response.headers().with("content-length", "" + response.length());
        asker.onResponse(new TestResponse(response.status(), headers, isHead() ? new byte[0] : bytes(response)));
        if (upgradable != null) {
            upgradable.refuse();
        }
    }

    /** Returns the whole body; reads it if it is a file. */
    private static byte[] bytes(HttpResponse response) {
        if (response.file().isEmpty() || response.status() == NOT_MODIFIED) {
            return response.body();
        }
        var part = response.file().get();
        try (var file = FileChannel.open(part.path())) {
            var bytes = ByteBuffer.allocate(Math.toIntExact(part.length()));
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = file.read(bytes, part.offset() + bytes.position());
            }
            return bytes.array();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void stream(HttpResponse head, StreamFormat format, Function<Connection, ConnectionListener> listener) {
        answerOnce();
        var stream = new MemoryResponseStream(loop, settings.closeTimeout(), request.remoteAddress(), format);
        var begun = new TestResponse(head.status(), head.headers(), new byte[0]);
        if (isHead()) {
            asker.onResponse(begun);
            stream.openAndLose(listener);
        } else {
            asker.onStream(begun, stream);
            stream.open(head.body(), listener);
        }
        if (upgradable != null) {
            upgradable.refuse();
        }
    }

    @Override
    public void upgrade(Headers headers, Function<Connection, ConnectionListener> listener) {
        if (upgradable == null) {
            throw new IllegalStateException(
                    "cannot upgrade " + request.path() + ": the request is not a WebSocket handshake");
        }
        answerOnce();
        var all = headers.with("upgrade", "websocket").with("connection", "upgrade");
        asker.onResponse(new TestResponse(SWITCHING_PROTOCOLS, all, new byte[0]));
        upgradable.open(listener);
    }

    private boolean isHead() {
        return request.method().equals("HEAD");
    }

    private void answerOnce() {
        if (answered) {
            throw new IllegalStateException("cannot respond to " + request.path()
                    + ": the response was already sent, or the client disconnected");
        }
        answered = true;
        memory.close();
        stopDeadline();
    }

    private void stopDeadline() {
        if (deadline != null) {
            deadline.cancel();
        }
    }

    private void onDeadline() {
        if (!answered) {
            LOG.warn("the handler of {} did not respond within {}", request.path(), settings.handshakeTimeout());
            respond(HttpResponse.text(503, "the server did not respond in time"));
        }
    }
}
