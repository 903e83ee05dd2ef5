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
 * A WebSocket client for the server under test. Thread-safe. It reads continuously, answers pings and close frames, and
 * keeps what arrives until the test receives it. Methods wait for what they return, up to 30 seconds by default. On
 * timeout they throw an {@link AssertionError} that describes what arrived instead.
 */
public final class TestClient implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = JsonMapper.shared();

    private final ClientWire wire;
    private final ClientInbox inbox;
    private volatile Duration timeout = TIMEOUT;

    /** Creates a client; the wire fills the inbox. */
    public TestClient(ClientWire wire, ClientInbox inbox) {
        this.wire = wire;
        this.inbox = inbox;
    }

    /** Sets the timeout of the following calls. */
    public TestClient timeout(Duration newTimeout) {
        timeout = newTimeout;
        return this;
    }

    /**
     * Waits until the server has accepted the handshake.
     *
     * @throws HandshakeRefusedException if the server rejected it
     */
    public TestClient accepted() {
        answer();
        return this;
    }

    /** Returns the headers of the 101 response. */
    public Headers responseHeaders() {
        return answer().headers();
    }

    /** Returns the subprotocol selected by the server. */
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

    /** Sends a binary message; the caller must not modify the bytes afterwards. */
    public void sendBytes(byte[] bytes) {
        wire.send(List.of(Payload.binary(bytes)), timeout);
    }

    /** Sends a value, such as a record, a map or a {@link JsonNode}, as JSON in a text message. */
    public void sendJson(Object value) {
        sendText(JSON.writeValueAsString(value));
    }

    /** Returns the next message, which must be text. */
    public String receiveText() {
        var message = receive("a text message");
        if (!message.isText()) {
            throw unexpected("a text message", ClientInbox.describe(message));
        }
        return message.text();
    }

    /** Returns the next message, which must be binary. */
    public byte[] receiveBytes() {
        var message = receive("a binary message");
        if (message.isText()) {
            throw unexpected("a binary message", ClientInbox.describe(message));
        }
        return message.bytes();
    }

    /** Returns the next message, which must be text, parsed as JSON. */
    public JsonNode receiveJson() {
        return receiveJson(JsonNode.class);
    }

    /** Returns the next message, which must be text, converted from JSON to a value. */
    public <T> T receiveJson(Class<T> type) {
        var text = receiveText();
        try {
            return JSON.readValue(text, type);
        } catch (RuntimeException malformed) {
            throw new AssertionError("expected JSON for " + type.getSimpleName() + ", got '" + text + "'", malformed);
        }
    }

    /** Waits for the end of the connection and returns the reason; no message may arrive before it. */
    public CloseReason receiveClose() {
        var message = inbox.awaitMessage(timeout);
        if (message != null) {
            throw unexpected("the connection's end", ClientInbox.describe(message));
        }
        return closeReason();
    }

    /**
     * Fails if a message is queued or in transit, or if the connection has ended. In memory, this is determined once
     * the server is idle; over a socket, after 200 ms.
     */
    public void receiveNothing() {
        wire.settle();
        if (inbox.awaitAnything(Duration.ZERO)) {
            throw unexpected("nothing", inbox.describe());
        }
    }

    /**
     * Waits for the end of the connection and returns the code and reason of the server's close frame; 1005 without a
     * code, 1006 without a close frame. Earlier messages can still be received.
     */
    public CloseReason closeReason() {
        var reason = inbox.awaitEnd(timeout);
        if (reason == null) {
            throw late("the connection's end");
        }
        return reason;
    }

    /** Sends a close frame and waits for the end of the connection. A stalled client resumes reading. */
    public void close(int code, String reason) {
        wire.close(new CloseReason(code, reason));
        wire.resume();
        closeReason();
    }

    /** Sends a close frame without waiting. */
    public void beginClose(int code, String reason) {
        wire.close(new CloseReason(code, reason));
    }

    /** Breaks the connection without a close frame, like a crashed client. */
    public void lose() {
        wire.lose();
    }

    /**
     * Stops reading, so that the connection becomes not writable for the server: in memory after 64 KiB, over a socket
     * after an amount that depends on the operating system. The amount is smaller if the client was stalled from the
     * start.
     */
    public void stall() {
        wire.stall();
    }

    /** Resumes reading. */
    public void resume() {
        wire.resume();
    }

    /** Stops answering pings, like a hanging client. */
    public void ignorePings() {
        wire.ignorePings();
    }

    /** Closes the connection with 1000 if it is open, or breaks it if the server does not answer. */
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
            throw late("a response to the handshake");
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
