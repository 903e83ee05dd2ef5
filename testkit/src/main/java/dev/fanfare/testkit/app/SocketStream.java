package dev.fanfare.testkit.app;

import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;

/** A streaming response over a socket, read by a virtual thread. Thread-safe. */
final class SocketStream implements TestStream {
    private final RawSocket socket;
    private final StreamInbox inbox = new StreamInbox();
    private volatile CompletableFuture<Boolean> reading = CompletableFuture.completedFuture(true);

    SocketStream(RawSocket socket) {
        this.socket = socket;
    }

    /** Sends the request and starts reading. */
    void start(String method, String request, byte[] body) {
        socket.neverTimeOut();
        var http = RawHttp.over(socket);
        http.send(request);
        socket.send(body);
        Thread.ofVirtual().name("test-stream").start(() -> read(http, method.equals("HEAD")));
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
        reading = new CompletableFuture<>();
    }

    @Override
    public void resume() {
        reading.complete(true);
    }

    @Override
    public void leave() {
        socket.reset();
        inbox.onEnd(false);
        resume();
    }

    private void read(RawHttp http, boolean bodiless) {
        boolean orderly = false;
        try {
            var head = http.readHead();
            inbox.onHead(new TestResponse(head.status(), head.headers(), new byte[0]));
            if (!bodiless) {
                http.readBody(head, part -> {
                    inbox.onBytes(part);
                    reading.join();
                });
            }
            orderly = true;
        } catch (UncheckedIOException gone) {
            // reported below
        } finally {
            inbox.onEnd(orderly);
            socket.close();
        }
    }
}
