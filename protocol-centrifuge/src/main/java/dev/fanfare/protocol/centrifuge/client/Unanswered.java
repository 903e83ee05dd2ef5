package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;

/**
 * Sees to it that a client does not have too much unanswered: it is not read from until it is less. One whose commands come by
 * requests of their own can't be made to wait. Confined to the client's event loop.
 */
final class Unanswered {
    /** So many of the longest messages may wait. */
    private static final int MAX_MESSAGES = 16;

    private final Session session;
    private final CommandQueue queue;
    private final int maxCommands;
    private final long maxBytes;
    private boolean paused;

    Unanswered(Session session, CommandQueue queue, CentrifugeSettings settings) {
        this.session = session;
        this.queue = queue;
        this.maxCommands = settings.maxWaitingCommands();
        this.maxBytes = (long) MAX_MESSAGES * settings.maxMessageBytes();
    }

    boolean isTooMuch() {
        return queue.size() > maxCommands || queue.bytes() > maxBytes;
    }

    /** Commands came. */
    void more() {
        if (!paused && isTooMuch()) {
            paused = true;
            session.pauseReading();
        }
    }

    /** A command was answered. */
    void fewer() {
        if (paused && queue.size() <= maxCommands / 2 && queue.bytes() <= maxBytes / 2 && session.isOpen()) {
            paused = false;
            session.resumeReading();
        }
    }
}
