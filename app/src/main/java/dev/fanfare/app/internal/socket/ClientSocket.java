package dev.fanfare.app.internal.socket;

import dev.fanfare.app.Channel;
import dev.fanfare.app.ClosedException;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.RequestRefusedException;
import dev.fanfare.app.Resume;
import dev.fanfare.app.Socket;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.channel.NodeChannel;
import dev.fanfare.app.internal.concurrent.Blocking;
import dev.fanfare.app.internal.concurrent.Inbox;
import dev.fanfare.app.internal.concurrent.Sender;
import dev.fanfare.app.internal.json.Json;
import dev.fanfare.core.budget.MemoryHolding;
import dev.fanfare.core.concurrent.LoopThread;
import dev.fanfare.core.node.SubscribeRequest;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import dev.fanfare.model.monitoring.LogText;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A socket on a session of the node. Thread-safe; subclasses run the application's code in one style. */
abstract class ClientSocket implements Socket {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSocket.class);

    private final AppContext context;
    private final Request request;
    private final @Nullable PrincipalExpiry expiry;
    private final EventLoop loop;
    private volatile @Nullable HttpExchange handshake;
    private volatile @Nullable Session session;
    private volatile @Nullable Sender sender;
    private volatile @Nullable CloseReason closed;

    ClientSocket(AppContext context, HttpExchange handshake, Request request) {
        this.context = context;
        this.handshake = handshake;
        this.request = request;
        this.expiry = PrincipalExpiry.of(context, request);
        this.loop = handshake.loop();
    }

    @Override
    public Request request() {
        return request;
    }

    @Override
    public Optional<Principal> principal() {
        return expiry == null ? request.principal() : Optional.of(expiry.principal());
    }

    @Override
    public void accept(Headers headers) {
        if (session == null) {
            onLoop(() -> {
                acceptOnLoop(headers);
                return true;
            });
        }
    }

    @Override
    public void refuse(int status, String body) {
        var response = new RequestRefusedException(status, body).response();
        onLoop(() -> {
            if (session != null) {
                throw new IllegalStateException("an accepted client cannot be refused: use close() instead");
            }
            respondOnLoop(response);
            return true;
        });
    }

    @Override
    public void subscribe(Channel channel) {
        subscribe(channel, null, null);
    }

    @Override
    public void subscribe(Channel channel, Supplier<Payload> first) {
        subscribe(channel, null, first);
    }

    @Override
    public void subscribeJson(Channel channel, Supplier<?> first) {
        subscribe(channel, null, () -> Payload.validatedJson(Json.write(first.get())));
    }

    @Override
    public void subscribeWithHistory(Channel channel, int latest) {
        subscribe(channel, NodeChannel.of(context, channel.name()).before(latest), null);
    }

    @Override
    public void subscribe(Channel channel, Resume resume) {
        var name = channel.name();
        var own = NodeChannel.of(context, name);
        var options = own.optionsForSubscription().requireResumable(name);
        var returning = request.query(resume.queryParameter()).flatMap(StreamPosition::parse);
        accept();
        var since = returning.isEmpty() && resume.latest() > 0 ? own.before(resume.latest()) : returning.orElse(null);
        var result = onLoop(() -> {
            var open = openSession();
            var encoder = context.envelopeEncoder(open.connection().framing());
            return SocketSubscriber.subscribe(
                    context,
                    open,
                    user(),
                    new SubscribeRequest(name, encoder, options, since, false),
                    new PositionedSubscription(open, name, encoder, returning.isPresent(), () -> {}));
        });
        SocketSubscriber.requireSubscribed(result, this, name);
    }

    private void subscribe(Channel channel, @Nullable StreamPosition since, @Nullable Supplier<Payload> first) {
        accept();
        var name = channel.name();
        var result = onLoop(() -> SocketSubscriber.subscribe(context, openSession(), name, user(), since, first));
        SocketSubscriber.requireSubscribed(result, this, name);
    }

    @Override
    public void unsubscribe(Channel channel) {
        var open = session;
        if (open != null) {
            onLoop(() -> {
                context.node().unsubscribe(open, channel.name());
                return true;
            });
        }
    }

    @Override
    public String id() {
        accept();
        return onLoop(() -> SocketSubscriber.identify(context, openSession(), user()))
                .client();
    }

    @Override
    public void send(Payload message) {
        accept();
        var to = sender;
        var open = session;
        if (closed != null || to == null || open == null) {
            throw closedException();
        }
        try {
            to.send(open.connection().framing().message(message));
        } catch (RejectedExecutionException applicationIsClosed) {
            throw closedException();
        }
    }

    @Override
    public void close(int code, String reason) {
        var why = CloseReason.sendable(code, reason);
        if (closed != null) {
            return;
        }
        var to = sender;
        if (to != null) {
            to.after(() -> closeOnLoop(why));
        } else {
            loop.execute(() -> closeOnLoop(why));
        }
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return Optional.ofNullable(closed);
    }

    /** Called for each message of the client; on the loop. */
    abstract void onMessage(Payload message);

    /** Called for each message to this client from the application; on the loop. Sends it to the client. */
    void onDirect(Payload message) {
        withSession(open -> open.send(open.connection().framing().message(message)));
    }

    /** Called once after the client has disconnected; on the loop. */
    abstract void onClosed(CloseReason reason);

    /** Disconnects a client whose inbox overflowed with messages and events of the application; on the loop. */
    void disconnectSlow() {
        withSession(open -> open.disconnect(DisconnectReason.SLOW));
    }

    /** The loop that owns the connection. */
    EventLoop loop() {
        return loop;
    }

    /** Stops reading from the client while its inbox is full, and disconnects it if the node is short of memory; on the loop. */
    void continueReading(Inbox.Room room) {
        switch (room) {
            case FREE -> {}
            case FULL -> withSession(Session::pauseReading);
            case EXHAUSTED -> disconnectOverloaded();
        }
    }

    /** Returns the memory of the inbox; a client that is shed because of it is disconnected. */
    MemoryHolding inboxMemory() {
        var account = context.governor().open(kind -> loop.execute(this::disconnectOverloaded));
        if (request.principal().isPresent()) {
            account.authenticate();
        }
        return account.open(MemoryKind.INBOXES);
    }

    private void disconnectOverloaded() {
        withSession(open -> open.disconnect(DisconnectReason.OVERLOADED));
    }

    /** Reads from the client again, because the inbox has room. */
    void resumeReading() {
        loop.execute(() -> withSession(Session::resumeReading));
    }

    AppContext context() {
        return context;
    }

    boolean isAccepted() {
        return session != null;
    }

    /** Refuses the client unless the application's code has accepted it. */
    void refuseUnlessAccepted() {
        if (!isAccepted()) {
            refuse(403, "the connection was not accepted");
        }
    }

    /** Ends the socket after a failure of the application's code: the only place that converts a throwable into an answer. */
    void fail(Throwable failure) {
        boolean isOwnClose = failure instanceof ClosedException exception && exception.socket() == this;
        if (!isOwnClose) {
            FailureAnswer.report(context, request, failure);
        }
        loop.execute(() -> {
            var open = session;
            if (open != null) {
                open.disconnect(FailureAnswer.close(failure));
            } else {
                respondOnLoop(FailureAnswer.response(failure));
            }
        });
    }

    int maxSubscriptions() {
        return context.node().settings().session().maxSubscriptions();
    }

    ClosedException closedException() {
        var reason = closed;
        return new ClosedException(this, reason == null ? CloseReason.lost() : reason);
    }

    private void acceptOnLoop(Headers headers) {
        if (session != null) {
            return;
        }
        var waiting = handshake;
        if (closed != null || waiting == null || waiting.isAnswered()) {
            throw closedException();
        }
        var fields = request.handshakeHeaders(headers);
        waiting.upgrade(fields, connection -> {
            var opened = context.node().open(connection, s -> new Events());
            session = opened;
            opened.admit();
            sender = new Sender(opened, context.node().priorityExecutor(loop));
            SocketSubscriber.introduce(context, opened, principal());
            if (expiry != null) {
                expiry.start(loop, opened::disconnect);
            }
            return opened;
        });
        handshake = null;
    }

    private void closeOnLoop(CloseReason why) {
        var open = session;
        if (open != null) {
            open.disconnect(why);
        } else {
            respondOnLoop(
                    HttpResponse.text(403, why.reason().isEmpty() ? "the connection was not accepted" : why.reason()));
        }
    }

    private void respondOnLoop(HttpResponse response) {
        var waiting = handshake;
        handshake = null;
        if (waiting != null && !waiting.isAnswered()) {
            waiting.respond(withHandshakeHeaders(response));
        }
        closed = CloseReason.lost();
    }

    /** If a function for the header fields fails, the client must receive a response as well. */
    private HttpResponse withHandshakeHeaders(HttpResponse response) {
        try {
            return response.withAll(request.handshakeHeaders(Headers.empty()));
        } catch (RuntimeException | Error failure) {
            FailureAnswer.report(context, request, failure);
            return FailureAnswer.response(failure);
        }
    }

    private String user() {
        return principal().map(Principal::user).orElse("");
    }

    /** Runs the action for an open session; on the loop. */
    private void withSession(Consumer<Session> action) {
        var open = session;
        if (open != null && open.isOpen()) {
            action.accept(open);
        }
    }

    private Session openSession() {
        var open = session;
        if (open == null || closed != null) {
            throw closedException();
        }
        return open;
    }

    private <T> T onLoop(Supplier<T> task) {
        if (loop.inEventLoop()) {
            return task.get();
        }
        if (LoopThread.isCurrent()) {
            throw new IllegalStateException(
                    "this method must not block the event loop of another client: call it on a virtual thread");
        }
        try {
            return Blocking.await(CompletableFuture.supplyAsync(task, loop));
        } catch (RejectedExecutionException applicationIsClosed) {
            throw closedException();
        }
    }

    /** The session's events. Confined to the loop. */
    private final class Events implements SessionListener {
        @Override
        public void onMessage(Payload message) {
            try {
                request.check(message)
                        .ifPresentOrElse(openSession()::disconnect, () -> ClientSocket.this.onMessage(message));
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }

        @Override
        public void onDirect(Payload message) {
            ClientSocket.this.onDirect(message);
        }

        @Override
        public void onDrained() {
            var to = sender;
            if (to != null) {
                to.onDrained();
            }
        }

        @Override
        public void onClosed(CloseReason reason) {
            closed = reason;
            LOG.debug(
                    "client {} of {} disconnected: {} {}",
                    request.remoteAddress(),
                    request.route(),
                    reason.code(),
                    LogText.of(reason.reason()));
            if (expiry != null) {
                expiry.stop();
            }
            var to = sender;
            if (to != null) {
                to.close();
            }
            ClientSocket.this.onClosed(reason);
        }
    }
}
