package dev.fanfare.core.fake;

import dev.fanfare.core.transport.MessagePart;
import dev.fanfare.core.transport.UnsentBytes;
import java.util.IdentityHashMap;

/** The shared message parts that connections of one loop have sent. Confined to the loop. */
public final class SentParts {
    private final IdentityHashMap<MessagePart, SentPart> parts = new IdentityHashMap<>();

    private static final class SentPart extends UnsentBytes {
        private final int size;

        SentPart(int size) {
            this.size = size;
        }

        @Override
        public int size() {
            return size;
        }
    }

    UnsentBytes of(MessagePart part) {
        return parts.computeIfAbsent(part, same -> new SentPart(part.size()));
    }
}
