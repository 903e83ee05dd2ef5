package dev.fanfare.app;

import dev.fanfare.app.internal.json.Json;
import dev.fanfare.model.channel.ChannelOptions;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.OverloadedException;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.PublishOptions;
import dev.fanfare.model.channel.PublishResult;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A named topic of this application. A publication reaches every subscriber on every node. Thread-safe.
 *
 * <p>Objects of the same name refer to the same channel. Methods wait for the engine, never for clients. On an event loop they
 * throw {@link IllegalStateException} unless the engine answers immediately.
 */
public interface Channel {
    /** Returns the full name of the channel. */
    String name();

    /** Returns the options that were declared for this name or for its longest declared prefix, else the defaults. */
    ChannelOptions options();

    /** Publishes text; see {@link #publish(Payload)}. */
    default PublishResult publish(String text) {
        return publish(Payload.text(text));
    }

    /** Publishes bytes; see {@link #publish(Payload)}. The array is not copied and must not be modified afterwards. */
    default PublishResult publish(byte[] bytes) {
        return publish(Payload.binary(bytes));
    }

    /**
     * Publishes a value as JSON; see {@link #publish(Payload)}.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    default PublishResult publishJson(Object value) {
        return publish(Payload.validatedJson(Json.write(value)));
    }

    /**
     * Publishes a value as JSON with tags; see {@link #publish(Payload)}. The slow-client policy of a channel can conflate
     * publications by a tag, and clients can filter publications by tags.
     *
     * @throws IllegalArgumentException if the value cannot be written as JSON
     */
    default PublishResult publishJson(Object value, Map<String, String> tags) {
        var payload = Payload.validatedJson(Json.write(value));
        return publish(Publication.of(payload).withTags(tags), PublishOptions.NONE);
    }

    /**
     * Publishes and waits for the engine's answer. Never waits for clients. It waits for this node's event loops if
     * their backlog is too large. On return, a channel with history has stored the publication.
     *
     * @throws EngineException if the engine is unavailable; the outcome is then unknown
     * @throws OverloadedException if the event loops or the engine stay overloaded for 10 seconds; nothing was published
     * @throws IllegalStateException if the application is closed; also on an event loop if the engine does not answer immediately,
     *     use {@link #publishAsync} there
     */
    default PublishResult publish(Payload payload) {
        return publish(Publication.of(payload), PublishOptions.NONE);
    }

    /**
     * Publishes with tags, idempotency key, version and other options; see {@link #publish(Payload)}. The channel's own retention
     * replaces the retention of the options.
     */
    PublishResult publish(Publication publication, PublishOptions options);

    /** Publishes without waiting. The stage completes with the engine's answer, or fails as {@link #publish} does. */
    default CompletionStage<PublishResult> publishAsync(Payload payload) {
        return publishAsync(Publication.of(payload), PublishOptions.NONE);
    }

    /** Publishes without waiting; see {@link #publish(Publication, PublishOptions)}. */
    CompletionStage<PublishResult> publishAsync(Publication publication, PublishOptions options);

    /**
     * Sends an event to all handlers that joined this channel and to its {@linkplain #eventListener listeners}, on all
     * nodes, in the same order and at most once. If the channel has a rendering for the event's type, the rendering is
     * then published once to the subscribed clients.
     *
     * @param event a value of a type with an {@linkplain EventHandlers event handler} or a {@linkplain #render rendering};
     *     transferred as JSON
     * @return the engine's answer to the rendering if there is one, else to the event
     * @throws IllegalArgumentException if the value cannot be written as JSON, or if the application has neither a handler nor a
     *     rendering for its type
     * @throws IllegalStateException as {@link #publish(Payload)} does
     */
    PublishResult publishEvent(Object event);

    /** Sends an event as {@link #publishEvent} does, without waiting. The stage completes with the engine's answer. */
    CompletionStage<PublishResult> publishEventAsync(Object event);

    /**
     * Declares what subscribed clients receive for an event of this type. The rendering is created once, on the node that sends the
     * event, and is stored if the channel has a history.
     *
     * {@snippet :
     * room.render(Said.class, said -> Payload.text(said.name() + ": " + said.text()));
     * room.publishEvent(new Said("Ann", "hello"));
     * }
     *
     * @throws IllegalStateException if the type has a rendering
     */
    <E> Channel render(Class<E> type, Function<? super E, Payload> rendering);

    /** Renders events of this type as the JSON of the function's result; see {@link #render}. */
    default <E> Channel renderJson(Class<E> type, Function<? super E, ?> rendering) {
        return render(type, event -> Payload.validatedJson(Json.write(rendering.apply(event))));
    }

    /** Starts a listener for this channel's events that is independent of any client. */
    ChannelEventListener eventListener();

    /**
     * Returns the latest publications, oldest first.
     *
     * @param limit the maximum number of publications
     * @throws IllegalStateException if the channel has no history
     */
    List<Publication> history(int limit);

    /**
     * Returns the clients that are present in the channel on all nodes, by client id.
     *
     * @throws IllegalStateException if the channel has no presence
     */
    Map<String, ClientInfo> members();
}
