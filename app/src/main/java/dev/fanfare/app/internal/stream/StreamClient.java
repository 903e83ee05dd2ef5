package dev.fanfare.app.internal.stream;

import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.socket.FailureAnswer;
import dev.fanfare.app.internal.socket.PrincipalExpiry;
import dev.fanfare.app.internal.socket.SocketSubscriber;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.session.SessionListener;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.monitoring.LogText;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The client of a streamed response. Confined to the event loop; subclasses create the body. */
abstract class StreamClient implements SessionListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamClient.class);

    private final AppContext context;
    private final Session session;
    private final Request request;
    private final @Nullable PrincipalExpiry expiry;

    StreamClient(AppContext context, Session session, Request request) {
        this.context = context;
        this.session = session;
        this.request = request;
        this.expiry = PrincipalExpiry.of(context, request);
    }

    /** Accepts the client and starts the body. Has no effect if the client has left. */
    final void begin() {
        if (!session.isOpen()) {
            return;
        }
        session.admit();
        session.pingBy(session.connection().framing().ping(), false);
        SocketSubscriber.introduce(context, session, principal());
        if (expiry != null) {
            expiry.start(session.loop(), session::disconnect);
        }
        start();
    }

    /** Starts the body of an open session. */
    abstract void start();

    /** Called once when the client has left or was disconnected. */
    abstract void onEnd();

    AppContext context() {
        return context;
    }

    Session session() {
        return session;
    }

    Request request() {
        return request;
    }

    String user() {
        return principal().map(Principal::user).orElse("");
    }

    private Optional<Principal> principal() {
        return expiry == null ? request.principal() : Optional.of(expiry.principal());
    }

    /** Runs a task on the event loop, from any thread. Has no effect if the application is closed, which ends the stream anyway. */
    void onLoop(Runnable task) {
        try {
            session.loop().execute(task);
        } catch (RejectedExecutionException closed) {
            LOG.debug("stream {}: the application is closed", request.route());
        }
    }

    /** Ends the stream after a failure; the client learns only the close code. */
    void fail(Throwable failure) {
        FailureAnswer.report(context, request, failure);
        session.disconnect(FailureAnswer.close(failure));
    }

    /** Does not occur: a stream has no incoming messages. */
    @Override
    public void onMessage(Payload message) {}

    @Override
    public void onDrained() {}

    @Override
    public final void onClosed(CloseReason reason) {
        LOG.debug(
                "stream {} of {} ended: {} {}",
                request.route(),
                request.remoteAddress(),
                reason.code(),
                LogText.of(reason.reason()));
        if (expiry != null) {
            expiry.stop();
        }
        onEnd();
    }
}
