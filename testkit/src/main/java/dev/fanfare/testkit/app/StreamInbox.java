package dev.fanfare.testkit.app;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Everything that a client has received of a streaming response: head, body and end. Thread-safe. Unbounded. */
public final class StreamInbox {
    private final ObservedState state = new ObservedState();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    /** Number of bytes of the body that were returned. */
    private int taken;

    private @Nullable TestResponse head;
    private boolean over;
    private boolean orderly;

    /** Records status and headers. */
    public void onHead(TestResponse response) {
        state.change(() -> head = response);
    }

    /** Records a part of the body. */
    public void onBytes(byte[] bytes) {
        state.change(() -> body.writeBytes(bytes));
    }

    /** Records the end. The first call counts. */
    public void onEnd(boolean inOrder) {
        state.change(() -> {
            orderly = over ? orderly : inOrder;
            over = true;
        });
    }

    /** Implements {@link TestStream#head}. */
    public TestResponse head(Duration time) {
        require(await(time, () -> head != null) && head != null, "no response within " + time);
        return Objects.requireNonNull(head);
    }

    /** Implements {@link TestStream#receiveTo}. */
    public String receiveTo(String end, Duration time) {
        return state.read(() -> {
            await(time, () -> untaken().contains(end));
            var waiting = untaken();
            int at = waiting.indexOf(end);
            require(at >= 0, "no '" + end + "' within " + time);
            return take(waiting.substring(0, at + end.length()));
        });
    }

    /** Implements {@link TestStream#receiveRest}. */
    public String receiveRest(Duration time) {
        require(awaitEnd(time), "no clean end within " + time);
        return state.read(() -> take(untaken()));
    }

    /** Implements {@link TestStream#awaitEnd}. */
    public boolean awaitEnd(Duration time) {
        require(await(time, () -> over), "no end within " + time);
        return orderly;
    }

    /** Returns the body received so far. */
    public byte[] body() {
        return state.read(body::toByteArray);
    }

    /** Returns bytes as characters, because the last character may be incomplete. */
    private String untaken() {
        var bytes = body.toByteArray();
        return new String(bytes, taken, bytes.length - taken, StandardCharsets.ISO_8859_1);
    }

    private String take(String bytesAsCharacters) {
        taken += bytesAsCharacters.length();
        return new String(bytesAsCharacters.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private void require(boolean held, String otherwise) {
        if (!held) {
            throw new AssertionError(state.read(() -> otherwise + "; the stream " + (over ? "is over" : "is open")
                    + ", and '" + untaken() + "' is queued"));
        }
    }

    /** Waits for the condition or the end; returns true if the condition holds. */
    private boolean await(Duration time, BooleanSupplier condition) {
        state.await(time, () -> over || condition.getAsBoolean());
        return state.read(condition::getAsBoolean);
    }
}
