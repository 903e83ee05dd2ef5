package dev.fanfare.app;

import dev.fanfare.model.channel.Payload;

/** What waits for a consumer, in the order in which it came. Immutable. */
sealed interface InboxItem {
    /** What an event costs in an inbox beside the bytes in which it travelled, roughly. */
    int EVENT_BYTES = 256;

    /** From the client. */
    record Message(Payload payload) implements InboxItem {}

    /** To this one client, from anywhere. */
    record Direct(Payload payload) implements InboxItem {}

    /** From a channel that was joined. */
    record Event(Object value, int bytes) implements InboxItem {}

    /** Its size in bytes. */
    default int size() {
        return switch (this) {
            case Message message -> message.payload().size();
            case Direct direct -> direct.payload().size();
            case Event event -> EVENT_BYTES + event.bytes();
        };
    }
}
