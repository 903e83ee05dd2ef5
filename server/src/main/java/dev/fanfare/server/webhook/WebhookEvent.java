package dev.fanfare.server.webhook;

import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.Activity.Disconnected;
import dev.fanfare.model.monitoring.Activity.Occupied;
import dev.fanfare.model.monitoring.Activity.Unsubscribed;
import dev.fanfare.model.monitoring.Activity.Vacated;
import dev.fanfare.server.config.WebhookOptions.Event;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.node.ObjectNode;

/**
 * An event to deliver. Immutable.
 *
 * @param timeMillis the time of the event, in milliseconds since 1970
 * @param done completes when the event is delivered or dropped
 */
record WebhookEvent(String id, long timeMillis, Activity activity, CompletableFuture<Void> done) {
    WebhookEvent(String id, long timeMillis, Activity activity) {
        this(id, timeMillis, activity, new CompletableFuture<>());
    }

    /** The name of the activity in the configuration. */
    static Event kind(Activity activity) {
        return switch (activity) {
            case Disconnected disconnected -> Event.DISCONNECT;
            case Unsubscribed unsubscribed -> Event.UNSUBSCRIBE;
            case Occupied occupied -> Event.OCCUPIED;
            case Vacated vacated -> Event.VACATED;
        };
    }

    /** Writes all fields of the event's type, including empty ones. */
    void writeTo(ObjectNode out) {
        out.put("id", id)
                .put("type", kind(activity).name().toLowerCase(Locale.ROOT))
                .put("time", timeMillis);
        switch (activity) {
            case Disconnected disconnected ->
                out.put("client", disconnected.client().client())
                        .put("user", disconnected.client().user())
                        .put("code", disconnected.reason().code())
                        .put("reason", disconnected.reason().reason())
                        .put("connected", disconnected.connected().toMillis());
            case Unsubscribed unsubscribed ->
                out.put("client", unsubscribed.client().client())
                        .put("user", unsubscribed.client().user())
                        .put("channel", unsubscribed.channel())
                        .put("code", unsubscribed.code())
                        .put("reason", unsubscribed.reason());
            case Occupied occupied -> out.put("channel", occupied.channel());
            case Vacated vacated -> out.put("channel", vacated.channel());
        }
    }
}
