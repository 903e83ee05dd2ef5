package dev.fanfare.app.internal.channel;

import dev.fanfare.app.Channel;
import dev.fanfare.app.ChannelEventListener;
import dev.fanfare.app.internal.concurrent.Blocking;
import dev.fanfare.app.internal.event.EventChannels;
import dev.fanfare.core.concurrent.LoopThread;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import dev.fanfare.model.channel.StreamPosition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A channel on a node. Thread-safe. */
public final class NodeChannel implements Channel {
    /** How long {@link #publish} waits for overloaded event loops. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    /** The time between attempts if the engine is overloaded: it does not signal when it has room. */
    private static final Duration ENGINE_RETRY = Duration.ofMillis(10);

    private final AppContext context;
    private final String name;
    private volatile Declarations.Resolved resolved;

    private NodeChannel(AppContext context, String name) {
        this.context = context;
        this.name = name;
        this.resolved = context.declarations().resolve(name);
    }

    /**
     * Creates a channel for a name that an application or a client has chosen.
     *
     * @throws dev.fanfare.model.channel.InvalidChannelNameException if the name is invalid or reserved
     */
    public static NodeChannel of(AppContext context, String name) {
        return new NodeChannel(context, EventChannels.requireUnreserved(ChannelName.require(name)));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ChannelOptions options() {
        return declaration().options();
    }

    /** Returns the declared options and rejects later declarations of other options. */
    public ChannelOptions optionsForSubscription() {
        return context.declarations().fix(declaration(), name);
    }

    @Override
    public PublishResult publish(Publication publication, PublishOptions options) {
        return whenThereIsRoom(() -> publishAsync(publication, options));
    }

    @Override
    public CompletionStage<PublishResult> publishAsync(Publication publication, PublishOptions options) {
        return context.whileOpen(() -> {
            var declaration = declaration();
            if (declaration.relay() != null) {
                return declaration.relay().publish(name, publication, options);
            }
            var retention = declaration.served().retention();
            return node().publish(name, publication, retention == null ? options : options.withRetention(retention));
        });
    }

    @Override
    public PublishResult publishEvent(Object event) {
        var rendered = declaration().rendered(event);
        var sent = whenThereIsRoom(() -> sendEvent(event, rendered));
        return rendered == null ? sent : publish(rendered);
    }

    @Override
    public CompletionStage<PublishResult> publishEventAsync(Object event) {
        var rendered = declaration().rendered(event);
        var sent = sendEvent(event, rendered);
        return rendered == null ? sent : sent.thenCompose(answer -> publishAsync(rendered));
    }

    private CompletionStage<PublishResult> sendEvent(Object event, @Nullable Payload rendered) {
        return context.whileOpen(() -> {
            if (rendered == null) {
                context.eventTypes().requireHandled(event.getClass(), name);
            }
            return context.events().send(name, event);
        });
    }

    @Override
    public <E> Channel render(Class<E> type, Function<? super E, Payload> rendering) {
        context.declarations().named(name).render(type, rendering);
        return this;
    }

    @Override
    public ChannelEventListener eventListener() {
        return QueuedEventListener.start(this, context);
    }

    @Override
    public List<Publication> history(int limit) {
        return latest(limit).publications().reversed();
    }

    /** Returns the position before the latest publications; without publications, the position of the next one. */
    public StreamPosition before(int latest) {
        var page = latest(latest);
        var first = page.publications().isEmpty()
                ? null
                : page.publications().getLast().position();
        if (first != null) {
            return new StreamPosition(first.epoch(), first.offset() - 1);
        }
        return page.top().equals(StreamPosition.NONE) ? beginning() : page.top();
    }

    /** Returns the position before the first publication of a new history. */
    private StreamPosition beginning() {
        var retention = Objects.requireNonNull(declaration().served().retention());
        return new StreamPosition(
                waitFor(historyBroker().position(name, retention)).epoch(), 0);
    }

    private HistoryPage latest(int limit) {
        return waitFor(historyBroker().history(name, new HistoryQuery(null, limit, true)));
    }

    private HistoryBroker historyBroker() {
        if (options().retention() == null || !(node().engine().broker() instanceof HistoryBroker broker)) {
            throw new IllegalStateException(
                    "channel " + name + " has no history: declare it with ChannelOptions.history(size, time)");
        }
        return broker;
    }

    @Override
    public Map<String, ClientInfo> members() {
        if (!options().hasPresence()) {
            throw new IllegalStateException(
                    "channel " + name + " has no presence: declare it with ChannelOptions.presence()");
        }
        return waitFor(node().engine().presence().members(name));
    }

    @Override
    public String toString() {
        return "Channel[" + name + "]";
    }

    private Node node() {
        return context.node();
    }

    private Declarations.Resolved declaration() {
        var known = resolved;
        if (!context.declarations().isCurrent(known)) {
            known = context.declarations().resolve(name);
            resolved = known;
        }
        return known;
    }

    <T> T waitFor(CompletionStage<T> stage) {
        var answer = stage.toCompletableFuture();
        if (LoopThread.isCurrent() && !answer.isDone()) {
            throw new IllegalStateException(
                    "channel " + name + " must not block an event loop: use a method that returns a stage");
        }
        return Blocking.await(answer);
    }

    private PublishResult whenThereIsRoom(Supplier<CompletionStage<PublishResult>> publish) {
        if (LoopThread.isCurrent()) {
            return waitFor(publish.get());
        }
        long deadline = System.nanoTime() + MAX_WAIT.toNanos();
        while (true) {
            try {
                return Blocking.await(publish.get());
            } catch (OverloadedException overloaded) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    throw overloaded;
                }
                Blocking.await(room().completeOnTimeout(null, left, TimeUnit.NANOSECONDS));
            }
        }
    }

    /** Completes when another attempt is worthwhile. */
    private CompletableFuture<Void> room() {
        var ofLoops = node().room().toCompletableFuture();
        return ofLoops.isDone()
                ? new CompletableFuture<Void>().completeOnTimeout(null, ENGINE_RETRY.toMillis(), TimeUnit.MILLISECONDS)
                : ofLoops.copy();
    }
}
