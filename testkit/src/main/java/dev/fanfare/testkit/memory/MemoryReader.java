package dev.fanfare.testkit.memory;

import dev.fanfare.core.transport.HttpHandler;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.testkit.app.StreamInbox;
import dev.fanfare.testkit.app.TestResponse;
import dev.fanfare.testkit.app.TestStream;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The client of one request in memory, which reads the response. Thread-safe; all work is done on the event loop. */
final class MemoryReader implements MemoryAsker, TestStream {
    private final MemoryLoop loop;
    private final MemoryExchange exchange;
    private final StreamInbox inbox = new StreamInbox();
    private final Consumer<MemoryReader> onOver;
    /** Confined to the loop, like all fields below. */
    private @Nullable MemoryResponseStream stream;

    private boolean stalled;
    private boolean over;

    /**
     * Creates a client.
     *
     * @param onOver called once on the loop when the response has ended
     */
    MemoryReader(
            MemoryLoop loop, MemorySettings settings, HttpRequest request, byte[] body, Consumer<MemoryReader> onOver) {
        this.loop = loop;
        this.onOver = onOver;
        this.exchange = new MemoryExchange(loop, settings, request, body, null, this);
    }

    void start(HttpHandler handler) {
        loop.execute(() -> exchange.start(handler));
    }

    /** Returns the response with its complete body. */
    TestResponse whole() {
        inbox.awaitEnd(TIMEOUT);
        var head = head();
        return new TestResponse(head.status(), head.headers(), inbox.body());
    }

    @Override
    public void onResponse(TestResponse response) {
        inbox.onHead(new TestResponse(response.status(), response.headers(), new byte[0]));
        inbox.onBytes(response.body());
        end(true);
    }

    @Override
    public void onStream(TestResponse head, MemoryResponseStream begun) {
        stream = begun;
        if (stalled) {
            begun.stall();
        }
        begun.read(inbox::onBytes, this::end);
        inbox.onHead(head);
    }

    @Override
    public TestResponse head() {
        return inbox.head(TIMEOUT);
    }

    @Override
    public String receiveTo(String end) {
        return inbox.receiveTo(end, TIMEOUT);
    }

    @Override
    public String receiveRest() {
        return inbox.receiveRest(TIMEOUT);
    }

    @Override
    public boolean awaitEnd() {
        return inbox.awaitEnd(TIMEOUT);
    }

    @Override
    public void stall() {
        onLoop(() -> {
            stalled = true;
            if (stream != null) {
                stream.stall();
            }
        });
    }

    @Override
    public void resume() {
        onLoop(() -> {
            stalled = false;
            if (stream != null) {
                stream.resume();
            }
        });
    }

    /** Acts like the loss of the connection, which the server detects at once. */
    @Override
    public void leave() {
        onLoop(() -> {
            exchange.abandon();
            if (stream != null) {
                stream.lose();
            }
            end(false);
        });
    }

    private void end(boolean orderly) {
        if (!over) {
            over = true;
            onOver.accept(this);
            inbox.onEnd(orderly);
        }
    }

    /** Has no effect once the transport is closed. */
    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException closed) {
            inbox.onEnd(false);
        }
    }
}
