package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.transport.MessageParts;
import dev.fanfare.model.access.Admission;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorCode;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.SubscriptionAttempt;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.HttpRequest;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.model.monitoring.MemoryKind;
import dev.fanfare.protocol.centrifuge.message.Command;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import dev.fanfare.protocol.centrifuge.message.Reply;
import dev.fanfare.protocol.centrifuge.message.ServerPush;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The connection of one client. Confined to its event loop, except {@link #receive}. */
public final class ClientConnection implements SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final CloseReason MESSAGE_TOO_BIG = new CloseReason(1009, "message too big");
    private static final CloseReason SHUTDOWN = new CloseReason(3001, "shutdown");
    private static final CloseReason SERVER_ERROR = new CloseReason(3004, "internal server error");

    /** Close codes of WebSocket (RFC 6455, 7.4.1, and the IANA registry). */
    private static final int GOING_AWAY = 1001;

    private static final int INTERNAL_ERROR = 1011;
    private static final int SERVICE_RESTART = 1012;

    private enum State {
        /** No connect command has arrived. */
        NEW,
        /** The connect command is being processed. */
        CONNECTING,
        CONNECTED,
        /** The connect command failed. */
        REFUSED,
        CLOSED
    }

    private final ClientContext context;
    private final Session session;
    private final ClientTransport transport;
    private final SessionClient client;
    private final CommandQueue queue;
    private final CommandLimiter.@Nullable Meter meter;
    private final ClientSubscriptions subscriptions;
    private final ChannelCommands channels;
    private final Expiration expiration;
    private final String secret;
    private final EmulatedInput emulated;
    private State state = State.NEW;
    private @Nullable LiveClient live;
    private @Nullable Cancellable deadline;

    /** Creates a connection that waits for the connect command. */
    public ClientConnection(ClientContext context, Session session, ClientTransport transport, HttpRequest request) {
        this.context = context;
        this.session = session;
        this.transport = transport;
        this.client = new SessionClient(context, session, transport, request, channel -> isSubscribed(channel));
        this.queue = new CommandQueue(session, context.settings(), this::handle);
        this.meter = context.limiter().meter();
        this.subscriptions = new ClientSubscriptions(context, session, transport, client);
        this.channels = new ChannelCommands(context);
        this.expiration = new Expiration(
                session.loop(), context.clock(), context.settings().expiredCloseDelay(), client);
        this.secret = transport.emulated() || !transport.bidirectional()
                ? context.emulated().newSecret()
                : "";
        this.emulated = new EmulatedInput(
                session,
                this::take,
                context.node().governor().budget(MemoryKind.INBOXES),
                (long) CommandQueue.MAX_MESSAGES * context.settings().maxMessageBytes());
        disconnectAfter(context.settings().staleAfter(), DisconnectReason.STALE);
    }

    /** Processes the commands of an emulation request. Thread-safe; keeps the order of the calls. */
    void receive(Payload commands) {
        emulated.add(commands);
    }

    /** Processes the commands in the request that opened the connection. */
    public void take(Payload commands) {
        try {
            session.onMessage(commands);
        } finally {
            session.onReadComplete();
        }
    }

    /** Processes the connect command in the request that opened the connection. */
    public void connect(Command.Connect command) {
        add(List.of(command), 0);
    }

    /** The actions of the server on the client; null while it is not connected. */
    @Nullable
    LiveClient live() {
        return live;
    }

    @Override
    public void onMessage(Payload message) {
        if (message.size() > context.settings().maxMessageBytes()) {
            session.disconnect(MESSAGE_TOO_BIG);
            return;
        }
        if (transport.emulated() && queue.isFull()) {
            session.disconnect(DisconnectReason.TOO_MANY_REQUESTS);
            return;
        }
        try {
            if (transport.bidirectional()) {
                add(transport.encoding().commands(message), message.size());
            } else if (state == State.NEW) {
                add(List.of(transport.encoding().connect(message)), message.size());
            } else {
                requirePongs(message);
            }
        } catch (MalformedCommandException malformed) {
            LOG.debug("disconnecting client {}: {}", client.id(), LogText.of(malformed.getMessage()));
            session.disconnect(DisconnectReason.BAD_REQUEST);
        }
    }

    @Override
    public void onDirect(Payload message) {
        if (state == State.CONNECTED) {
            ClientTrace.pushed(context, session, "message", "", message.size(), "");
            session.send(transport.push("", new ServerPush.Message(message)));
        }
    }

    @Override
    public String protocol() {
        return "centrifuge " + transport.encoding().name() + (transport.bidirectional() ? "" : ", unidirectional");
    }

    /** Translates codes of WebSocket, because SDKs know only codes from 3000. */
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
        queue.close();
        subscriptions.stop();
        context.emulated().remove(secret);
    }

    /** Unidirectional clients may respond to pings, although they do not have to. */
    private void requirePongs(Payload message) {
        queue.charge(CommandPace.COMMAND_BYTES + message.size());
        if (queue.isAheadOfPace()) {
            session.disconnect(DisconnectReason.TOO_MANY_REQUESTS);
            return;
        }
        for (var command : transport.encoding().commands(message)) {
            if (!(command instanceof Command.Pong)) {
                throw new MalformedCommandException("a unidirectional client cannot send commands");
            }
        }
    }

    /** SDKs send subscribes together with the connect. If the connect fails, the rest of the message is discarded. */
    private void add(List<Command> commands, int bytes) {
        ClientTrace.received(context, session, commands, bytes);
        for (var command : commands) {
            if (state == State.CONNECTED && command instanceof Command.Pong) {
                onPong();
            } else {
                queue.add(command, Math.ceilDiv(bytes, commands.size()));
            }
        }
        queue.start();
    }

    /** Pongs do not wait for pending commands. */
    private void onPong() {
        // With native pings, the transport handles the pongs.
        if (transport.nativePings() || !session.takePong()) {
            session.disconnect(DisconnectReason.BAD_REQUEST);
        }
    }

    /** Returns a stage that completes after the command and does not fail. */
    private CompletionStage<Void> handle(Command command) {
        CompletionStage<Void> done;
        try {
            done = state == State.CONNECTED ? handleConnected(command) : handleConnect(command);
        } catch (RuntimeException failure) {
            done = CompletableFuture.failedStage(failure);
        }
        return done.exceptionally(failure -> {
            onFailure(command, failure);
            return null;
        });
    }

    private CompletionStage<Void> handleConnect(Command command) {
        if (state != State.NEW || !(command instanceof Command.Connect connect)) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        state = State.CONNECTING;
        return onLoop(() -> context.access().connect(client.attempt(connect)))
                .thenCompose(admission -> onLoop(() -> admit(connect, admission)))
                .exceptionally(failure -> {
                    refuse(connect, failure);
                    return null;
                });
    }

    private CompletionStage<Void> admit(Command.Connect command, Admission admission) {
        if (!session.isOpen()) {
            return CompletableFuture.completedStage(null);
        }
        return onLoop(() -> new ConnectHandler(context, session, subscriptions, command)
                        .admit(client.id(), admission, transport, secret))
                .thenAccept(reply -> onAdmitted(command.id(), admission, reply));
    }

    private void onAdmitted(int id, Admission admission, Reply.Connected reply) {
        if (!session.isOpen()) {
            return;
        }
        state = State.CONNECTED;
        cancelDeadline();
        client.setMeta(admission.meta());
        expiration.set(admission.expiry());
        live = new LiveClient(context, session, transport, subscriptions, expiration);
        if (transport.emulated()) {
            context.emulated().add(secret, this);
        }
        if (!transport.nativePings()) {
            session.pingBy(transport.ping(), reply.pong());
        }
        send(
                transport.bidirectional()
                        ? transport.encoding().reply(id, reply)
                        : MessageParts.of(transport.encoding().barePush("", new ServerPush.Connected(reply))));
        session.release();
    }

    /** Sends the error reply and gives the client some time to close the connection. */
    private void refuse(Command.Connect command, Throwable failure) {
        subscriptions.unsubscribeAll();
        session.release();
        state = State.REFUSED;
        queue.clear();
        client.forgetHeaders();
        onFailure(command, failure);
        if (session.isOpen()) {
            cancelDeadline();
            disconnectAfter(context.settings().refusedCloseDelay(), DisconnectReason.CONNECTION_CLOSED);
        }
    }

    private CompletionStage<Void> handleConnected(Command command) {
        if (meter != null && !meter.take(command, client.user(), session.loop().nanoTime())) {
            throw command.id() == 0 || !meter.mayRefuse(session.loop().nanoTime())
                    ? new DisconnectException(DisconnectReason.TOO_MANY_REQUESTS)
                    : ErrorReplyException.by(ErrorCode.TOO_MANY_REQUESTS, "the rate limit of the command");
        }
        int id = command.id();
        return switch (command) {
            case Command.Connect again -> throw new DisconnectException(DisconnectReason.BAD_REQUEST);
            case Command.Pong early -> throw new DisconnectException(DisconnectReason.BAD_REQUEST);
            case Command.Subscribe subscribe -> subscribe(subscribe);
            case Command.Unsubscribe unsubscribe -> unsubscribe(unsubscribe);
            case Command.Publish publish ->
                reply(
                        id,
                        () -> channels.publish(
                                client, subscriptions.withChanInfo(client.info(), publish.channel()), publish));
            case Command.Presence presence ->
                onLoop(() -> channels.presence(client, presence.channel())).thenAccept(found -> present(id, found));
            case Command.PresenceStats stats -> reply(id, () -> channels.presenceStats(client, stats.channel()));
            case Command.History history -> reply(id, () -> channels.history(client, history));
            case Command.Rpc rpc ->
                reply(
                        id,
                        () -> context.access()
                                .rpc(client, rpc.method(), rpc.data())
                                .thenApply(Reply.Rpc::new));
            case Command.Send send -> onLoop(() -> context.access().message(client, send.data()));
            case Command.Refresh refresh -> reply(id, () -> refresh(refresh.token()));
            case Command.SubRefresh refresh -> reply(id, () -> refreshSubscription(refresh));
        };
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
        int id = command.id();
        var reply = new SubscribeReply(new ReplyBudget(context), subscribed -> send(id, subscribed));
        return onLoop(() -> {
                    subscriptions.options(channel);
                    return context.access()
                            .subscribe(client, new SubscriptionAttempt(channel, command.token(), command.data()));
                })
                .thenCompose(grant -> subscriptions.subscribe(command, grant, false, reply))
                .whenComplete((done, failure) -> subscriptions.unreserve(channel));
    }

    private CompletionStage<Void> unsubscribe(Command.Unsubscribe command) {
        subscriptions.unsubscribe(ChannelCommands.require(command.channel()));
        send(command.id(), Reply.Done.UNSUBSCRIBED);
        return CompletableFuture.completedStage(null);
    }

    private CompletionStage<Reply> refresh(String token) {
        if (token.isEmpty()) {
            throw new DisconnectException(DisconnectReason.BAD_REQUEST);
        }
        return expiration
                .refresh(() -> context.access().refresh(client, token), DisconnectReason.EXPIRED)
                .thenApply(ttl -> new Reply.Refreshed(client.id(), ConnectHandler.VERSION, ttl));
    }

    private CompletionStage<Reply> refreshSubscription(Command.SubRefresh command) {
        var subscription = subscriptions.of(ChannelCommands.require(command.channel()));
        if (subscription == null) {
            throw new ErrorReplyException(ErrorCode.PERMISSION_DENIED);
        }
        if (command.type() != Command.STREAM) {
            throw new ErrorReplyException(ErrorCode.NOT_AVAILABLE);
        }
        if (command.token().isEmpty()) {
            throw new ErrorReplyException(ErrorCode.BAD_REQUEST);
        }
        return subscription
                .expiration()
                .refresh(
                        () -> context.access().refreshSubscription(client, command.channel(), command.token()),
                        DisconnectReason.SUBSCRIPTION_EXPIRED)
                .thenApply(Reply.SubRefreshed::new);
    }

    private CompletionStage<Void> reply(int id, Supplier<CompletionStage<? extends Reply>> handler) {
        return onLoop(() -> handler.get().thenApply(Function.<Reply>identity())).thenAccept(reply -> send(id, reply));
    }

    /** Sends the clients of a channel. A refused reply counts in the pace like the largest one, because it was read as well. */
    private void present(int id, Reply.Presence found) {
        long limit = new ReplyBudget(context).left();
        if (found.bytes() > limit) {
            queue.charge(limit);
            throw new ErrorReplyException(ErrorCode.LIMIT_EXCEEDED);
        }
        send(id, found);
    }

    private void send(int id, Reply reply) {
        var encoded = transport.encoding().reply(id, reply);
        ClientTrace.replied(context, session, id, reply, encoded.size());
        send(encoded);
    }

    /** Sends a reply. It counts uncompressed in the pace of the client, because compression takes time as well. */
    private void send(MessageParts reply) {
        queue.charge(reply.size());
        session.send(transport.replyFrame(reply));
    }

    /** Sends an error reply or disconnects. The log entry omits the content of the command, which may be a token. */
    private void onFailure(Command command, Throwable failure) {
        var outcome = CommandFailures.translate(failure);
        ClientTrace.failed(context, session, command, outcome);
        LOG.debug(
                "{} {} of client {} failed: {}",
                command.getClass().getSimpleName(),
                command.id(),
                client.id(),
                LogText.of(outcome.getMessage()));
        if (outcome instanceof DisconnectException disconnect) {
            session.disconnect(disconnect.reason());
        } else if (outcome instanceof ErrorReplyException error) {
            if (!transport.bidirectional()) {
                session.disconnect(CommandFailures.disconnect(error));
            } else if (command.id() != 0) {
                var reply = new Reply.Failed(error.code(), error.message(), error.isTemporary());
                send(command.id(), reply);
            }
        }
    }

    private <T> CompletionStage<T> onLoop(Supplier<? extends CompletionStage<T>> function) {
        return LoopCompletion.of(session.loop(), function);
    }

    private void disconnectAfter(Duration delay, DisconnectReason reason) {
        deadline = session.loop().schedule(delay, () -> session.disconnect(reason));
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
