package dev.fanfare.core.node;

import dev.fanfare.core.hub.PendingSubscriber;
import dev.fanfare.core.hub.PendingSubscriber.Merge;
import dev.fanfare.core.node.SubscribeResult.Refused;
import dev.fanfare.core.node.SubscribeResult.Subscribed;
import dev.fanfare.core.transport.EventLoop;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Publication;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A subscribe in progress. Confined to the owner's event loop. The order of its steps matters: keep what arrives,
 * subscribe the broker, add the presence, read the history, prepare the client's state, merge everything with what was
 * kept, answer the client, activate the subscriber, and publish the join.
 */
final class SubscribeOperation {
    /** During the read, the epoch of the history may change, or more may arrive than is kept. */
    private static final int MAX_READS = 3;

    private final EventLoop loop;
    private final Executor recoveries;
    private final SubscriptionHandler handler;
    private final @Nullable Membership membership;
    private final @Nullable RecoveryReader reader;
    private final boolean rejectUnrecovered;
    private final PendingSubscriber pending;
    private final CompletableFuture<SubscribeResult> result = new CompletableFuture<>();
    private int reads;

    /**
     * Creates an operation that begins with {@link #start}.
     *
     * @param membership the visible membership of the client; null for none
     * @param reader reads the history; null for a subscriber without position
     * @param pending the pending subscriber
     */
    SubscribeOperation(
            NodeLoop loop,
            SubscriptionHandler handler,
            @Nullable Membership membership,
            @Nullable RecoveryReader reader,
            boolean rejectUnrecovered,
            PendingSubscriber pending) {
        this.loop = loop.loop();
        this.recoveries = loop.recoveries();
        this.handler = handler;
        this.membership = membership;
        this.reader = reader;
        this.rejectUnrecovered = rejectUnrecovered;
        this.pending = pending;
        if (membership != null) {
            pending.subscriber().onEnd(membership::leave);
        }
    }

    /** Starts the operation; the stage completes on the loop. */
    CompletionStage<SubscribeResult> start() {
        then(pending.ready(), nothing -> enter());
        return result;
    }

    private void enter() {
        if (membership == null) {
            begin();
        } else {
            then(membership.enter(), nothing -> begin());
        }
    }

    private void begin() {
        if (reader != null) {
            read(reader);
            return;
        }
        var prepared = handler.prepare();
        if (prepared == null) {
            answer(new Subscribed(null, Recovery.NOT_ASKED, List.of()), pending::activate);
        } else {
            pending.keep(); // includes everything since prepare(), because this loop has taken nothing from the
            // mailbox in between
            then(prepared, nothing -> answerKept());
        }
    }

    private void answerKept() {
        var kept = pending.kept();
        if (kept.isPresent()) {
            answer(new Subscribed(null, Recovery.NOT_ASKED, kept.get()), pending::activate);
        } else {
            fail(new EngineException("too many publications arrived in "
                    + pending.subscriber().channel() + " while the initial state of the client was prepared"));
        }
    }

    private void read(RecoveryReader from) {
        reads++;
        pending.beginRead();
        then(from.read(), recoveries, start -> prepare(from, start));
    }

    private void prepare(RecoveryReader from, RecoveryResult start) {
        var prepared = handler.prepare();
        if (prepared == null) {
            merge(from, start, merge -> from.answer(start, merge));
        } else {
            then(prepared, nothing -> merge(from, start, start::complete));
        }
    }

    private void merge(RecoveryReader from, RecoveryResult start, Function<Merge, Subscribed> subscribed) {
        var merge = pending.merge(start.top());
        if (merge.isPresent()) {
            answer(subscribed.apply(merge.get()), () -> pending.activate(merge.get()));
        } else if (reads < MAX_READS) {
            read(from);
        } else {
            fail(new EngineException(
                    "the history of " + from.channel() + " changed during the read, " + reads + " times in a row"));
        }
    }

    private void answer(Subscribed all, Runnable activate) {
        var subscribed = accepted(all.without(this::isExcluded));
        if (rejectUnrecovered && subscribed.recovery() == Recovery.NOT_RECOVERED) {
            pending.subscriber().cancel();
            result.complete(Refused.UNRECOVERABLE);
            return;
        }
        pending.subscriber().answer(handler);
        handler.onSubscribed(subscribed);
        if (!subscribed.publications().isEmpty()) {
            pending.subscriber().received(subscribed.publications().getLast());
        }
        activate.run();
        if (membership != null && !pending.subscriber().isCancelled()) {
            membership.announce();
        }
        result.complete(subscribed);
    }

    private Subscribed accepted(Subscribed all) {
        return all.recovery() != Recovery.RECOVERED || handler.acceptsMissed(all.publications())
                ? all
                : new Subscribed(all.position(), Recovery.NOT_RECOVERED, List.of());
    }

    private boolean isExcluded(Publication publication) {
        var excluded = publication.excluded();
        return excluded != null && excluded.equals(pending.subscriber().client());
    }

    /** Continues on the loop when the stage has completed. */
    private <T> void then(CompletionStage<T> stage, Consumer<T> next) {
        then(stage, loop, next);
    }

    private <T> void then(CompletionStage<T> stage, Executor executor, Consumer<T> next) {
        stage.whenComplete((value, failure) -> {
            if (loop.inEventLoop()) {
                step(value, failure, next);
            } else {
                executor.execute(() -> step(value, failure, next));
            }
        });
    }

    private <T> void step(T value, @Nullable Throwable failure, Consumer<T> next) {
        if (pending.subscriber().isCancelled()) {
            result.complete(Refused.CANCELLED);
        } else if (failure != null) {
            fail(failure);
        } else {
            try {
                next.accept(value);
            } catch (RuntimeException bug) {
                fail(bug);
            }
        }
    }

    private void fail(Throwable failure) {
        pending.subscriber().cancel();
        result.completeExceptionally(failure);
    }
}
