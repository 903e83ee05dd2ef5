package dev.fanfare.server.http;

import dev.fanfare.core.concurrent.FailureCause;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** Thrown when a call to another server got no usable response. The message contains nothing that was sent or received. */
public final class OutboundException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** The reason of failure. */
    public enum Reason {
        /** The connection failed or was closed. */
        UNREACHABLE,
        /** The exchange did not end in time. */
        TIMEOUT,
        /** The response exceeded the size limit. */
        TOO_LONG
    }

    private final Reason reason;

    private OutboundException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static OutboundException tooLong(int maxBytes) {
        return new OutboundException(Reason.TOO_LONG, "the response is longer than " + maxBytes + " bytes");
    }

    /** The failure of an exchange with this timeout; the HTTP client may wrap the failure of a body. */
    static OutboundException during(Duration timeout, Throwable failure) {
        var cause = FailureCause.of(failure);
        if (cause instanceof TimeoutException) {
            return new OutboundException(Reason.TIMEOUT, "no response within " + timeout.toMillis() + " ms");
        }
        if (cause instanceof OutboundException known) {
            return known;
        }
        if (cause.getCause() instanceof OutboundException known) {
            return known;
        }
        var origin = cause.getCause() == null
                ? ""
                : " by " + cause.getCause().getClass().getSimpleName();
        return new OutboundException(Reason.UNREACHABLE, cause.getClass().getSimpleName() + origin);
    }

    /** The exception that failed a stage of {@link OutboundClient}, without the wrappers of further stages. */
    public static OutboundException of(Throwable failure) {
        return during(Duration.ZERO, failure);
    }

    public Reason reason() {
        return reason;
    }
}
