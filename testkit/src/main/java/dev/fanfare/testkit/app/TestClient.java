package dev.fanfare.testkit.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A WebSocket client of the server under test. It reads all the time, answers pings and close frames, and keeps what came
 * until the test asks for it. What is asked for is waited for, 30 seconds by default; an {@link AssertionError} says what
 * came instead. Thread-safe.
 */
public final class TestClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = JsonMapper.shared();

    private final ClientWire wire;
    private final ClientInbox inbox;
    private volatile Duration timeout = TIMEOUT;

    /** A client of a wire whose other end fills the inbox. */
    public TestClient(ClientWire wire, ClientInbox inbox) {
        this.wire = wire;
        this.inbox = inbox;
    }

    /** Waits so long from now on. */
    public TestClient timeout(Duration newTimeout) {
        timeout = newTimeout;
        return this;
    }

    /**
     * Waits until the server has let the client in.
     *
     * @throws HandshakeRefusedException when it has not
     */
    public TestClient accepted() {
        answer();
        return this;
    }

    /** The header fields of the 101. */
    public Headers responseHeaders() {
        return answer().headers();
    }

    /** The subprotocol that the server has chosen. */
    public Optional<String> subprotocol() {
        return responseHeaders().first("sec-websocket-protocol");
    }

    /** Sends a text message. */
    public void sendText(String text) {
        sendTogether(text);
    }

    /** Sends text messages so that they arrive together. */
    public void sendTogether(String... texts) {
        wire.send(Stream.of(texts).map(Payload::text).toList(), timeout);
    }

    /** Sends a binary message of these bytes, which nobody may change from now on. */
    public void sendBytes(byte[] bytes) {
        wire.send(List.of(Payload.binary(bytes)), timeout);
    }

    /** Sends a value, such as a record, a map or a {@link JsonNode}, as the JSON that Jackson makes of it, in a text message. */
    public void sendJson(Object value) {
        sendText(JSON.writeValueAsString(value));
    }

    /** The next message, which must be text. */
    public String receiveText() {
        var message = receive("a text message");
        if (!message.isText()) {
            throw unexpected("a text message", ClientInbox.describe(message));
        }
        return message.text();
    }

    /** The next message, which must be binary. */
    public byte[] receiveBytes() {
        var message = receive("a binary message");
        if (message.isText()) {
            throw unexpected("a binary message", ClientInbox.describe(message));
        }
        return message.bytes();
    }

    /** The next message, which must be text, read as JSON. */
    public JsonNode receiveJson() {
        return receiveJson(JsonNode.class);
    }

    /** The next message, which must be text, read as JSON into a value. */
    public <T> T receiveJson(Class<T> type) {
        var text = receiveText();
        try {
            return JSON.readValue(text, type);
        } catch (RuntimeException malformed) {
            throw new AssertionError("expected JSON for " + type.getSimpleName() + ", got '" + text + "'", malformed);
        }
    }

    /** The next thing that comes must be the end of the connection; says why it ended. */
    public CloseReason receiveClose() {
        var message = inbox.awaitMessage(timeout);
        if (message != null) {
            throw unexpected("the connection's end", ClientInbox.describe(message));
        }
        return closeReason();
    }

    /**
     * Fails when a message waits or is under way, or the connection has ended. In memory that is known when nothing moves
     * any more; behind a socket it waits a fifth of a second.
     */
    public void receiveNothing() {
        wire.settle();
        if (inbox.awaitAnything(Duration.ZERO)) {
            throw unexpected("nothing", inbox.describe());
        }
    }

    /**
     * Waits for the connection's end and says why: the code and words of the server's close frame, 1005 when it gave none,
     * 1006 when there was no close frame. Messages that came before stay to be received.
     */
    public CloseReason closeReason() {
        var reason = inbox.awaitEnd(timeout);
        if (reason == null) {
            throw late("the connection's end");
        }
        return reason;
    }

    /** Sends a close frame and waits for the connection's end; reads again if it has stalled. */
    public void close(int code, String reason) {
        wire.close(new CloseReason(code, reason));
        wire.resume();
        closeReason();
    }

    /** Sends a close frame and waits for nothing. */
    public void beginClose(int code, String reason) {
        wire.close(new CloseReason(code, reason));
    }

    /** Breaks the connection, without a close frame, as a crashed client does. */
    public void lose() {
        wire.lose();
    }

    /**
     * Stops reading: after some bytes the connection is not writable for the server. In memory those are 64 KiB; a socket
     * takes as much as the operating system pleases, less when the client was stalled from the beginning.
     */
    public void stall() {
        wire.stall();
    }

    /** Reads again. */
    public void resume() {
        wire.resume();
    }

    /** Leaves pings unanswered from now on, as a client does that hangs. */
    public void ignorePings() {
        wire.ignorePings();
    }

    /** Leaves, with 1000, if it is not over; breaks the connection when the server does not answer that. */
    @Override
    public void close() {
        wire.close(new CloseReason(1000, ""));
        wire.resume();
        if (inbox.awaitEnd(timeout) == null) {
            wire.lose();
        }
    }

    private TestResponse answer() {
        var answer = inbox.awaitAnswer(timeout);
        if (answer == null) {
            throw late("an answer to the handshake");
        }
        if (answer.status() != 101) {
            throw new HandshakeRefusedException(answer);
        }
        return answer;
    }

    private Payload receive(String what) {
        var message = inbox.awaitMessage(timeout);
        if (message == null) {
            throw late(what);
        }
        return message;
    }

    private AssertionError late(String expected) {
        var over = overOrNull();
        return over == null
                ? unexpected(expected, "nothing within " + timeout + " (" + inbox.describe() + ")")
                : unexpected(expected, "the end: " + ClientInbox.describe(over));
    }

    private @Nullable CloseReason overOrNull() {
        return inbox.awaitEnd(Duration.ZERO);
    }

    private static AssertionError unexpected(String expected, String got) {
        return new AssertionError("expected " + expected + ", got " + got);
    }
}
