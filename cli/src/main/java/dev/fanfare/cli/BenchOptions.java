package dev.fanfare.cli;

import dev.fanfare.cli.bench.BenchPlan;
import dev.fanfare.cli.bench.BenchPlan.Faults;
import dev.fanfare.cli.bench.BenchPlan.Load;
import dev.fanfare.cli.bench.BenchPlan.Phases;
import dev.fanfare.cli.bench.BenchPlan.Protocol;
import dev.fanfare.cli.bench.BenchPlan.Publishing;
import dev.fanfare.cli.bench.Target;
import dev.fanfare.config.value.TimeSpan;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@link BenchCommand}, from which {@link #plan} makes a plan. */
final class BenchOptions {
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final int MAX_CHANNELS = 1_000_000;
    private static final int MAX_PAYLOAD = 1 << 20;
    private static final double MAX_RATE = 1_000_000;
    private static final Map<Protocol, String> PATHS = Map.of(
            Protocol.JSON, "/connection/websocket",
            Protocol.PROTOBUF, "/connection/websocket",
            Protocol.SSE, "/connection/sse");

    @Option(
            names = "--protocol",
            paramLabel = "PROTOCOL",
            defaultValue = "json",
            description = "Protocol of the subscribers: ${COMPLETION-CANDIDATES}. json and protobuf are those of"
                    + " Centrifuge. Default: ${DEFAULT-VALUE}.")
    private Protocol protocol;

    @Option(
            names = {"-c", "--connections"},
            paramLabel = "N",
            defaultValue = "100",
            description = "Subscribers. Default: ${DEFAULT-VALUE}.")
    private int connections;

    @Option(
            names = "--channels",
            paramLabel = "N",
            defaultValue = "1",
            description = "Channels, over which the subscribers are spread. Default: ${DEFAULT-VALUE}.")
    private int channels;

    @Option(
            names = "--subscriptions",
            paramLabel = "N",
            defaultValue = "1",
            description = "Channels of each subscriber. Default: ${DEFAULT-VALUE}.")
    private int subscriptions;

    @Option(
            names = "--channel-prefix",
            paramLabel = "NAME",
            defaultValue = "bench",
            description = "Start of the names of the channels, NAME-0 and so on; it can contain a namespace. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String channelPrefix;

    @Option(
            names = "--publishers",
            paramLabel = "N",
            description = "Publishers. Default: 1, or one per channel for raw.")
    private @Nullable Integer publishers;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Publications per second of all publishers together, on a schedule. Default: 10.")
    private @Nullable Double rate;

    @Option(
            names = "--window",
            paramLabel = "N",
            description =
                    "Closed loop instead of a schedule: each channel has N publications that are not yet delivered to"
                            + " all subscribers.")
    private @Nullable Integer window;

    @Option(
            names = "--payload",
            paramLabel = "BYTES",
            defaultValue = "128",
            description = "Size of a publication. Default: ${DEFAULT-VALUE}.")
    private int payload;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            defaultValue = "${env:FANFARE_HTTP_API_KEY:-}",
            description = "Publishes through the HTTP API with this key. Default: the environment variable"
                    + " FANFARE_HTTP_API_KEY. Without a key, clients publish.")
    private String apiKey;

    @Option(
            names = "--api-url",
            paramLabel = "URL",
            description = "URL of the HTTP API. Default: host and port of URL.")
    private @Nullable String apiUrl;

    @Option(
            names = "--publish-url",
            paramLabel = "URL",
            description = "Plain WebSocket of the publishers, for servers without an HTTP API.")
    private @Nullable String publishUrl;

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            defaultValue = "${env:BENCH_TOKEN:-}",
            description = "Connection token of all subscribers. Default: the environment variable BENCH_TOKEN.")
    private String token;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Duration of the measurement. Default: ${DEFAULT-VALUE}.")
    private String duration;

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "3s",
            description = "Publications before the measurement. Default: ${DEFAULT-VALUE}.")
    private String warmup;

    @Option(
            names = "--drain",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "Maximum time to wait for deliveries after the last publication. Default: ${DEFAULT-VALUE}.")
    private String drain;

    @Option(
            names = "--connect-rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "New connections per second. Default: ${DEFAULT-VALUE}.")
    private int connectRate;

    @Option(
            names = "--connect-timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "Maximum time until a connection is subscribed. Default: ${DEFAULT-VALUE}.")
    private String connectTimeout;

    @Option(
            names = "--slow",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "Share of subscribers that stop reading. Default: ${DEFAULT-VALUE}.")
    private double slow;

    @Option(
            names = "--storm",
            paramLabel = "PERCENT",
            defaultValue = "0",
            description = "Share of subscribers that reconnect at once in each storm. Default: ${DEFAULT-VALUE}.")
    private double storm;

    @Option(
            names = "--storm-interval",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "Time between storms. Default: ${DEFAULT-VALUE}.")
    private String stormInterval;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Event loops of the clients. Default: half of the processors.")
    private @Nullable Integer threads;

    @Option(
            names = "--allow-remote",
            description = "Permits servers on other machines. Test only servers that you operate.")
    private boolean allowRemote;

    /**
     * Returns the plan.
     *
     * @throws IllegalArgumentException if an option is invalid
     */
    BenchPlan plan(String url) {
        require("--connections", connections, 1, MAX_CONNECTIONS);
        require("--channels", channels, 1, MAX_CHANNELS);
        require("--subscriptions", subscriptions, 1, channels);
        require("--payload", payload, Load.MIN_PAYLOAD, MAX_PAYLOAD);
        require("--connect-rate", connectRate, 1, MAX_CONNECTIONS);
        int slowClients = share("--slow", slow);
        requireReaders(slowClients);
        boolean secure = url.startsWith("https:") || url.startsWith("wss:");
        var target = Target.resolve("URL", complete(url, secure), schemes(), allowRemote);
        var publishing = publishing(target, secure);
        requireSubscriptions(target);
        int loops = threads == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : threads;
        require("--threads", loops, 1, 1024);
        return new BenchPlan(
                protocol,
                target,
                publishing,
                new Load(connections, channels, subscriptions, channelPrefix, payload, rate(), window()),
                new Phases(
                        connectRate,
                        time("--connect-timeout", connectTimeout, Duration.ofMillis(1)),
                        time("--warmup", warmup, Duration.ZERO),
                        time("--duration", duration, Duration.ofMillis(1)),
                        time("--drain", drain, Duration.ZERO)),
                new Faults(
                        slowClients,
                        share("--storm", storm),
                        time("--storm-interval", stormInterval, Duration.ofMillis(1))),
                token,
                loops);
    }

    private Set<String> schemes() {
        return protocol == Protocol.SSE ? Set.of("http", "https") : Set.of("ws", "wss");
    }

    /** Adds the path of the push server, and selects the scheme of the protocol. */
    private String complete(String url, boolean secure) {
        var uri = URI.create(url.replace("{id}", "0").replace("{channel}", "c"));
        var path = uri.getPath();
        var text = url;
        if (path == null || path.isEmpty() || path.equals("/")) {
            if (protocol == Protocol.RAW) {
                throw new IllegalArgumentException(
                        "URL requires a path for --protocol raw, such as ws://127.0.0.1:8000/ws/{id}");
            }
            text = url.replaceFirst("/$", "") + PATHS.get(protocol);
        }
        boolean stream = protocol == Protocol.SSE;
        var scheme = stream ? (secure ? "https" : "http") : secure ? "wss" : "ws";
        return text.replaceFirst("^(https?|wss?):", scheme + ":");
    }

    private Publishing publishing(Target target, boolean secure) {
        int count = publishers == null ? (protocol == Protocol.RAW ? channels : 1) : publishers;
        require("--publishers", count, 1, connectionsOf(count));
        if (publishUrl != null) {
            requireDivisible(count, "--publish-url");
            var socket = Target.resolve("--publish-url", publishUrl, Set.of("ws", "wss"), allowRemote);
            return new Publishing(Optional.empty(), "", Optional.of(socket), count);
        }
        if (!apiKey.isEmpty() || apiUrl != null) {
            var api = Target.resolve("--api-url", api(target, secure), Set.of("http", "https"), allowRemote);
            return new Publishing(Optional.of(api), apiKey, Optional.empty(), count);
        }
        if (protocol == Protocol.SSE) {
            throw new IllegalArgumentException(
                    "--protocol sse cannot publish: set --api-key (or FANFARE_HTTP_API_KEY), or --publish-url");
        }
        if (protocol == Protocol.RAW) {
            requireDivisible(count, "--protocol raw");
        }
        return new Publishing(Optional.empty(), "", Optional.empty(), count);
    }

    private int connectionsOf(int count) {
        boolean subscribersPublish =
                protocol == Protocol.RAW && publishUrl == null && apiKey.isEmpty() && apiUrl == null;
        return subscribersPublish ? connections - share("--slow", slow) : Math.max(count, MAX_CONNECTIONS);
    }

    /** A plain connection publishes to its own channel. */
    private void requireDivisible(int count, String option) {
        if (count % channels != 0) {
            throw new IllegalArgumentException("--publishers must be a multiple of --channels with " + option
                    + ", because each connection publishes to its own channel, got " + count + " and " + channels);
        }
    }

    private String api(Target target, boolean secure) {
        var uri = URI.create(apiUrl == null ? target.url().replace("{id}", "0").replace("{channel}", "c") : apiUrl);
        if (apiUrl != null && uri.getPath() != null && uri.getPath().length() > 1) {
            return apiUrl;
        }
        var scheme = apiUrl == null ? (secure ? "https" : "http") : uri.getScheme();
        return scheme + "://" + uri.getAuthority() + "/api/publish";
    }

    private void requireSubscriptions(Target target) {
        boolean commands = protocol == Protocol.JSON
                || protocol == Protocol.PROTOBUF
                || target.url().endsWith(PATHS.get(Protocol.SSE));
        if (!commands && subscriptions > 1) {
            throw new IllegalArgumentException(
                    "--subscriptions must be 1 for a plain connection, got " + subscriptions);
        }
        if (!commands && channels > 1 && !target.hasChannel()) {
            throw new IllegalArgumentException(
                    "--channels above 1 requires {channel} in the path of URL for a plain connection");
        }
    }

    private void requireReaders(int slowClients) {
        if (slowClients >= connections) {
            throw new IllegalArgumentException("--slow must leave at least one subscriber that reads");
        }
    }

    private OptionalDouble rate() {
        if (rate != null && window != null) {
            throw new IllegalArgumentException("--rate and --window cannot be set together");
        }
        if (window != null) {
            return OptionalDouble.empty();
        }
        double perSecond = rate == null ? 10 : rate;
        if (!(perSecond > 0 && perSecond <= MAX_RATE)) {
            throw new IllegalArgumentException(
                    "--rate must be above 0 and at most " + (int) MAX_RATE + ", got " + rate);
        }
        return OptionalDouble.of(perSecond);
    }

    private OptionalInt window() {
        if (window == null) {
            return OptionalInt.empty();
        }
        require("--window", window, 1, 10_000);
        return OptionalInt.of(window);
    }

    private int share(String option, double percent) {
        if (!(percent >= 0 && percent <= 100)) {
            throw new IllegalArgumentException(option + " must be between 0 and 100, got " + percent);
        }
        return (int) Math.round(connections * percent / 100);
    }

    private static void require(String option, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(option + " must be between " + min + " and " + max + ", got " + value);
        }
    }

    private static Duration time(String option, String text, Duration min) {
        Duration value;
        try {
            value = TimeSpan.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new IllegalArgumentException(option + ": " + malformed.getMessage(), malformed);
        }
        if (value.compareTo(min) < 0 || value.compareTo(Duration.ofHours(24)) > 0) {
            throw new IllegalArgumentException(
                    option + " must be between " + min.toMillis() + "ms and 24h, got " + text);
        }
        return value;
    }
}
