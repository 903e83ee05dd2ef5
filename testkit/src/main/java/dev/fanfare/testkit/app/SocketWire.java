package dev.fanfare.testkit.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.testkit.client.Handshake;
import dev.fanfare.testkit.client.RawHttp;
import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import dev.fanfare.testkit.client.ServerFrame;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/** The client side of a WebSocket over a socket, read by a virtual thread. Thread-safe. */
final class SocketWire implements ClientWire {
    private static final Duration QUIET = Duration.ofMillis(200);
    private static final int PROTOCOL_ERROR = 1002;

    private final RawSocket socket;
    private final ClientInbox inbox;
    private final ReentrantLock sending = new ReentrantLock();
    private final AtomicBoolean closeSent = new AtomicBoolean();
    private volatile CompletableFuture<Boolean> reading = CompletableFuture.completedFuture(true);
    private volatile boolean ignoresPings;

    SocketWire(RawSocket socket, ClientInbox inbox) {
        this.socket = socket;
        this.inbox = inbox;
    }

    /** Sends the handshake and starts reading. */
    void start(String handshake) {
        socket.neverTimeOut();
        var http = RawHttp.over(socket);
        http.send(handshake);
        Thread.ofVirtual().name("test-client").start(() -> read(http));
    }

    @Override
    public void send(List<Payload> messages, Duration timeout) {
        send(RawWebSocket.join(messages.stream()
                .map(message ->
                        ClientFrame.of(message.isText() ? ClientFrame.TEXT : ClientFrame.BINARY, message.bytes()))
                .toArray(ClientFrame[]::new)));
    }

    @Override
    public void close(CloseReason reason) {
        if (!closeSent.getAndSet(true)) {
            var frame = reason.code() == CloseReason.NO_STATUS
                    ? ClientFrame.of(ClientFrame.CLOSE, new byte[0])
                    : ClientFrame.close(reason.code(), reason.reason());
            send(frame.bytes());
        }
    }

    @Override
    public void lose() {
        socket.reset();
        inbox.onEnd(CloseReason.lost());
        resume();
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
    public void ignorePings() {
        ignoresPings = true;
    }

    @Override
    public void settle() {
        inbox.awaitAnything(QUIET);
    }

    private void read(RawHttp http) {
        var reason = CloseReason.lost();
        try {
            var response = http.read();
            if (response.status() == Handshake.SWITCHING_PROTOCOLS) {
                Handshake.check(response);
            }
            inbox.onAnswer(new TestResponse(response.status(), response.headers(), response.body()));
            if (response.status() == Handshake.SWITCHING_PROTOCOLS) {
                reason = readFrames(RawWebSocket.opened(http));
            }
        } catch (UncheckedIOException gone) {
            // reported below
        } catch (AssertionError unlawful) {
            reason = new CloseReason(PROTOCOL_ERROR, "the server violated the protocol: " + unlawful.getMessage());
        } finally {
            inbox.onEnd(reason);
            socket.close();
        }
    }

    /** Reads until the connection ends and returns the reason. */
    private CloseReason readFrames(RawWebSocket client) {
        while (true) {
            reading.join();
            var frame = client.receive();
            switch (frame.opcode()) {
                case ClientFrame.TEXT -> inbox.onMessage(Payload.validatedText(whole(frame)));
                case ClientFrame.BINARY -> inbox.onMessage(Payload.binary(whole(frame)));
                case ClientFrame.PING -> pong(frame);
                case ClientFrame.PONG -> {}
                case ClientFrame.CLOSE -> {
                    var reason = new CloseReason(frame.closeCode(), frame.closeReason());
                    close(reason);
                    socket.awaitEnd();
                    return reason;
                }
                default -> throw new AssertionError("unexpected frame with opcode " + frame.opcode());
            }
        }
    }

    private static byte[] whole(ServerFrame frame) {
        if (!frame.fin()) {
            throw new AssertionError("fragmented messages are not supported by this client");
        }
        return frame.payload();
    }

    private void pong(ServerFrame ping) {
        if (!ignoresPings) {
            send(ClientFrame.of(ClientFrame.PONG, ping.payload()).bytes());
        }
    }

    /** Sends a frame; the reader detects a lost connection. */
    private void send(byte[] frames) {
        sending.lock();
        try {
            socket.send(frames);
        } catch (UncheckedIOException gone) {
            // frames that the server sent before are still to be read
        } finally {
            sending.unlock();
        }
    }
}
