package dev.fanfare.testkit.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client has received: the response to its handshake, messages, and the end. Thread-safe. Unbounded.
 */
public final class ClientInbox {
    private final ObservedState state = new ObservedState();
    private final Queue<Payload> messages = new ArrayDeque<>();
    private @Nullable TestResponse answer;
    private @Nullable CloseReason end;

    /** Records the response to the handshake. */
    public void onAnswer(TestResponse response) {
        state.change(() -> answer = response);
    }

    /** Records a message. */
    public void onMessage(Payload message) {
        state.change(() -> messages.add(message));
    }

    /** Records the end of the connection: the server's close frame, or 1006 without one. The first call counts. */
    public void onEnd(CloseReason reason) {
        state.change(() -> end = end == null ? reason : end);
    }

    /** Returns the response; null on timeout or if the connection ended first. */
    @Nullable
    TestResponse awaitAnswer(Duration time) {
        state.await(time, () -> answer != null || end != null);
        return answer;
    }

    /** Returns the next message; null on timeout or if the connection ended first. */
    @Nullable
    Payload awaitMessage(Duration time) {
        return state.<@Nullable Payload>read(() -> {
            awaitAnything(time);
            return messages.poll();
        });
    }

    /** Returns why the connection ended; null on timeout. */
    @Nullable
    CloseReason awaitEnd(Duration time) {
        state.await(time, () -> end != null);
        return end;
    }

    /** Waits for a message or the end; returns false on timeout. */
    boolean awaitAnything(Duration time) {
        return state.await(time, () -> !messages.isEmpty() || end != null);
    }

    /** Describes the content for failure messages. */
    String describe() {
        return state.read(() -> {
            var first = messages.peek();
            var waiting =
                    first == null ? "no message is queued" : messages.size() + " queued, first " + describe(first);
            var open = answer == null ? "the handshake is not answered" : "the connection is open";
            return waiting + "; " + (end == null ? open : describe(end));
        });
    }

    static String describe(Payload message) {
        return message.isText() ? "the text '" + message.text() + "'" : message.size() + " binary bytes";
    }

    static String describe(CloseReason reason) {
        return "the connection was closed with " + reason.code()
                + (reason.reason().isEmpty() ? "" : " '" + reason.reason() + "'");
    }
}
