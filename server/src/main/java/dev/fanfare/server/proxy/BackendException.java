package dev.fanfare.server.proxy;

/** Thrown when a backend sends no usable response. The message quotes neither the client nor the backend. */
final class BackendException extends RuntimeException {
    private final Fault fault;

    /** The cause; each is logged separately. */
    enum Fault {
        UNREACHABLE,
        LATE,
        OVERLOADED,
        STATUS,
        UNREADABLE
    }

    private BackendException(Fault fault, String message) {
        super(message, null, false, false);
        this.fault = fault;
    }

    /** The backend could not be reached. */
    static BackendException unreachable(String message) {
        return new BackendException(Fault.UNREACHABLE, message);
    }

    /** The response did not arrive in time. */
    static BackendException late(String message) {
        return new BackendException(Fault.LATE, message);
    }

    /** Too many calls are waiting. */
    static BackendException overloaded(String message) {
        return new BackendException(Fault.OVERLOADED, message);
    }

    /** The status is not 200. */
    static BackendException status(int status) {
        return new BackendException(Fault.STATUS, "the response has status " + status + ", expected 200");
    }

    /** The response is invalid. */
    static BackendException unreadable(String message) {
        return new BackendException(Fault.UNREADABLE, message);
    }

    Fault fault() {
        return fault;
    }

    /** The message. */
    String message() {
        return String.valueOf(getMessage());
    }
}
