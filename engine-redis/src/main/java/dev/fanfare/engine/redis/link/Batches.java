package dev.fanfare.engine.redis.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Items that are sent to one server in batches, in order with all other requests of the link. Thread-safe; its state is
 * confined to the link's loop.
 *
 * <p>A batch contains the items that arrive within one turn of the loop. While a batch is in progress, further items wait
 * until it ends or until the next batch is full. Another request does not overtake them, because they are sent before it. No
 * timer delays an item.
 *
 * @param <I> type of the items
 * @param <T> type of the result of an item
 */
public final class Batches<I, T> {
    /** Maximum number of items in a batch. It limits the time for which a batch blocks the server. */
    static final int MAX_ITEMS = 64;
    /** Maximum size of a batch of several items. */
    static final int MAX_BYTES = 128 << 10;

    private static final int MAX_IN_PROGRESS = 1;

    private static final class Batch<I, T> {
        private final List<I> items = new ArrayList<>(MAX_ITEMS);
        private final List<CompletableFuture<T>> outcomes = new ArrayList<>(MAX_ITEMS);
        private long bytes;

        boolean isFull(int nextBytes) {
            return !items.isEmpty() && (items.size() >= MAX_ITEMS || bytes + nextBytes > MAX_BYTES);
        }
    }

    private final Link link;
    private final LinkMailbox mailbox;
    private final Calls calls;
    private final BatchRequest<I, T> request;
    private Batch<I, T> waiting = new Batch<>();
    private int inProgress;

    Batches(Link link, LinkMailbox mailbox, Calls calls, BatchRequest<I, T> request) {
        this.link = link;
        this.mailbox = mailbox;
        this.calls = calls;
        this.request = request;
    }

    /** Sends an item after all earlier requests. The stage completes with its result, or fails like {@link Link#submit}. */
    public CompletionStage<T> submit(int size, I item) {
        if (!calls.reserve(size)) {
            return CompletableFuture.failedStage(link.overloaded());
        }
        var outcome = new CompletableFuture<T>();
        mailbox.post(() -> add(size, item, outcome));
        return outcome;
    }

    /** Sends the waiting items. Called on the loop, before another request is sent. */
    void send() {
        if (!waiting.items.isEmpty()) {
            var batch = waiting;
            waiting = new Batch<>();
            send(batch);
        }
    }

    /** Sends the waiting items, unless a batch is in progress. Called on the loop, at the end of each turn. */
    void endTurn() {
        if (inProgress < MAX_IN_PROGRESS) {
            send();
        }
    }

    private void add(int size, I item, CompletableFuture<T> outcome) {
        if (link.isClosed()) {
            // After the end of the loop, several threads can call this at the same time.
            calls.free(size, 1);
            outcome.completeExceptionally(link.away());
            return;
        }
        if (waiting.isFull(size)) {
            send();
        }
        waiting.items.add(item);
        waiting.outcomes.add(outcome);
        waiting.bytes += size;
    }

    private void send(Batch<I, T> batch) {
        inProgress++;
        var call = new Call<>(connection -> request.send(connection, batch.items), batch.items.size());
        call.outcome().whenComplete((results, failure) -> end(batch, results, failure));
        link.accept(call);
    }

    /** Completes the items. The loop sends the items that wait for this batch in its next turn. */
    private void end(Batch<I, T> batch, @Nullable List<BatchResult<T>> results, @Nullable Throwable failure) {
        inProgress--;
        if (!waiting.items.isEmpty()) {
            mailbox.schedule();
        }
        calls.free(batch.bytes, batch.items.size());
        if (failure != null) {
            batch.outcomes.forEach(outcome -> outcome.completeExceptionally(failure));
        } else if (results != null) {
            for (int i = 0; i < results.size(); i++) {
                complete(batch.outcomes.get(i), results.get(i));
            }
        }
    }

    private void complete(CompletableFuture<T> outcome, BatchResult<T> result) {
        switch (result) {
            case BatchResult.Success<T> success -> outcome.complete(success.value());
            case BatchResult.Failure<T> failed -> {
                link.onReply(failed.cause());
                outcome.completeExceptionally(Call.failure(link.name(), failed.cause()));
            }
        }
    }
}
