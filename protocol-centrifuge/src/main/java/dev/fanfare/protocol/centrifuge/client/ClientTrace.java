package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;
import dev.fanfare.core.trace.TraceEvent.Step;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Records the commands of a client and their outcomes in the traces of the node, without tokens and headers. Stateless. */
final class ClientTrace {
    private ClientTrace() {}

    /** Records commands that were sent in one message of this size. */
    static void received(ClientContext context, Session session, List<Command> commands, int bytes) {
        if (context.node().traces().isOn()) {
            for (var command : commands) {
                record(context, session, Step.IN, command, Math.ceilDiv(bytes, commands.size()), detail(command));
            }
        }
    }

    /** Records a reply of this size. */
    static void replied(ClientContext context, Session session, int id, Reply reply, int bytes) {
        if (context.node().traces().isOn()) {
            context.node()
                    .traces()
                    .record(session.info(), Step.OUT, "reply", "", bytes, "#" + id + " " + detail(reply), null);
        }
    }

    /** Records a push to this client only. */
    static void pushed(ClientContext context, Session session, String name, String channel, int bytes, String detail) {
        if (context.node().traces().isOn()) {
            context.node().traces().record(session.info(), Step.OUT, name, channel, bytes, detail, null);
        }
    }

    /** Records that a command was refused or limited. */
    static void failed(ClientContext context, Session session, Command command, RuntimeException outcome) {
        if (!context.node().traces().isOn()) {
            return;
        }
        switch (outcome) {
            case ErrorReplyException error -> {
                boolean isLimited = error.is(ErrorCode.TOO_MANY_REQUESTS) || error.is(ErrorCode.LIMIT_EXCEEDED);
                var rule = error.rule().isEmpty() ? "" : ": " + error.rule();
                record(
                        context,
                        session,
                        isLimited ? Step.LIMITED : Step.REFUSED,
                        command,
                        0,
                        "#" + command.id() + " error " + error.code() + " " + error.message() + rule);
            }
            case DisconnectException disconnect -> {
                var reason = disconnect.reason();
                record(
                        context,
                        session,
                        Step.REFUSED,
                        command,
                        0,
                        "#" + command.id() + " disconnect " + reason.code() + " " + reason.reason());
            }
            default -> record(context, session, Step.REFUSED, command, 0, "#" + command.id() + " failed");
        }
    }

    private static void record(
            ClientContext context, Session session, Step kind, Command command, int bytes, String detail) {
        context.node()
                .traces()
                .record(session.info(), kind, name(command), channel(command), bytes, detail, data(command));
    }

    private static String name(Command command) {
        return command.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static String channel(Command command) {
        return switch (command) {
            case Command.Subscribe subscribe -> subscribe.channel();
            case Command.Unsubscribe unsubscribe -> unsubscribe.channel();
            case Command.Publish publish -> publish.channel();
            case Command.Presence presence -> presence.channel();
            case Command.PresenceStats stats -> stats.channel();
            case Command.History history -> history.channel();
            case Command.SubRefresh refresh -> refresh.channel();
            case Command.Connect c -> "";
            case Command.Rpc r -> "";
            case Command.Send s -> "";
            case Command.Refresh r -> "";
            case Command.Pong p -> "";
        };
    }

    /** Only the payload of a publication belongs to a channel, which decides whether it is shown. */
    private static @Nullable Payload data(Command command) {
        return command instanceof Command.Publish publish ? publish.data() : null;
    }

    /** Never the text of a token. */
    private static String detail(Command command) {
        return "#" + command.id()
                + switch (command) {
                    case Command.Subscribe subscribe ->
                        (subscribe.since() == null
                                        ? ""
                                        : " since " + subscribe.since().text())
                                + (subscribe.token().isEmpty() ? "" : " with a token");
                    case Command.Rpc rpc -> " method " + rpc.method();
                    case Command.Refresh refresh -> " with a token";
                    case Command.SubRefresh refresh -> " with a token";
                    default -> "";
                };
    }

    private static String detail(Reply reply) {
        return switch (reply) {
            case Reply.Failed failed -> "error " + failed.code() + " " + failed.message();
            case Reply.Connected connected -> "connected";
            case Reply.Subscribed subscribed ->
                "allowed"
                        + (subscribed.wasRecovering()
                                ? subscribed.recovered() ? ", recovered" : ", not recovered"
                                : "");
            case Reply.Done done -> "allowed";
            case Reply.Presence presence -> "allowed, " + presence.clients().size() + " clients";
            case Reply.PresenceStats stats -> "allowed, " + stats.clients() + " clients";
            case Reply.History history -> "allowed, " + history.publications().size() + " publications";
            case Reply.Rpc rpc -> "answered";
            case Reply.Refreshed refreshed -> "allowed";
            case Reply.SubRefreshed refreshed -> "allowed";
        };
    }
}
