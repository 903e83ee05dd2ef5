package dev.fanfare.app;

import dev.fanfare.app.internal.json.Json;
import dev.fanfare.model.channel.Payload;

/** Accepts messages to send; the other methods delegate to {@link #send(Payload)}. Thread-safe. */
public interface MessageSink {
    /** Sends a message. */
    void send(Payload message);

    /** Sends a text message; see {@link #send(Payload)}. */
    default void send(String text) {
        send(Payload.text(text));
    }

    /** Sends a binary message; see {@link #send(Payload)}. The array is not copied and must not be modified afterwards. */
    default void send(byte[] bytes) {
        send(Payload.binary(bytes));
    }

    /**
     * Sends a value as JSON; see {@link #send(Payload)}.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    default void sendJson(Object value) {
        send(Payload.validatedJson(Json.write(value)));
    }
}
