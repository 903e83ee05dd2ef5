package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client, from its first byte to its end. Confined to its event loop, but for {@link #receive}. */
public final class ClientConnection implements SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final CloseReason TOO_BIG = new CloseReason(1009, "message too big");
    private static final CloseReason SHUTDOWN = new CloseReason(3001, "shutdown");
    private static final CloseReason SERVER_ERROR = new CloseReason(3004, "internal server error");

    /** Codes of WebSockets (RFC 6455, 7.4.1, and those registered with IANA). */
    private static final int GOING_AWAY = 1001;

    private static final int INTERNAL_ERROR = 1011;
    private static final int SERVICE_RESTART = 1012;

    private enum State {
        /** Nobody has said who is there. */
        NEW,
        /** That was said, and is looked at. */
        CONNECTING,
        CONNECTED,
        /** It was answered with an error. */
        REFUSED,
        CLOSED
    }

    private final ClientContext context;
    private final Session session;
    private final Wire wire;
    private final Entrance entrance;
    private final KnownClient client;
    private final CommandQueue queue = new CommandQueue(this::handle);
    private final Unanswered unanswered;
    private final CommandLimiter.@Nullable Meter meter;
    private final ClientSubscriptions subscriptions;
    private final ChannelCommands channels;
    private final Expiration expiration;
    private final Refreshing refreshing;
    private final String secret;
    private State state = State.NEW;
    private @Nullable LiveClient live;
    private @Nullable Cancellable deadline;

    /** A client that has not said anything yet. */
    public ClientConnection(ClientContext context, Session session, Wire wire, Entrance entrance, HttpRequest request) {
        this.context = context;
        this.session = session;
        this.wire = wire;
        this.entrance = entrance;
        this.client = new KnownClient(
                context.node().clients().newId(),
                session,
                entrance,
                wire.encoding().name(),
                request,
                channel -> isSubscribed(channel));
        var renewing = new Renewing(context, session, client);
        this.subscriptions = new ClientSubscriptions(context, session, wire, renewing);
        this.channels = new ChannelCommands(context);
        this.meter = context.limiter().meter();
        this.unanswered = new Unanswered(session, queue, context.settings());
        this.secret =
                entrance.emulated() || !entrance.asks() ? context.emulated().newSecret() : "";
        this.expiration = new Expiration(
                session.loop(),
                context.clock(),
                context.settings().expiredCloseDelay(),
                () -> session.disconnect(DisconnectReason.EXPIRED.reason()),
                end -> renewing.connection(end, client::renew));
        this.refreshing = new Refreshing(context, session.loop(), client, subscriptions, expiration);
        this.deadline = session.loop()
                .schedule(context.settings().staleAfter(), () -> session.disconnect(DisconnectReason.STALE.reason()));
    }

    /** Commands that came by a request of their own. Thread-safe, in the order of the calls. */
    void receive(Payload commands) {
        session.loop().execute(() -> take(commands));
    }

    /** Commands that came by the request that opened the connection. */
    public void take(Payload commands) {
        try {
            session.onMessage(commands);
        } finally {
            session.onReadComplete();
        }
    }

    /** What the server may do to the client; null while it is not connected. */
    @Nullable
    LiveClient live() {
        return live;
    }

    /** The client connects by the request that opened the connection. */
    public void connect(Command.Connect command) {
        queue.add(command, 0);
    }

    @Override
    public void onMessage(Payload message) {
        if (message.size() > context.settings().maxMessageBytes()) {
            session.disconnect(TOO_BIG);
            return;
        }
        if (entrance.emulated() && unanswered.isTooMuch()) {
            session.disconnect(DisconnectReason.TOO_MANY_REQUESTS.reason());
            return;
        }
        try {
            if (wire.asks()) {
                takeAll(wire.encoding().commands(message), message.size());
            } else if (state == State.NEW) {
                take(wire.encoding().connect(message), message.size());
            } else {
                takeFromListener(message);
            }
        } catch (MalformedCommandException malformed) {
            LOG.debug("{} sent no command: {}", client.request().remoteAddress(), malformed.getMessage());
            session.disconnect(DisconnectReason.BAD_REQUEST.reason());
        }
    }

    /** A message to this client alone. */
    @Override
    public void onDirect(Payload message) {
        if (state == State.CONNECTED) {
            session.send(wire.push("", new ServerPush.Message(message)));
        }
    }

    /** Translates WebSocket codes, because SDKs interpret only codes from 3000. */
    @Override
    public CloseReason protocolReason(CloseReason reason) {
        return switch (reason.code()) {
            case GOING_AWAY, SERVICE_RESTART -> SHUTDOWN;
            case INTERNAL_ERROR -> SERVER_ERROR;
            default -> reason;
        };
    }

    @Override
    public void onDrained() {}

    @Override
    public void onClosed(CloseReason reason) {
        state = State.CLOSED;
        live = null;
        cancelDeadline();
        expiration.stop();
        queue.clear();
        subscriptions.stop();
        context.emulated().remove(secret);
    }

    /** A client that can't ask may answer pings all the same. */
    private void takeFromListener(Payload message) {
        for (var command : wire.encoding().commands(message)) {
            if (!(command instanceof Command.Pong)) {
                throw new MalformedCommandException("this client can't send commands");
            }
        }
    }

    /** Clients send their subscribes along with the connect; when that is refused these are forgotten. */
    private void takeAll(List<Command> commands, int bytes) {
        boolean refused = state == State.REFUSED;
        for (var command : commands) {
            if (refused || state != State.REFUSED) {
                take(command, Math.ceilDiv(bytes, commands.size()));
            }
        }
    }

    private void take(Command command, int bytes) {
        if (!session.isOpen()) {
            return;
        }
        if (state == State.CONNECTED && command instanceof Command.Pong) {
            pong();
            return;
        }
        queue.add(command, bytes);
        unanswered.more();
    }

    /** Completes when the command is done, and does not fail. */
    private CompletionStage<Void> handle(Command command) {
        CompletionStage<Void> done;
        try {
            done = state == State.CONNECTED ? connected(command) : connecting(command);
        } catch (RuntimeException failure) {
            done = CompletableFuture.failedStage(failure);
        }
        return done.handle((nothing, failure) -> {
            if (failure != null) {
                tell(command.id(), failure);
            }
            unanswered.fewer();
            return null;
        });
    }

    private CompletionStage<Void> connecting(Command command) {
        if (state != State.NEW || !(command instanceof Command.Connect connect)) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        state = State.CONNECTING;
        return onLoop(() -> context.access().connect(client.attempt(connect)))
                .thenCompose(admission -> onLoop(() -> enter(connect, admission)))
                .handle((done, failure) -> {
                    if (failure != null) {
                        refuse(connect.id(), failure);
                    }
                    return null;
                });
    }

    private CompletionStage<Void> enter(Command.Connect command, Admission admission) {
        if (!session.isOpen()) {
            return CompletableFuture.completedStage(null);
        }
        return onLoop(() -> new Connecting(context, session, subscriptions, command)
                        .enter(client.id(), admission, entrance, secret))
                .thenAccept(reply -> welcome(command.id(), admission, reply));
    }

    private void welcome(int id, Admission admission, Reply.Connected reply) {
        if (!session.isOpen()) {
            return;
        }
        state = State.CONNECTED;
        cancelDeadline();
        client.keep(admission.meta());
        expiration.set(admission.expiry());
        live = new LiveClient(context, session, wire, subscriptions, expiration);
        if (entrance.emulated()) {
            context.emulated().add(secret, this);
        }
        if (!entrance.nativePings()) {
            session.pingBy(wire.ping(), reply.pong());
        }
        session.send(wire.asks() ? wire.reply(id, reply) : wire.push("", new ServerPush.Connected(reply)));
        session.release();
    }

    /** The client is told why, and of no use any more: it is to go by itself, or is disconnected. */
    private void refuse(int id, Throwable failure) {
        subscriptions.unsubscribeAll();
        session.release();
        state = State.REFUSED;
        queue.clear();
        tell(id, failure);
        if (!session.isOpen()) {
            return;
        }
        cancelDeadline();
        deadline = session.loop()
                .schedule(
                        context.settings().refusedCloseDelay(),
                        () -> session.disconnect(DisconnectReason.CONNECTION_CLOSED.reason()));
    }

    private CompletionStage<Void> connected(Command command) {
        if (meter != null && !meter.take(command, client.user(), session.loop().nanoTime())) {
            throw command.id() == 0
                    ? new DisconnectException(DisconnectReason.TOO_MANY_REQUESTS)
                    : new ErrorReplyException(ErrorCode.TOO_MANY_REQUESTS);
        }
        int id = command.id();
        return switch (command) {
            case Command.Connect again -> throw new DisconnectException(DisconnectReason.BAD_REQUEST);
            case Command.Pong early -> throw new DisconnectException(DisconnectReason.BAD_REQUEST);
            case Command.Subscribe subscribe -> subscribe(subscribe);
            case Command.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case Command.Publish publish ->
                answer(
                        id,
                        () -> channels.publish(client, subscriptions.seen(client.info(), publish.channel()), publish));
            case Command.Presence presence -> answer(id, () -> channels.presence(client, presence.channel()));
            case Command.PresenceStats stats -> answer(id, () -> channels.presenceStats(client, stats.channel()));
            case Command.History history -> answer(id, () -> channels.history(client, history));
            case Command.Rpc rpc ->
                answer(
                        id,
                        () -> context.access()
                                .rpc(client, rpc.method(), rpc.data())
                                .thenApply(Reply.Rpc::new));
            case Command.Send send -> onLoop(() -> context.access().message(client, send.data()));
            case Command.Refresh refresh -> answer(id, () -> refreshing.connection(refresh.token()));
            case Command.SubRefresh refresh -> answer(id, () -> refreshing.subscription(refresh));
        };
    }

    /** At once: that a command takes long says nothing of the client. */
    private void pong() {
        // Pings of the transport are answered by the transport.
        if (entrance.nativePings() || !session.takePong()) {
            session.disconnect(DisconnectReason.BAD_REQUEST.reason());
        }
    }

    private CompletionStage<Void> subscribe(Command.Subscribe command) {
        var channel = ChannelCommands.require(command.channel());
        if (!command.delta().isEmpty() && !command.delta().equals(ClientSubscription.FOSSIL)) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        if (command.type() != Command.STREAM) {
            throw new ErrorReplyException(
                    command.type() == Command.SHARED_POLL ? ErrorCode.NOT_AVAILABLE : ErrorCode.PERMISSION_DENIED);
        }
        subscriptions.reserve(channel);
        return onLoop(() -> {
                    subscriptions.options(channel);
                    return context.access()
                            .subscribe(client, new SubscriptionAttempt(channel, command.token(), command.data()));
                })
                .thenCompose(grant -> onLoop(() -> subscriptions.resolve(command))
                        .thenCompose(resolved -> subscriptions.subscribe(
                                resolved,
                                grant,
                                false,
                                subscribed -> session.send(wire.reply(command.id(), subscribed)))))
                .whenComplete((done, failure) -> subscriptions.unreserve(channel));
    }

    private CompletionStage<Void> unsubscribe(Command.Unsubscribe command) {
        subscriptions.unsubscribe(ChannelCommands.require(command.channel()));
        session.send(wire.reply(command.id(), Reply.Done.UNSUBSCRIBED));
        return CompletableFuture.completedStage(null);
    }

    private CompletionStage<Void> answer(int id, Supplier<CompletionStage<? extends Reply>> question) {
        return onLoop(() -> question.get().thenApply(Function.<Reply>identity()))
                .thenAccept(reply -> session.send(wire.reply(id, reply)));
    }

    private void tell(int id, Throwable failure) {
        switch (Failures.toTell(failure)) {
            case DisconnectException disconnect -> session.disconnect(disconnect.reason());
            case ErrorReplyException error -> {
                if (!wire.asks()) {
                    session.disconnect(Failures.disconnect(error).reason());
                } else if (id != 0) {
                    session.send(wire.reply(id, new Reply.Failed(error.code(), error.message(), error.isTemporary())));
                }
            }
            default -> throw new IllegalStateException("a failure of the protocol is one or the other", failure);
        }
    }

    private <T> CompletionStage<T> onLoop(Supplier<? extends CompletionStage<T>> question) {
        return LoopAnswer.of(session.loop(), question);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private boolean isSubscribed(String channel) {
        return subscriptions.of(channel) != null;
    }
}
