package dev.fanfare.server.proxy;

/** Thrown when a backend sends no usable response. The message quotes neither the client nor the backend. */
final class BackendException extends RuntimeException {
    private final Kind kind;

    /** The cause; each is logged separately. */
    enum Kind {
        UNREACHABLE,
        LATE,
        OVERLOADED,
        STATUS,
        UNREADABLE
    }

    private BackendException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** The backend could not be reached. */
    static BackendException unreachable(String message) {
        return new BackendException(Kind.UNREACHABLE, message);
    }

    /** The response did not arrive in time. */
    static BackendException late(String message) {
        return new BackendException(Kind.LATE, message);
    }

    /** Too many calls are waiting. */
    static BackendException overloaded(String message) {
        return new BackendException(Kind.OVERLOADED, message);
    }

    /** The status is not 200. */
    static BackendException status(int status) {
        return new BackendException(Kind.STATUS, "the response has status " + status + ", expected 200");
    }

    /** The response is invalid. */
    static BackendException unreadable(String message) {
        return new BackendException(Kind.UNREADABLE, message);
    }

    Kind kind() {
        return kind;
    }

    /** The message. */
    String message() {
        return String.valueOf(getMessage());
    }
}
