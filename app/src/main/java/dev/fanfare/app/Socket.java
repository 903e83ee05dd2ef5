package dev.fanfare.app;

import dev.fanfare.app.internal.Blocking;
import dev.fanfare.app.internal.Sender;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.core.transport.HttpExchange;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.model.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One client: what it asked in its handshake, the decision to let it in, channels, sending and closing. Thread-safe.
 *
 * <p>A socket begins before the 101: {@link #accept}, {@link #subscribe} or {@link #send} let the client in, {@link #refuse}
 * or a thrown {@link RequestRefusedException} answer it with an HTTP status. Methods that wait let their own thread wait, and never an
 * event loop: on the loop of another client, only {@link #send} to a client that is in, and {@link #close}, are possible; the
 * others throw {@link IllegalStateException}.
 */
public class Socket implements RequestAccessors, MessageSink {
    private final SocketContext context;
    private final Request request;
    private final @Nullable PrincipalExpiry identity;
    private final EventLoop loop;
    private volatile @Nullable HttpExchange handshake;
    private volatile @Nullable Session session;
    private volatile @Nullable Sender sender;
    private volatile @Nullable CloseReason closed;

    Socket(SocketContext context, HttpExchange handshake, Request request) {
        this.context = context;
        this.handshake = handshake;
        this.request = request;
        this.identity = PrincipalExpiry.of(context, request);
        this.loop = handshake.loop();
    }

    @Override
    public Request request() {
        return request;
    }

    /** Who the client is: as the authentication in front has found out, or as last renewed. */
    public Optional<Principal> principal() {
        return identity == null ? request.principal() : Optional.of(identity.principal());
    }

    /** Lets the client in: answers 101. Does nothing when that is done. */
    public void accept() {
        accept(Headers.empty());
    }

    /**
     * Lets the client in and chooses a subprotocol. Does nothing when it is in.
     *
     * @throws IllegalArgumentException when the client does not offer it: it would go away (RFC 6455, 4.1)
     */
    public void accept(String subprotocol) {
        if (!subprotocols().contains(subprotocol)) {
            throw new IllegalArgumentException(
                    "the client does not offer the subprotocol '" + subprotocol + "', only " + subprotocols());
        }
        accept(Headers.of("sec-websocket-protocol", subprotocol));
    }

    /**
     * Lets the client in with further header fields in the 101. Does nothing when it is in.
     *
     * @throws ClosedException when the client has left, was refused, or the handshake's time is over
     */
    public void accept(Headers headers) {
        if (session == null) {
            onLoop(() -> {
                acceptOnLoop(headers);
                return true;
            });
        }
    }

    /**
     * Answers the handshake with an HTTP status from 400 to 599 and a text.
     *
     * @throws IllegalStateException when the client is in already
     */
    public void refuse(int status, String body) {
        var response = new RequestRefusedException(status, body).response();
        onLoop(() -> {
            if (session != null) {
                throw new IllegalStateException("the client is in already: close it instead");
            }
            respondOnLoop(response);
            return true;
        });
    }

    /**
     * Lets the client in, if it is not, and subscribes it directly: the channel's publications go to it without this
     * program's help. When this returns, nothing published from now on is missed; on an event loop it returns at once,
     * and a failure that comes later ends the socket. Does nothing when the client is subscribed.
     *
     * @throws EngineException when the engine is away
     * @throws IllegalStateException when the client has as many subscriptions as it may
     * @throws ClosedException when the client has left
     */
    public void subscribe(Channel channel) {
        subscribe(channel, Beginning.NOW);
    }

    /**
     * Subscribes as {@link #subscribe(Channel)} does, and sends first what the supplier makes, then everything that is
     * published from its call on. It may read a state there that includes all that was published before, and runs on a virtual
     * thread while this one waits; what is published meanwhile is kept, up to 1 MiB.
     *
     * @throws RuntimeException what the supplier throws; the client is not subscribed then
     * @throws EngineException also when more was published meanwhile
     */
    public void subscribe(Channel channel, Supplier<Payload> first) {
        subscribe(channel, Beginning.with(first));
    }

    /** Subscribes as {@link #subscribe(Channel, Supplier)} does, with the JSON of what the supplier makes. */
    public void subscribeJson(Channel channel, Supplier<?> first) {
        subscribe(channel, Beginning.with(() -> Channel.json(made -> made).apply(first.get())));
    }

    /**
     * Subscribes as {@link #subscribe(Channel)} does, and sends the latest publications of the history first: what follows
     * them comes without gap or repeat. When something is missed later, the socket is closed with 3010, so that the client
     * comes back.
     *
     * @param latest at most so many, and not more than a returning client may have missed
     * @throws IllegalStateException also when the channel keeps no history
     */
    public void subscribeWithHistory(Channel channel, int latest) {
        subscribe(channel, Beginning.after(channel.before(latest)));
    }

    private void subscribe(Channel channel, Beginning beginning) {
        accept();
        var result = onLoop(() -> SocketSubscriptions.subscribe(context, openSession(), channel, user(), beginning));
        SocketSubscriptions.requireSubscribed(result, this, channel);
    }

    /** Ends a subscription. Does nothing when there is none. */
    public void unsubscribe(Channel channel) {
        var open = session;
        if (open != null) {
            onLoop(() -> {
                context.node().unsubscribe(open, channel.name());
                return true;
            });
        }
    }

    /**
     * The client's id, by which {@link Fanfare#send} reaches it from any node, and others see it in a channel's members.
     * Lets the client in, if it is not.
     *
     * @throws ClosedException when the client has left
     */
    public String id() {
        accept();
        return onLoop(() -> SocketSubscriptions.identify(context, openSession(), user()))
                .client();
    }

    /**
     * Lets the client in, if it is not, and sends it a message: ahead of what is published from now on. While the client is
     * slow the calling thread waits; an event loop never does.
     *
     * @throws ClosedException when the client has left
     */
    @Override
    public void send(Payload message) {
        accept();
        var to = sender;
        var open = session;
        if (closed != null || to == null || open == null) {
            throw closedException();
        }
        to.send(open.connection().framing().message(message), !context.node().inEventLoop());
    }

    /** Closes normally, with 1000. */
    public void close() {
        close(1000, "");
    }

    /**
     * Sends what was sent before, then closes. A client that was not let in yet is refused with 403 instead. Does nothing
     * when the socket is closed.
     *
     * @param code 1000 to 1003, 1007 to 1014 or 3000 to 4999 (RFC 6455, 7.4)
     * @param reason words for the client, cut after 123 bytes
     * @throws IllegalArgumentException for another code
     */
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

    /** Why the socket is closed; empty while it is not. */
    public Optional<CloseReason> closeReason() {
        return Optional.ofNullable(closed);
    }

    /** A message arrived; on the loop. */
    void onMessage(Payload message) {}

    /** Somebody sent a message to this one client: it goes on to it; on the loop. */
    void onDirect(Payload message) {
        withSession(open -> open.send(open.connection().framing().message(message)));
    }

    /** The application is too slow for what others send to this client. */
    void disconnectSlow() {
        loop.execute(() -> withSession(open -> open.disconnect(DisconnectReason.SLOW)));
    }

    /** The loop that owns the client. */
    EventLoop loop() {
        return loop;
    }

    /** The client is gone; on the loop, once. */
    void onClosed(CloseReason reason) {}

    /** Stops reading from the client while its inbox is full; on the loop. */
    void pauseReadingIf(boolean full) {
        if (full) {
            withSession(Session::pauseReading);
        }
    }

    /** The inbox has room again. */
    void resumeReading() {
        loop.execute(() -> withSession(Session::resumeReading));
    }

    SocketContext context() {
        return context;
    }

    boolean isAccepted() {
        return session != null;
    }

    /** Ends the socket as its code's failure demands; the one place that turns a throwable into an answer. */
    void fail(Throwable failure) {
        boolean gone = failure instanceof ClosedException closedOne && closedOne.isOf(this);
        if (!gone && !FailureAnswer.isOfTheClient(failure)) {
            context.failures().report(request.route(), failure);
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
        var fields = request.attributes().accepting(headers);
        handshake = null;
        waiting.upgrade(fields, connection -> {
            var opened = context.node().open(connection, s -> new Events());
            session = opened;
            sender = new Sender(opened, context.node().priorityExecutor(loop));
            SocketSubscriptions.introduce(context, opened, principal());
            if (identity != null) {
                identity.start(opened);
            }
            return opened;
        });
    }

    private void closeOnLoop(CloseReason why) {
        var open = session;
        if (open != null) {
            open.disconnect(why);
        } else {
            respondOnLoop(HttpResponse.text(403, why.reason().isEmpty() ? "not accepted" : why.reason()));
        }
    }

    private void respondOnLoop(HttpResponse response) {
        var waiting = handshake;
        handshake = null;
        if (waiting != null && !waiting.isAnswered()) {
            waiting.respond(response.withAll(request.attributes().accepting(Headers.empty())));
        }
        closed = CloseReason.lost();
    }

    private String user() {
        return principal().map(Principal::user).orElse("");
    }

    /** On the loop; does nothing when the client is not in. */
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
        if (context.node().inEventLoop()) {
            throw new IllegalStateException("this would block an event loop: the client belongs to another one");
        }
        try {
            return Blocking.await(CompletableFuture.supplyAsync(task, loop));
        } catch (RejectedExecutionException applicationIsClosed) {
            throw closedException();
        }
    }

    /** The session's events, kept out of the public API. Confined to the loop. */
    private final class Events implements SessionListener {
        @Override
        public void onMessage(Payload message) {
            try {
                request.attributes()
                        .fault(message)
                        .ifPresentOrElse(openSession()::disconnect, () -> Socket.this.onMessage(message));
            } catch (RuntimeException failure) {
                fail(failure);
            }
        }

        @Override
        public void onDirect(Payload message) {
            Socket.this.onDirect(message);
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
            if (identity != null) {
                identity.stop();
            }
            var to = sender;
            if (to != null) {
                to.close();
            }
            Socket.this.onClosed(reason);
        }
    }
}
