package dev.fanfare.server.admin;

import dev.fanfare.core.node.Node;
import dev.fanfare.server.json.JsonBinding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Questions of the admin page to all nodes, as JSON, with a time limit. Thread-safe. */
final class NodeSurvey {
    private static final String PREFIX = "admin.";

    private final Node node;

    NodeSurvey(Node node) {
        this.node = node;
    }

    /**
     * The answers by node. Immutable.
     *
     * @param missing nodes that did not answer in time, or that serve no admin page
     */
    record Answers<A>(Map<String, A> byNode, List<String> missing) {
        List<A> all() {
            return List.copyOf(byNode.values());
        }
    }

    /** Answers a question of other nodes, and of this one, on a virtual thread. */
    <Q> void answer(String topic, Class<Q> question, Function<Q, Object> answer) {
        node.topics().answer(PREFIX + topic, bytes -> {
            var answered = new CompletableFuture<byte[]>();
            Thread.ofVirtual().name("fanfare-admin-answer").start(() -> {
                try {
                    answered.complete(JsonBinding.write(answer.apply(JsonBinding.read(bytes, question))));
                } catch (RuntimeException | Error failure) {
                    answered.completeExceptionally(failure);
                }
            });
            return answered;
        });
    }

    /** Asks all nodes and waits for their answers. Must be called on a virtual thread. */
    <A> Answers<A> ask(String topic, Object question, Class<A> answer, Duration timeout) {
        var nodes = node.engine().cluster().nodes();
        var answers = node.topics()
                .survey(PREFIX + topic, JsonBinding.write(question), timeout)
                .toCompletableFuture()
                .join();
        var byNode = new TreeMap<String, A>();
        answers.forEach((name, bytes) -> {
            if (bytes.length > 0) {
                byNode.put(name, JsonBinding.read(bytes, answer));
            }
        });
        var missing = new ArrayList<>(nodes.toCompletableFuture().join());
        missing.removeAll(byNode.keySet());
        return new Answers<>(byNode, List.copyOf(missing));
    }
}
