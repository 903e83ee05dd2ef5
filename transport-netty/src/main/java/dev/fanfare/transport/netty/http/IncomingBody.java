package dev.fanfare.transport.netty.http;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.MemoryKind;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of one request. It waits in the socket until the handler reads it. A body that is not read is skipped if it is
 * short; otherwise the connection ends with the response. Confined to the connection's event loop.
 */
final class IncomingBody {
    /** A body up to this size is skipped, so that the connection can continue. */
    private static final int MAX_SKIPPED_BYTES = 64 * 1024;

    private static final int FIRST_CAPACITY = 1024;
    private static final byte[] NO_BYTES = {};

    private final long length;
    /** Until 100 (Continue) is sent, the client may or may not send the body (RFC 9110, 10.1.1). */
    private boolean waitsForContinue;

    private long received;
    private boolean complete;
    private boolean requested;
    private boolean failed;

    private int maxBytes;
    private @Nullable MemoryAccount memory;
    private @Nullable Consumer<byte[]> onBody;
    private @Nullable Consumer<HttpResponse> onRefused;
    private byte[] bytes = NO_BYTES;

    IncomingBody(RequestHead head) {
        this.length = head.bodyLength();
        this.waitsForContinue = head.waitsForContinue();
        this.complete = length == 0;
    }

    /** Whether the last byte has arrived. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the handler waits for the rest. */
    boolean isReading() {
        return onRefused != null;
    }

    /** Whether the connection can continue after a response: the rest of the body is short, and certain to arrive. */
    boolean canSkip() {
        return complete
                || (!failed
                        && !waitsForContinue
                        && length != RequestHead.UNKNOWN_LENGTH
                        && length - received <= MAX_SKIPPED_BYTES);
    }

    /** Begins to collect the body. Returns whether 100 (Continue) must be sent now. */
    boolean read(int limit, MemoryAccount account, Consumer<byte[]> whenRead, Consumer<HttpResponse> whenRefused) {
        if (requested) {
            throw new IllegalStateException("the body of a request can be read once");
        }
        requested = true;
        maxBytes = limit;
        memory = account;
        onBody = whenRead;
        onRefused = whenRefused;
        if (complete) {
            end();
            return false;
        }
        if (length > limit) {
            refuse(tooLong());
            return false;
        }
        boolean announced = waitsForContinue;
        waitsForContinue = false;
        return announced;
    }

    /** Receives a piece of the body. */
    void add(ByteBuf piece, boolean last) {
        int more = piece.readableBytes();
        if (isReading() && reserve(more)) {
            piece.getBytes(piece.readerIndex(), bytes, (int) received, more);
        }
        received += more;
        complete = last;
        if (last && isReading()) {
            end();
        }
    }

    /** Reports that the rest cannot be read. The connection ends with the response. */
    void refuse(HttpResponse response) {
        var refused = onRefused;
        release();
        failed = true;
        if (refused != null) {
            refused.accept(response);
        }
    }

    private void end() {
        var received = onBody;
        if (memory != null) {
            memory.keep(MemoryKind.BODIES);
        }
        var whole = bytes.length == this.received ? bytes : Arrays.copyOf(bytes, (int) this.received);
        release();
        if (received != null) {
            received.accept(whole);
        }
    }

    private void release() {
        onBody = null;
        onRefused = null;
        bytes = NO_BYTES;
    }

    /** Makes room for further bytes within the limit of the route and the budget of the node. */
    private boolean reserve(int more) {
        long needed = received + more;
        if (needed > maxBytes) {
            refuse(tooLong());
            return false;
        }
        if (needed > bytes.length) {
            int capacity = (int) Math.max(needed, Math.min(mostBytes(), Math.max(FIRST_CAPACITY, 2L * bytes.length)));
            if (memory != null && !memory.hold(MemoryKind.BODIES, capacity)) {
                refuse(overloaded());
                return false;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        return true;
    }

    private long mostBytes() {
        return length == RequestHead.UNKNOWN_LENGTH ? maxBytes : length;
    }

    private HttpResponse tooLong() {
        return HttpResponse.text(413, "the request body is longer than " + maxBytes + " bytes");
    }

    /** The response when the node has no memory for further bodies. */
    static HttpResponse overloaded() {
        return HttpResponse.text(503, "the server holds too many request bodies: retry later")
                .with("retry-after", "1");
    }
}
