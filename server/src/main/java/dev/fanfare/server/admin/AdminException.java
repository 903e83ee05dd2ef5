package dev.fanfare.server.admin;

/** A request of an operator that cannot be carried out. Its message is shown to the operator. */
public final class AdminException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** Creates a failure with an HTTP status and a message for the operator. */
    public AdminException(int status, String message) {
        super(message);
        this.status = status;
    }

    /** Returns the HTTP status. */
    public int status() {
        return status;
    }
}
