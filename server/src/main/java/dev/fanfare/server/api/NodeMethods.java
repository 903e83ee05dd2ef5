package dev.fanfare.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNullElse;

import dev.fanfare.core.node.Node;
import dev.fanfare.server.api.ApiResult.ChannelSize;
import dev.fanfare.server.api.ApiResult.NodeInfo;
import dev.fanfare.server.json.JsonBinding;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** The methods that survey all nodes. The results lack nodes that do not answer in time. Thread-safe. */
final class NodeMethods {
    private static final String CHANNELS = "api.channels";
    private static final String INFO = "api.info";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Node node;
    private final InstantSource clock;
    private final Instant started;
    private final String name;
    private final String version;

    /** Registers this node's answers to surveys. */
    NodeMethods(Node node, InstantSource clock, String name, String version) {
        this.node = node;
        this.clock = clock;
        this.started = clock.instant();
        this.name = name;
        this.version = version;
        node.topics().answer(CHANNELS, this::channelsHere);
        node.topics().answer(INFO, question -> infoHere());
    }

    CompletionStage<ApiResult> channels(ApiRequest.ChannelList request) {
        var pattern = requireNonNullElse(request.pattern(), "");
        return node.topics().survey(CHANNELS, pattern.getBytes(UTF_8), TIMEOUT).thenApply(answers -> {
            Map<String, ChannelSize> all = new TreeMap<>();
            answers.values()
                    .forEach(answer -> JsonBinding.readMap(answer, Long.class)
                            .forEach((channel, clients) -> all.merge(
                                    channel,
                                    new ChannelSize(clients),
                                    (one, other) -> new ChannelSize(one.numClients() + other.numClients()))));
            return new ApiResult.ChannelList(all);
        });
    }

    CompletionStage<ApiResult> info(ApiRequest.ClusterInfo request) {
        return node.topics()
                .survey(INFO, new byte[0], TIMEOUT)
                .thenApply(answers -> new ApiResult.ClusterInfo(new TreeMap<>(answers)
                        .values().stream()
                                .map(answer -> JsonBinding.read(answer, NodeInfo.class))
                                .toList()));
    }

    private CompletionStage<byte[]> channelsHere(byte[] pattern) {
        var glob = glob(new String(pattern, UTF_8));
        return node.channelSizes().thenApply(sizes -> {
            Map<String, Integer> matching = new TreeMap<>(sizes);
            matching.keySet().removeIf(channel -> !glob.matcher(channel).matches());
            return JsonBinding.write(matching);
        });
    }

    private CompletionStage<byte[]> infoHere() {
        return node.channelSizes()
                .thenApply(sizes -> JsonBinding.write(new NodeInfo(
                        node.topics().self(),
                        name,
                        version,
                        node.clients().size(),
                        node.clients().userCount(),
                        sizes.values().stream().mapToLong(Integer::longValue).sum(),
                        sizes.size(),
                        Duration.between(started, clock.instant()).toSeconds())));
    }

    /** A pattern in which {@code *} matches any characters and {@code ?} one; an empty pattern matches everything. */
    private static Pattern glob(String pattern) {
        var regex = new StringBuilder();
        for (char c : (pattern.isEmpty() ? "*" : pattern).toCharArray()) {
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
