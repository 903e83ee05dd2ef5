package dev.fanfare.server.webhook;

import dev.fanfare.model.monitoring.Activity;
import dev.fanfare.model.monitoring.Activity.Disconnected;
import dev.fanfare.model.monitoring.Activity.Occupied;
import dev.fanfare.model.monitoring.Activity.Unsubscribed;
import dev.fanfare.model.monitoring.Activity.Vacated;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import dev.fanfare.server.config.WebhookOptions.Event;
import java.util.concurrent.CompletableFuture;

/**
 * What the backend is to be told. Immutable.
 *
 * @param timeMillis when it happened, since 1970
 * @param done completes when it was told, or is given up
 */
record WebhookEvent(String id, long timeMillis, Activity activity, CompletableFuture<Void> done) {
    WebhookEvent(String id, long timeMillis, Activity activity) {
        this(id, timeMillis, activity, new CompletableFuture<>());
    }

    /** Its name in the configuration. */
    static Event kind(Activity activity) {
        return switch (activity) {
            case Disconnected disconnected -> Event.DISCONNECT;
            case Unsubscribed unsubscribed -> Event.UNSUBSCRIBE;
            case Occupied occupied -> Event.OCCUPIED;
            case Vacated vacated -> Event.VACATED;
        };
    }

    /** Writes the event as an object, which has all fields of its type, empty ones too. */
    void write(JsonOutput out) {
        out.beginObject().name("id").string(id);
        switch (activity) {
            case Disconnected gone -> {
                begin(out, "disconnect");
                out.name("client").string(gone.client().client());
                out.name("user").string(gone.client().user());
                out.name("code").number(gone.reason().code());
                out.name("reason").string(gone.reason().reason());
                out.name("connected").number(gone.connected().toMillis());
            }
            case Unsubscribed left -> {
                begin(out, "unsubscribe");
                out.name("client").string(left.client().client());
                out.name("user").string(left.client().user());
                out.name("channel").string(left.channel());
                out.name("code").number(left.code());
                out.name("reason").string(left.reason());
            }
            case Occupied occupied -> {
                begin(out, "occupied");
                out.name("channel").string(occupied.channel());
            }
            case Vacated vacated -> {
                begin(out, "vacated");
                out.name("channel").string(vacated.channel());
            }
        }
        out.endObject();
    }

    private void begin(JsonOutput out, String type) {
        out.name("type").string(type).name("time").number(timeMillis);
    }
}
