package dev.fanfare.app;

/**
 * Lets a client resume a subscription from the position that it sends in the query of its handshake. Immutable.
 *
 * @param queryParameter the query parameter with the position; a socket with several channels uses one for each
 * @param latest maximum number of publications that a client without a position receives first, at most the node's recovery limit; 0 for
 *     later publications only
 * @see Socket#subscribe(Channel, Resume)
 */
public record Resume(String queryParameter, int latest) {
    public Resume {
        if (latest < 0) {
            throw new IllegalArgumentException("latest must be 0 or more, got " + latest);
        }
    }

    /** Resumes from the position in this query parameter; a client without a position receives later publications only. */
    public static Resume fromQuery(String parameter) {
        return new Resume(parameter, 0);
    }

    /** Returns a copy that first sends the latest publications of the history to a client without a position. */
    public Resume orLatest(int publications) {
        return new Resume(queryParameter, publications);
    }
}
