package dev.fanfare.app.internal.concurrent;

import dev.fanfare.model.channel.Payload;

/** An item in the inbox of a socket handler. Immutable. */
public sealed interface InboxItem {
    /** The approximate size of an event in addition to its encoded bytes. */
    int EVENT_BYTES = 256;

    /** A message of the client. */
    record Message(Payload payload) implements InboxItem {}

    /** A message to this client from application code. */
    record Direct(Payload payload) implements InboxItem {}

    /** An event of a joined channel. */
    record Event(Object value, int bytes) implements InboxItem {}

    /** Returns the size in bytes. */
    default int size() {
        return switch (this) {
            case Message message -> message.payload().size();
            case Direct direct -> direct.payload().size();
            case Event event -> EVENT_BYTES + event.bytes();
        };
    }
}
