package dev.fanfare.cli.bench;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What a run does. Immutable.
 *
 * @param protocol protocol of the subscribers
 * @param target where the subscribers connect
 * @param publishing how publications are sent
 * @param load number of connections and channels, and rate
 * @param phases durations of the phases
 * @param faults clients that misbehave on purpose
 * @param token connection token of Centrifuge clients; empty for none
 * @param threads number of event loops
 */
public record BenchPlan(
        Protocol protocol,
        Target target,
        Publishing publishing,
        Load load,
        Phases phases,
        Faults faults,
        String token,
        int threads) {
    /** The protocol of the subscribers. */
    public enum Protocol {
        /** Text messages on a plain WebSocket. */
        RAW,
        /** Centrifuge in JSON, on a WebSocket. */
        JSON,
        /** Centrifuge in Protobuf, on a WebSocket. */
        PROTOBUF,
        /** Server-sent events: of Centrifuge at /connection/sse, plain events at any other path. */
        SSE;

        /** Whether clients subscribe by commands, so that they can select their channels. */
        boolean isCentrifuge() {
            return this == JSON || this == PROTOBUF;
        }
    }

    /**
     * Who publishes.
     *
     * @param api URL of the publish method of the HTTP API; empty if clients publish
     * @param apiKey key of the HTTP API
     * @param socket the WebSocket of publishers; empty if the first subscribers publish, or dedicated Centrifuge clients
     * @param publishers number of publishers
     */
    public record Publishing(Optional<Target> api, String apiKey, Optional<Target> socket, int publishers) {}

    /**
     * The size of the load.
     *
     * @param connections number of subscribers
     * @param channels number of channels
     * @param subscriptions channels per subscriber
     * @param channelPrefix start of the names of the channels
     * @param payloadBytes size of a publication
     * @param rate publications per second of all publishers together; empty for a closed loop
     * @param window unconfirmed publications per publisher in a closed loop
     */
    public record Load(
            int connections,
            int channels,
            int subscriptions,
            String channelPrefix,
            int payloadBytes,
            OptionalDouble rate,
            OptionalInt window) {
        /** The size of the smallest publication. */
        public static final int MIN_PAYLOAD = Marker.MIN_PAYLOAD;

        String channel(int index) {
            return channelPrefix + "-" + index;
        }
    }

    /**
     * The durations of the phases.
     *
     * @param connectRate new connections per second
     * @param connectTimeout maximum time of a connection until it is subscribed
     * @param warmup publications before the measurement
     * @param duration the measurement
     * @param drain maximum time to wait for deliveries after the last publication
     */
    public record Phases(
            int connectRate, Duration connectTimeout, Duration warmup, Duration duration, Duration drain) {}

    /**
     * Clients that misbehave on purpose.
     *
     * @param slow number of subscribers that stop reading
     * @param storm number of subscribers that reconnect at each storm
     * @param stormInterval time between storms
     */
    public record Faults(int slow, int storm, Duration stormInterval) {}

    /** The number of sequences of publications: each belongs to one channel and one publisher. */
    int streams() {
        return Math.max(load.channels, publishing.publishers);
    }

    int channelOf(int stream) {
        return stream % load.channels;
    }

    int publisherOf(int stream) {
        return stream % publishing.publishers;
    }

    /** Whether a subscriber stops reading. These are the last ones, because the first ones of a plain WebSocket publish. */
    boolean isSlow(int subscriber) {
        return subscriber >= load.connections - faults.slow;
    }
}
