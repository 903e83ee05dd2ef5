package dev.fanfare.app.internal.socket;

import dev.fanfare.app.AuthenticatedPrincipal;
import dev.fanfare.app.Principal;
import dev.fanfare.app.Request;
import dev.fanfare.app.internal.channel.AppContext;
import dev.fanfare.core.port.Scheduler.Cancellable;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Disconnects a client whose principal expires and cannot be renewed. It uses one timer per connection with an expiring principal.
 * Confined to the connection's event loop, except for {@link #principal}.
 */
public final class PrincipalExpiry {
    /** Limits the effect of a changed wall clock. */
    private static final Duration LONGEST_TIMER = Duration.ofHours(1);
    /** The client is closed if its renewal takes longer. */
    private static final Duration RENEWAL_TIMEOUT = Duration.ofSeconds(10);

    private final AppContext context;
    private final Request request;
    private volatile AuthenticatedPrincipal authenticated;
    private @Nullable Connected connected;
    private @Nullable Cancellable timer;
    private boolean ended;

    /** An open connection. */
    private record Connected(EventLoop loop, Consumer<CloseReason> close) {}

    private PrincipalExpiry(AppContext context, Request request, AuthenticatedPrincipal authenticated) {
        this.context = context;
        this.request = request;
        this.authenticated = authenticated;
    }

    /** Returns the expiry of the request's principal; null if it does not expire. */
    public static @Nullable PrincipalExpiry of(AppContext context, Request request) {
        return request.authenticatedPrincipal()
                .filter(authenticated -> authenticated.principal().expiresAt() != null)
                .map(authenticated -> new PrincipalExpiry(context, request, authenticated))
                .orElse(null);
    }

    /** Returns the principal as last renewed. Thread-safe. */
    public Principal principal() {
        return authenticated.principal();
    }

    /** Starts the timer of an accepted client. */
    public void start(EventLoop loop, Consumer<CloseReason> close) {
        connected = new Connected(loop, close);
        schedule();
    }

    /** Ends the timer of a disconnected client. */
    public void stop() {
        ended = true;
        cancel();
    }

    private void schedule() {
        var current = authenticated;
        var open = connected;
        var end = current.principal().expiresAt();
        if (ended || open == null || end == null) {
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

    private void renew(Connected open, AuthenticatedPrincipal expired) {
        timer = open.loop().schedule(RENEWAL_TIMEOUT, () -> onRenewed(open, Optional.empty()));
        context.threads().start(() -> {
            var renewed = renewed(expired);
            open.loop().execute(() -> onRenewed(open, renewed));
        });
    }

    private Optional<AuthenticatedPrincipal> renewed(AuthenticatedPrincipal expired) {
        try {
            return expired.renewal()
                    .renew(request, expired.principal())
                    .filter(renewed -> renewed.user().equals(expired.principal().user()))
                    .map(expired::with)
                    .filter(renewed -> !renewed.isExpired());
        } catch (Throwable failure) {
            context.failures().report("principal renewal of " + request.route(), failure);
            return Optional.empty();
        }
    }

    private void onRenewed(Connected open, Optional<AuthenticatedPrincipal> renewed) {
        cancel();
        if (ended) {
            return;
        }
        if (renewed.isEmpty()) {
            ended = true;
            open.close().accept(DisconnectReason.EXPIRED.reason());
        } else {
            authenticated = renewed.get();
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
