package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Secret;
import java.time.Duration;
import java.util.List;

/** The webhook, which notifies the backend of events. Immutable. */
public record WebhookOptions(
        @Option("URL of the webhook, which is called with POST and JSON. Empty: disabled.")
        EndpointUrl endpoint,

        @Option("Secret that signs each call. Empty: calls are not signed.")
        Secret secret,

        @Option(
                "Events to send: disconnect, unsubscribe, occupied (a channel gets its first subscriber), vacated (a channel loses its last subscriber).")
        List<Event> events,

        @Option(
                value = "How long a channel must remain occupied or vacated before the event is sent.",
                defaults = "1s",
                max = "1h")
        Duration debounce,

        @Option(value = "Number of retries after a failed call.", defaults = "5", max = "100")
        int retries,

        @Option(value = "Maximum number of events in a call.", defaults = "100", min = "1", max = "10000")
        int batchSize,

        @Option(value = "Timeout of a call.", defaults = "5s", min = "1ms", max = "1h")
        Duration timeout)
        implements Checked {

    /** The events. */
    public enum Event {
        DISCONNECT,
        UNSUBSCRIBE,
        OCCUPIED,
        VACATED
    }

    public WebhookOptions {
        events = List.copyOf(events);
    }

    @Override
    public void check(Checks checks) {
        checks.require(events.isEmpty() || endpoint.isSet(), "must be set if events is set", "endpoint", "events");
        checks.require(
                !endpoint.isSet() || !events.isEmpty(),
                "must contain at least one event if endpoint is set",
                "events",
                "endpoint");
    }
}
