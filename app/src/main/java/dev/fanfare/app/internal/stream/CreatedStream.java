package dev.fanfare.app.internal.stream;

import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.app.internal.concurrent.Sender;
import dev.fanfare.app.internal.http.CreatedFrames;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.CloseReason;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The client of a body that application code creates on a virtual thread. Confined to the event loop, except for the code of that
 * thread.
 */
final class CreatedStream extends StreamClient {
    private final CreatedFrames body;
    private final Sender sender;
    private final AtomicReference<@Nullable Thread> creating = new AtomicReference<>();
    private boolean started;
    private volatile boolean ended;

    CreatedStream(AppContext context, Session session, Request request, CreatedFrames body) {
        super(context, session, request);
        this.body = body;
        this.sender = new Sender(session, context.node().priorityExecutor(session.loop()));
    }

    @Override
    void start() {
        started = true;
        context().threads().start(this::create);
    }

    private void create() {
        creating.set(Thread.currentThread());
        try (var frames = body.frames()) {
            var each = frames.iterator();
            while (!ended && each.hasNext()) {
                sender.send(each.next());
            }
            sender.after(() -> session().disconnect(new CloseReason(CloseReason.NORMAL, "")));
        } catch (Throwable failure) {
            abort(failure);
        }
    }

    /** The interrupt of a client that has left makes the code fail, which is not a failure of the application. */
    private void abort(Throwable failure) {
        if (!ended) {
            onLoop(() -> fail(failure));
        }
    }

    @Override
    public void onDrained() {
        sender.onDrained();
    }

    @Override
    void onEnd() {
        ended = true;
        sender.close();
        if (!started) {
            StreamSender.discard(context(), request(), body);
        }
        var thread = creating.getAndSet(null);
        if (thread != null) {
            thread.interrupt();
        }
    }
}
