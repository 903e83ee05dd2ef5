package dev.fanfare.simulation.client;

import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.simulation.system.PushLog.PushType;
import org.jspecify.annotations.Nullable;

/** A message to a simulated client. Immutable. */
sealed interface ClientMessage {
    /** The encoded message. */
    String text();

    /** A message of a channel. */
    sealed interface OfChannel extends ClientMessage {
        String channel();
    }

    /** A push of a channel. */
    record Pushed(
            String channel,
            PushType type,
            String content,
            @Nullable StreamPosition position) implements OfChannel {
        static Pushed of(String channel, Push push) {
            return switch (push) {
                case Publication publication ->
                    new Pushed(
                            channel, PushType.PUBLICATION, publication.payload().text(), publication.position());
                case Join join -> new Pushed(channel, PushType.JOIN, join.info().client(), null);
                case Leave leave ->
                    new Pushed(channel, PushType.LEAVE, leave.info().client(), null);
            };
        }

        @Override
        public String text() {
            return position == null
                    ? type + "|" + channel + "|" + content
                    : type + "|" + channel + "|" + content + "|" + position.epoch() + "|" + position.offset();
        }
    }

    /** The reply to a subscribe, or the end of the subscription. The attempt with this number has the outcome. */
    record SubscriptionReply(String channel, int attempt, int number) implements OfChannel {
        private static final String MARK = "TOLD";

        @Override
        public String text() {
            return MARK + "|" + channel + "|" + attempt + "|" + number;
        }
    }

    /** A message from a node to one client, numbered among all messages of the node. */
    record Direct(String from, int serial, String to) implements ClientMessage {
        private static final String MARK = "DIRECT";

        @Override
        public String text() {
            return MARK + "|" + from + "|" + serial + "|" + to;
        }
    }

    static ClientMessage parse(String text) {
        var parts = text.split("\\|", -1);
        return switch (parts[0]) {
            case SubscriptionReply.MARK ->
                new SubscriptionReply(parts[1], Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
            case Direct.MARK -> new Direct(parts[1], Integer.parseInt(parts[2]), parts[3]);
            default -> new Pushed(parts[1], PushType.valueOf(parts[0]), parts[2], position(parts));
        };
    }

    private static @Nullable StreamPosition position(String[] parts) {
        boolean positioned = parts.length > 3;
        return positioned ? new StreamPosition(parts[3], Long.parseLong(parts[4])) : null;
    }
}
