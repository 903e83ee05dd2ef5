package dev.fanfare.app;

import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.session.Session;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sees to it that a client does not stay longer than what let it in is valid: one timer for a connection whose principal
 * expires, none for the others. Confined to the connection's event loop, but for {@link #principal}.
 */
final class PrincipalExpiry {
    /** The wall clock may be set, so a timer is not trusted for longer. */
    private static final Duration LONGEST_TIMER = Duration.ofHours(1);
    /** Time for a renewal to answer; the client is closed when it is over. */
    private static final Duration RENEWAL_TIMEOUT = Duration.ofSeconds(10);

    private final SocketContext context;
    private final Request request;
    private volatile AuthenticatedPrincipal identity;
    private @Nullable Session session;
    private @Nullable Cancellable timer;
    private boolean over;

    private PrincipalExpiry(SocketContext context, Request request, AuthenticatedPrincipal identity) {
        this.context = context;
        this.request = request;
        this.identity = identity;
    }

    /** A watch for somebody who expires; null when nothing has to be watched. */
    static @Nullable PrincipalExpiry of(SocketContext context, Request request) {
        var identity = request.attributes().get(Attributes.IDENTITY);
        return identity.isPresent() && identity.get().principal().expiresAt() != null
                ? new PrincipalExpiry(context, request, identity.get())
                : null;
    }

    /** Who the client is, as last renewed. Thread-safe. */
    Principal principal() {
        return identity.principal();
    }

    /** The client is in. */
    void start(Session opened) {
        session = opened;
        schedule();
    }

    /** The client is gone. */
    void stop() {
        over = true;
        cancel();
    }

    private void schedule() {
        var current = identity;
        var open = session;
        var end = current.principal().expiresAt();
        if (over || open == null || end == null) {
            return;
        }
        if (current.isExpired()) {
            renew(open, current);
            return;
        }
        var left = Duration.between(current.clock().instant(), end);
        var delay = left.compareTo(LONGEST_TIMER) > 0 ? LONGEST_TIMER : left;
        timer = open.loop().schedule(delay, this::schedule);
    }

    private void renew(Session open, AuthenticatedPrincipal expired) {
        timer = open.loop().schedule(RENEWAL_TIMEOUT, () -> onRenewed(open, Optional.empty()));
        context.threads().start(() -> {
            var renewed = ask(expired);
            open.loop().execute(() -> onRenewed(open, renewed));
        });
    }

    private Optional<AuthenticatedPrincipal> ask(AuthenticatedPrincipal expired) {
        try {
            return expired.renewal()
                    .renew(request, expired.principal())
                    .filter(renewed -> renewed.user().equals(expired.principal().user()))
                    .map(expired::with)
                    .filter(renewed -> !renewed.isExpired());
        } catch (Throwable failure) {
            context.failures().report(request.route() + " renewal", failure);
            return Optional.empty();
        }
    }

    private void onRenewed(Session open, Optional<AuthenticatedPrincipal> renewed) {
        cancel();
        if (over) {
            return;
        }
        if (renewed.isEmpty()) {
            over = true;
            open.disconnect(DisconnectReason.EXPIRED);
        } else {
            identity = renewed.get();
            schedule();
        }
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }
}
