package dev.fanfare.testkit.simulation.client;

import dev.fanfare.core.channel.StreamPosition;
import dev.fanfare.testkit.simulation.system.PushLog.PushType;
import org.jspecify.annotations.Nullable;

/** What a simulated client gets to read. Immutable. */
sealed interface ClientMessage {
    String channel();

    /** The message as it travels. */
    String text();

    /** A push of a channel. */
    record Pushed(
            String channel,
            PushType type,
            String content,
            @Nullable StreamPosition position) implements ClientMessage {
        @Override
        public String text() {
            return position == null
                    ? type + "|" + channel + "|" + content
                    : type + "|" + channel + "|" + content + "|" + position.epoch() + "|" + position.offset();
        }
    }

    /** The answer to a subscribe, or the end of what it began: what it says lies in the attempt of that number. */
    record Told(String channel, int attempt, int number) implements ClientMessage {
        private static final String MARK = "TOLD";

        @Override
        public String text() {
            return MARK + "|" + channel + "|" + attempt + "|" + number;
        }
    }

    static ClientMessage parse(String text) {
        var parts = text.split("\\|", -1);
        if (parts[0].equals(Told.MARK)) {
            return new Told(parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
        }
        boolean positioned = parts.length > 3;
        return new Pushed(
                parts[1],
                PushType.valueOf(parts[0]),
                parts[2],
                positioned ? new StreamPosition(parts[3], Long.parseLong(parts[4])) : null);
    }
}
