package dev.fanfare.core.fake;

import dev.fanfare.core.memory.MemoryBroker;
import dev.fanfare.core.port.BrokerListener;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.Lineage;
import dev.fanfare.core.port.Scheduler;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.HistoryRetention;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.PublishResult.Accepted;
import dev.fanfare.model.channel.StreamPosition;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A memory broker that delays its answers about histories and its pushes until the test releases them. Each of the two keeps its
 * order, and they can overtake one another. Confined to one test thread.
 */
public final class HeldBroker implements HistoryBroker {
    private final MemoryBroker memory;
    private final ArrayDeque<Runnable> answers = new ArrayDeque<>();
    private final Queue<Runnable> pushes = new ArrayDeque<>();
    private boolean holdingAnswers;
    private boolean throwing;
    private boolean holdingPushes;
    private final Map<String, Long> earlier = new HashMap<>();
    private @Nullable String epoch;
    private @Nullable BrokerListener listener;

    /** Creates a broker that does not delay yet. */
    public HeldBroker(Scheduler scheduler) {
        this.memory = Brokers.memory(scheduler);
    }

    /** Makes every history continue in another epoch; an earlier one ends at this position. */
    public void beginEpoch(String name, StreamPosition last) {
        earlier.put(last.epoch(), last.offset());
        epoch = name;
    }

    /** Delays later answers. */
    public void holdAnswers() {
        holdingAnswers = true;
    }

    /** Delays later pushes. */
    public void holdPushes() {
        holdingPushes = true;
    }

    /** Sets whether a call for a position throws, instead of returning a failed stage. */
    public void throwAtPositions(boolean atAll) {
        throwing = atAll;
    }

    /** Releases the newest delayed answer. */
    public void releaseNewestAnswer() {
        answers.removeLast().run();
    }

    /** Releases the oldest delayed answer. */
    public void releaseAnswer() {
        answers.remove().run();
    }

    /** Releases all answers; later ones are not delayed. */
    public void releaseAnswers() {
        holdingAnswers = false;
        answers.forEach(Runnable::run);
        answers.clear();
    }

    /** Releases all pushes; later ones are not delayed. */
    public void releasePushes() {
        holdingPushes = false;
        pushes.forEach(Runnable::run);
        pushes.clear();
    }

    /** Discards the delayed pushes; later ones are not delayed. */
    public void losePushes() {
        holdingPushes = false;
        pushes.clear();
    }

    /** The number of delayed answers. */
    public int answersWaiting() {
        return answers.size();
    }

    /** Delivers a push that is not in the history. */
    public void push(String channel, Publication publication) {
        listener().onPush(channel, publication);
    }

    /** Reports an interruption of the broker. */
    public void interrupt() {
        listener().onInterrupted();
    }

    /** Reports an interruption of these channels. */
    public void interrupt(Predicate<String> affected) {
        listener().onInterrupted(affected);
    }

    @Override
    public void start(BrokerListener newListener) {
        listener = newListener;
        memory.start((channel, accepted) -> {
            var push = accepted instanceof Publication publication ? current(publication) : accepted;
            if (holdingPushes) {
                pushes.add(() -> newListener.onPush(channel, push));
            } else {
                newListener.onPush(channel, push);
            }
        });
    }

    @Override
    public CompletionStage<Void> subscribe(String channel) {
        return memory.subscribe(channel);
    }

    @Override
    public CompletionStage<Void> unsubscribe(String channel) {
        return memory.unsubscribe(channel);
    }

    @Override
    public CompletionStage<PublishResult> publish(String channel, Publication publication, PublishOptions options) {
        return memory.publish(channel, publication, options)
                .thenApply(result -> result instanceof Accepted accepted && accepted.position() != null
                        ? new Accepted(current(accepted.position()))
                        : result);
    }

    @Override
    public CompletionStage<Void> join(String channel, ClientInfo info) {
        return memory.join(channel, info);
    }

    @Override
    public CompletionStage<Void> leave(String channel, ClientInfo info) {
        return memory.leave(channel, info);
    }

    @Override
    public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
        return held(memory.history(channel, new HistoryQuery(null, 0, false)).thenCompose(now -> {
            var lineage = new Lineage(current(now.top()), earlier);
            var since = query.since();
            var own = since != null && lineage.contains(since)
                    ? new HistoryQuery(
                            new StreamPosition(now.top().epoch(), since.offset()), query.limit(), query.reverse())
                    : query;
            return memory.history(channel, own)
                    .thenApply(page -> new HistoryPage(
                            page.publications().stream().map(this::current).toList(), lineage));
        }));
    }

    @Override
    public CompletionStage<StreamPosition> position(String channel, HistoryRetention retention) {
        if (throwing) {
            throw new EngineException("thrown");
        }
        return held(memory.position(channel, retention).thenApply(this::current));
    }

    @Override
    public CompletionStage<Void> removeHistory(String channel) {
        return memory.removeHistory(channel);
    }

    @Override
    public void close() {
        memory.close();
    }

    private StreamPosition current(StreamPosition position) {
        return epoch == null || position.epoch().isEmpty() ? position : new StreamPosition(epoch, position.offset());
    }

    private Publication current(Publication publication) {
        var position = publication.position();
        return position == null ? publication : publication.withPosition(current(position));
    }

    private BrokerListener listener() {
        if (listener == null) {
            throw new IllegalStateException("the broker is not started");
        }
        return listener;
    }

    private <T> CompletionStage<T> held(CompletionStage<T> answer) {
        if (!holdingAnswers) {
            return answer;
        }
        var arriving = new CompletableFuture<T>();
        answers.add(() -> answer.whenComplete((value, failure) -> {
            if (failure == null) {
                arriving.complete(value);
            } else {
                arriving.completeExceptionally(failure);
            }
        }));
        return arriving;
    }
}
