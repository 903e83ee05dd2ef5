package dev.fanfare.transport.netty.http;

/** Thrown when a request is malformed or exceeds a limit. Has no stack trace, because clients cause it. */
final class RejectedRequestException extends RuntimeException {
    private static final int BAD_REQUEST = 400;

    private final int status;

    RejectedRequestException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    static RejectedRequestException bad(String reason) {
        return new RejectedRequestException(BAD_REQUEST, reason);
    }

    /** The status of the response. */
    int status() {
        return status;
    }

    /** The body of the response. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
