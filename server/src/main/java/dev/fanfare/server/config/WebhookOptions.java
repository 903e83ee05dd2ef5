package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import dev.fanfare.config.value.EndpointUrl;
import dev.fanfare.config.value.Secret;
import java.time.Duration;
import java.util.List;

/** What a backend is told after it happened. Immutable. */
public record WebhookOptions(
        @Option("URL that is called with POST and JSON. Empty: nothing is told.")
        EndpointUrl endpoint,

        @Option("Secret that signs each call. Empty: not signed.")
        Secret secret,

        @Option(
                "What is told: disconnect, unsubscribe, occupied (a channel got its first subscriber), vacated (it lost the last).")
        List<Event> events,

        @Option(
                value = "Time that a channel must stay vacated or occupied before it is told.",
                defaults = "1s",
                max = "1h")
        Duration debounce,

        @Option(value = "How often a failed call is tried again.", defaults = "5", max = "100")
        int retries,

        @Option(value = "Events in one call.", defaults = "100", min = "1", max = "10000")
        int batchSize,

        @Option(value = "Time after which a call has failed.", defaults = "5s", min = "1ms", max = "1h")
        Duration timeout)
        implements Checked {

    /** What can be told. */
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
        checks.require(events.isEmpty() || endpoint.isSet(), "must be set when events are", "endpoint", "events");
        checks.require(!endpoint.isSet() || !events.isEmpty(), "must hold at least one event", "events", "endpoint");
    }
}
