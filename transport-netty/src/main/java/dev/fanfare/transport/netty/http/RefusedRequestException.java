package dev.fanfare.transport.netty.http;

/** What is wrong with a request, and the status to answer; without a stack, because clients cause it. */
final class RefusedRequestException extends RuntimeException {
    static final int BAD_REQUEST = 400;

    private final int status;

    RefusedRequestException(int status, String reason) {
        super(reason, null, false, false);
        this.status = status;
    }

    static RefusedRequestException bad(String reason) {
        return new RefusedRequestException(BAD_REQUEST, reason);
    }

    int status() {
        return status;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
