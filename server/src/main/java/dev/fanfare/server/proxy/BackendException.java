package dev.fanfare.server.proxy;

/** A backend gave no answer that can be used. Its words show nothing that a client or the backend sent. */
final class BackendException extends RuntimeException {
    private final Kind kind;

    /** What happened; each is logged by itself. */
    enum Kind {
        UNREACHABLE,
        LATE,
        OVERLOADED,
        STATUS,
        UNREADABLE
    }

    private BackendException(Kind kind, String words) {
        super(words, null, false, false);
        this.kind = kind;
    }

    /** There was no answer at all. */
    static BackendException unreachable(String words) {
        return new BackendException(Kind.UNREACHABLE, words);
    }

    /** There was none in time. */
    static BackendException late(String words) {
        return new BackendException(Kind.LATE, words);
    }

    /** Too many calls wait already. */
    static BackendException overloaded(String words) {
        return new BackendException(Kind.OVERLOADED, words);
    }

    /** It answered by another status than 200. */
    static BackendException status(int status) {
        return new BackendException(Kind.STATUS, "it answered with status " + status);
    }

    /** It answered what can't be understood. */
    static BackendException unreadable(String words) {
        return new BackendException(Kind.UNREADABLE, words);
    }

    Kind kind() {
        return kind;
    }

    /** What to tell people. */
    String words() {
        return String.valueOf(getMessage());
    }
}
