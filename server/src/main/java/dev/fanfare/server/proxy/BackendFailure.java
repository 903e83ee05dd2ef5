package dev.fanfare.server.proxy;

/** A backend gave no answer that can be used. Its words show nothing that a client or the backend sent. */
final class BackendFailure extends RuntimeException {
    private final Kind kind;

    /** What happened; each is logged by itself. */
    enum Kind {
        UNREACHABLE,
        LATE,
        OVERLOADED,
        STATUS,
        UNREADABLE
    }

    private BackendFailure(Kind kind, String words) {
        super(words, null, false, false);
        this.kind = kind;
    }

    /** There was no answer at all. */
    static BackendFailure unreachable(String words) {
        return new BackendFailure(Kind.UNREACHABLE, words);
    }

    /** There was none in time. */
    static BackendFailure late(String words) {
        return new BackendFailure(Kind.LATE, words);
    }

    /** Too many calls wait already. */
    static BackendFailure overloaded(String words) {
        return new BackendFailure(Kind.OVERLOADED, words);
    }

    /** It answered by another status than 200. */
    static BackendFailure status(int status) {
        return new BackendFailure(Kind.STATUS, "it answered with status " + status);
    }

    /** It answered what can't be understood. */
    static BackendFailure unreadable(String words) {
        return new BackendFailure(Kind.UNREADABLE, words);
    }

    Kind kind() {
        return kind;
    }

    /** What to tell people. */
    String words() {
        return String.valueOf(getMessage());
    }
}
