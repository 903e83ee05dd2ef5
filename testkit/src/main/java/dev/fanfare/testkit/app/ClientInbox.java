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

/** What has come to a client: the answer to its handshake, messages, the end. Unbounded. Thread-safe. */
public final class ClientInbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<Payload> messages = new ArrayDeque<>();
    private @Nullable TestResponse answer;
    private @Nullable CloseReason end;

    /** The handshake was answered. */
    public void onAnswer(TestResponse response) {
        change(() -> answer = response);
    }

    /** A message has come. */
    public void onMessage(Payload message) {
        change(() -> messages.add(message));
    }

    /** The connection is over: the server's close frame, or 1006 without one. The first call counts. */
    public void onEnd(CloseReason reason) {
        change(() -> end = end == null ? reason : end);
    }

    /** The answer; null when the time, or the connection, was over first. */
    @Nullable
    TestResponse awaitAnswer(Duration time) {
        await(time, () -> answer != null || end != null);
        return answer;
    }

    /** The next message; null when the time, or the connection, was over first. */
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

    /** Why the connection ended; null when the time was over first. */
    @Nullable
    CloseReason awaitEnd(Duration time) {
        await(time, () -> end != null);
        return end;
    }

    /** Waits for a message or the end; false when the time was over first. */
    boolean awaitAnything(Duration time) {
        return await(time, () -> !messages.isEmpty() || end != null);
    }

    /** What waits here, in words. */
    String describe() {
        lock.lock();
        try {
            var first = messages.peek();
            var waiting = first == null ? "no message waits" : messages.size() + " wait, first " + describe(first);
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
