package dev.fanfare.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.core.node.Node;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.protocol.centrifuge.json.JsonInput;
import dev.fanfare.protocol.centrifuge.json.JsonOutput;
import dev.fanfare.protocol.centrifuge.message.MalformedCommandException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** What the nodes say of themselves: each is asked, and what does not answer in time is missing. Thread-safe. */
final class NodeMethods {
    private static final String CHANNELS = "api.channels";
    private static final String INFO = "api.info";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Node node;
    private final InstantSource clock;
    private final Instant started;
    private final String name;
    private final String version;

    /** Begins to answer what any node asks. */
    NodeMethods(Node node, InstantSource clock, String name, String version) {
        this.node = node;
        this.clock = clock;
        this.started = clock.instant();
        this.name = name;
        this.version = version;
        node.topics().answer(CHANNELS, this::channelsHere);
        node.topics().answer(INFO, question -> infoHere());
    }

    /** Channels with subscribers, and how many, over all nodes; only those that match the pattern when there is one. */
    CompletionStage<ApiResult> channels(ApiFields fields) {
        var pattern = fields.text("pattern");
        return node.topics().survey(CHANNELS, pattern.getBytes(UTF_8), TIMEOUT).thenApply(answers -> {
            Map<String, Long> all = new TreeMap<>();
            answers.values().forEach(answer -> add(answer, all));
            return out -> {
                out.name("channels").beginObject();
                all.forEach((channel, clients) -> out.name(channel)
                        .beginObject()
                        .name("num_clients")
                        .number(clients)
                        .endObject());
                out.endObject();
            };
        });
    }

    /** All nodes. */
    CompletionStage<ApiResult> info(ApiFields fields) {
        return node.topics().survey(INFO, new byte[0], TIMEOUT).thenApply(answers -> out -> {
            out.name("nodes").beginArray();
            new TreeMap<>(answers)
                    .values().stream()
                            .filter(answer -> answer.length > 0)
                            .forEach(answer -> out.payload(Payload.validatedJson(answer)));
            out.endArray();
        });
    }

    private CompletionStage<byte[]> channelsHere(byte[] pattern) {
        var glob = glob(new String(pattern, UTF_8));
        return node.channelSizes().thenApply(sizes -> {
            var out = new JsonOutput().beginObject();
            sizes.forEach((channel, clients) -> {
                if (glob.matcher(channel).matches()) {
                    out.name(channel).number(clients);
                }
            });
            return out.endObject().toPayload().bytes();
        });
    }

    private CompletionStage<byte[]> infoHere() {
        return node.channelSizes()
                .thenApply(sizes -> new JsonOutput()
                        .beginObject()
                        .text("uid", node.topics().self())
                        .text("name", name)
                        .text("version", version)
                        .name("num_clients")
                        .number(node.clients().size())
                        .name("num_users")
                        .number(node.clients().userCount())
                        .name("num_subs")
                        .number(sizes.values().stream()
                                .mapToLong(Integer::longValue)
                                .sum())
                        .name("num_channels")
                        .number(sizes.size())
                        .name("uptime")
                        .number(Duration.between(started, clock.instant()).toSeconds())
                        .endObject()
                        .toPayload()
                        .bytes());
    }

    private static void add(byte[] answer, Map<String, Long> all) {
        try (var in = new JsonInput(answer)) {
            if (in.next()) {
                in.object(channel -> all.merge(channel, in.number(), Long::sum));
            }
        } catch (MalformedCommandException malformed) {
            throw new IllegalStateException("a node answered what is no list of channels", malformed);
        }
    }

    /** A pattern with {@code *} for any characters and {@code ?} for one; empty for all. */
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
