package dev.fanfare.testkit.app;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a client has received: the response to its handshake, messages, and the end. Thread-safe. Unbounded.
 */
public final class ClientInbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Payload> messages = new ArrayDeque<>();
    private @Nullable TestResponse answer;
    private @Nullable CloseReason end;

    /** Records the response to the handshake. */
    public void onAnswer(TestResponse response) {
        change(() -> answer = response);
    }

    /** Records a message. */
    public void onMessage(Payload message) {
        change(() -> messages.add(message));
    }

    /** Records the end of the connection: the server's close frame, or 1006 without one. The first call counts. */
    public void onEnd(CloseReason reason) {
        change(() -> end = end == null ? reason : end);
    }

    /** Returns the response; null on timeout or if the connection ended first. */
    @Nullable
    TestResponse awaitAnswer(Duration time) {
        await(time, () -> answer != null || end != null);
        return answer;
    }

    /** Returns the next message; null on timeout or if the connection ended first. */
    @Nullable
    Payload awaitMessage(Duration time) {
        lock.lock();
        try {
            await(time, () -> !messages.isEmpty() || end != null);
            return messages.poll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns why the connection ended; null on timeout. */
    @Nullable
    CloseReason awaitEnd(Duration time) {
        await(time, () -> end != null);
        return end;
    }

    /** Waits for a message or the end; returns false on timeout. */
    boolean awaitAnything(Duration time) {
        return await(time, () -> !messages.isEmpty() || end != null);
    }

    /** Describes the content for failure messages. */
    String describe() {
        lock.lock();
        try {
            var first = messages.peek();
            var waiting =
                    first == null ? "no message is queued" : messages.size() + " queued, first " + describe(first);
            var open = answer == null ? "the handshake is not answered" : "the connection is open";
            return waiting + "; " + (end == null ? open : describe(end));
        } finally {
            lock.unlock();
        }
    }

    static String describe(Payload message) {
        return message.isText() ? "the text '" + message.text() + "'" : message.size() + " binary bytes";
    }

    static String describe(CloseReason reason) {
        return "the connection was closed with " + reason.code()
                + (reason.reason().isEmpty() ? "" : " '" + reason.reason() + "'");
    }

    private void change(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean await(Duration time, BooleanSupplier condition) {
        long left = time.toNanos();
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the server", interrupted);
        } finally {
            lock.unlock();
        }
    }
}
