package dev.fanfare.protocol.centrifuge.client;

import dev.fanfare.core.session.Session;
import dev.fanfare.model.access.ConnectedClient;
import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.access.Expiry;
import dev.fanfare.model.access.Renewal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks the program whether what has come to its end goes on. Confined to the client's event loop. */
final class Renewing {
    /** A program that can't answer is asked again then. */
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final ClientContext context;
    private final Session session;
    private final ConnectedClient client;

    Renewing(ClientContext context, Session session, ConnectedClient client) {
        this.context = context;
        this.session = session;
        this.client = client;
    }

    /** For the connection itself. */
    void connection(Expiration expiration, Consumer<Renewal> goesOn) {
        ask(expiration, () -> context.access().renew(client), goesOn);
    }

    /** For a subscription. */
    void subscription(String channel, Expiration expiration, Consumer<Renewal> goesOn) {
        ask(expiration, () -> context.access().renewSubscription(client, channel), goesOn);
    }

    private void ask(Expiration expiration, Supplier<CompletionStage<Renewal>> question, Consumer<Renewal> goesOn) {
        LoopAnswer.of(session.loop(), question).whenComplete((renewal, failure) -> {
            if (expiration.isStopped()) {
                return;
            }
            if (failure != null) {
                failed(expiration, failure);
            } else if (Expiration.isOver(renewal.expiry(), context.clock())) {
                expiration.end();
            } else {
                goesOn.accept(renewal);
                expiration.set(renewal.expiry());
            }
        });
    }

    private void failed(Expiration expiration, Throwable failure) {
        var told = Failures.toTell(failure);
        if (told instanceof DisconnectException disconnect) {
            session.disconnect(disconnect.reason());
        } else if (told instanceof ErrorReplyException error && error.isTemporary()) {
            expiration.set(Expiry.renewAt(context.clock().instant().plus(RETRY)));
        } else {
            expiration.end();
        }
    }
}
