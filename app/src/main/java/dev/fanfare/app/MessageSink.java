package dev.fanfare.app;

import dev.fanfare.app.json.Json;
import dev.fanfare.model.channel.Payload;

/** Somebody to send messages to; short cuts to {@link #send(Payload)}. Thread-safe. */
public interface MessageSink {
    /** Sends a message. */
    void send(Payload message);

    /** Sends a text message; see {@link #send(Payload)}. */
    default void send(String text) {
        send(Payload.text(text));
    }

    /** Sends a binary message of these bytes, which nobody may change from now on; see {@link #send(Payload)}. */
    default void send(byte[] bytes) {
        send(Payload.binary(bytes));
    }

    /**
     * Sends a value as JSON; see {@link #send(Payload)}.
     *
     * @throws IllegalArgumentException when no JSON can be made of it
     */
    default void sendJson(Object value) {
        send(Payload.validatedJson(Json.write(value)));
    }
}
