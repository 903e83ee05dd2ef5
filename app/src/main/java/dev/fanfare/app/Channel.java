package dev.fanfare.app;

import dev.fanfare.app.event.EventChannels;
import dev.fanfare.app.internal.Blocking;
import dev.fanfare.app.json.Json;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.port.HistoryBroker;
import dev.fanfare.core.port.HistoryBroker.HistoryPage;
import dev.fanfare.core.port.HistoryBroker.HistoryQuery;
import dev.fanfare.model.channel.ChannelName;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
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

/**
 * A named topic of this application: what is published in it reaches every subscriber, on every node. Thread-safe, cheap to
 * make; two of one name are the same channel. Its methods wait for the engine, never for clients; on an event loop they throw
 * {@link IllegalStateException} when the engine's answer is not there at once.
 */
public final class Channel {
    /** How long {@link #publish} waits for event loops that are behind before it gives up. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);

    private static final Duration PAUSE_FOR_THE_ENGINE = Duration.ofMillis(10);

    private final SocketContext context;
    private final String name;

    Channel(SocketContext context, String name) {
        this.context = context;
        this.name = EventChannels.requireOpen(ChannelName.require(name));
    }

    public String name() {
        return name;
    }

    /** How it behaves: as was declared for its name, or for names that begin like it. */
    public ChannelOptions options() {
        return context.declarations().options(name);
    }

    /** Publishes text; see {@link #publish(Payload)}. */
    public PublishResult publish(String text) {
        return publish(Payload.text(text));
    }

    /** Publishes bytes, which nobody may change from now on; see {@link #publish(Payload)}. */
    public PublishResult publish(byte[] bytes) {
        return publish(Payload.binary(bytes));
    }

    /**
     * Publishes a value as JSON; see {@link #publish(Payload)}.
     *
     * @throws IllegalArgumentException when no JSON can be made of it
     */
    public PublishResult publishJson(Object value) {
        return publish(Payload.validatedJson(Json.write(value)));
    }

    /**
     * Publishes a value as JSON with tags, by which slow clients' outboxes conflate and others may filter; see
     * {@link #publish(Payload)}.
     *
     * @throws IllegalArgumentException when no JSON can be made of it
     */
    public PublishResult publishJson(Object value, Map<String, String> tags) {
        var payload = Payload.validatedJson(Json.write(value));
        return publish(Publication.of(payload).withTags(tags), PublishOptions.NONE);
    }

    /**
     * Publishes, and waits until the engine has answered. Never waits for clients, only for this node's own event loops
     * when they are far behind. A channel with history has it in its history when this returns.
     *
     * @throws EngineException when the engine is away; whether it was published is then unknown
     * @throws OverloadedException when the event loops, or the engine, did not catch up within 10 seconds; it was not published
     * @throws IllegalStateException when the application is closed; and on an event loop, when the engine's answer is not
     *     there at once: use {@link #publishAsync}
     */
    public PublishResult publish(Payload payload) {
        return whenThereIsRoom(() -> publishAsync(payload));
    }

    /**
     * Publishes with tags, idempotency key, version and more, as {@link #publish(Payload)} does. The channel's own
     * retention is used, whatever the options say.
     */
    public PublishResult publish(Publication publication, PublishOptions how) {
        return whenThereIsRoom(() -> publishAsync(publication, how));
    }

    /** Publishes without waiting; the stage completes with the engine's answer, or fails as {@link #publish} throws. */
    public CompletionStage<PublishResult> publishAsync(Payload payload) {
        return publishAsync(Publication.of(payload), PublishOptions.NONE);
    }

    /** Publishes without waiting; see {@link #publish(Publication, PublishOptions)}. */
    public CompletionStage<PublishResult> publishAsync(Publication publication, PublishOptions how) {
        return context.whileOpen(() -> {
            var relay = context.declarations().relay(name);
            if (relay != null) {
                return relay.publish(name, publication, how);
            }
            var retention = options().retention();
            return node().publish(name, publication, retention == null ? how : how.withRetention(retention));
        });
    }

    /**
     * Sends an event to all consumers that joined this channel and to its {@link #eventListener}, on all nodes; at most once, in
     * one order for all. Where the event's type has a rendering, that is then published, once, for those who are subscribed
     * directly.
     *
     * @param event of a type that consumers have in their {@link EventHandlers}; it travels as JSON
     * @return the engine's answer, to the rendering where there is one
     * @throws IllegalStateException as {@link #publish(Payload)} does
     */
    public PublishResult publishEvent(Object event) {
        var rendered = context.declarations().rendered(name, event);
        var sent = whenThereIsRoom(() -> sendOnly(event));
        return rendered == null ? sent : publish(rendered);
    }

    /** Sends without waiting, as {@link #publishEvent} does; the stage completes with the engine's answer. */
    public CompletionStage<PublishResult> publishEventAsync(Object event) {
        var rendered = context.declarations().rendered(name, event);
        var sent = sendOnly(event);
        return rendered == null ? sent : sent.thenCompose(answer -> publishAsync(rendered));
    }

    /** Sends to those who hear events. */
    private CompletionStage<PublishResult> sendOnly(Object event) {
        return context.whileOpen(() -> context.events().send(name, event));
    }

    /**
     * Says, once, what clients that are subscribed directly get of an event of this type: it is made where the event is sent
     * and not for each of them, and is in the history where there is one.
     *
     * {@snippet :
     * room.render(Said.class, said -> Payload.text(said.who() + ": " + said.what()));
     * room.publishEvent(new Said("Ann", "hello"));
     * }
     *
     * @throws IllegalStateException when the type has a rendering already
     */
    public <E> Channel render(Class<E> type, Function<? super E, Payload> rendering) {
        context.declarations().named(name).render(type, rendering);
        return this;
    }

    /** Renders events of this type as the JSON of what the function makes of them; see {@link #render}. */
    public <E> Channel renderJson(Class<E> type, Function<? super E, ?> rendering) {
        return render(type, json(rendering));
    }

    /** Application code that hears this channel's events without a client, from now on; see {@link ChannelEventListener}. */
    public ChannelEventListener eventListener() {
        return ChannelEventListener.hear(this, context);
    }

    /**
     * The latest publications, oldest first.
     *
     * @param limit at most so many
     * @throws IllegalStateException when the channel keeps no history
     */
    public List<Publication> history(int limit) {
        return latest(limit).publications().reversed();
    }

    /** The position before the latest publications; that of the end when there are none, so that what comes next is not missed. */
    StreamPosition before(int latest) {
        var page = latest(latest);
        var first = page.publications().isEmpty()
                ? null
                : page.publications().getLast().position();
        if (first != null) {
            return new StreamPosition(first.epoch(), first.offset() - 1);
        }
        return page.top().equals(StreamPosition.NONE) ? beginning() : page.top();
    }

    /** The position before the first publication that ever was, or will be. */
    private StreamPosition beginning() {
        var retention = Objects.requireNonNull(options().retention());
        return new StreamPosition(
                waitFor(historyBroker().position(name, retention)).epoch(), 0);
    }

    private HistoryPage latest(int limit) {
        return waitFor(historyBroker().history(name, new HistoryQuery(null, limit, true)));
    }

    private HistoryBroker historyBroker() {
        if (options().retention() == null || !(node().engine().broker() instanceof HistoryBroker broker)) {
            throw new IllegalStateException(name + " keeps no history: give it a retention");
        }
        return broker;
    }

    /**
     * Who is in the channel, on all nodes, by client id.
     *
     * @throws IllegalStateException when the channel has no presence
     */
    public Map<String, ClientInfo> members() {
        if (!options().hasPresence()) {
            throw new IllegalStateException(name + " does not know who is in it: give it presence");
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

    static <E> Function<E, Payload> json(Function<? super E, ?> rendering) {
        return event -> Payload.validatedJson(Json.write(rendering.apply(event)));
    }

    <T> T waitFor(CompletionStage<T> stage) {
        var answer = stage.toCompletableFuture();
        if (node().inEventLoop() && !answer.isDone()) {
            throw new IllegalStateException("this would block an event loop: " + this);
        }
        return Blocking.await(answer);
    }

    private PublishResult whenThereIsRoom(Supplier<CompletionStage<PublishResult>> publish) {
        if (node().inEventLoop()) {
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

    /** Completes when it may be better; when it is the engine that is full, nobody tells when it has room, and a while passes. */
    private CompletableFuture<Void> room() {
        var ofLoops = node().room().toCompletableFuture();
        return ofLoops.isDone()
                ? new CompletableFuture<Void>()
                        .completeOnTimeout(null, PAUSE_FOR_THE_ENGINE.toMillis(), TimeUnit.MILLISECONDS)
                : ofLoops.copy();
    }
}
