package dev.fanfare.engine.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A question to all nodes and what they answer. Confined to the link's loop, but for its outcome. */
final class Survey {
    private final long number;
    private final CompletableFuture<Map<String, byte[]>> outcome = new CompletableFuture<>();
    private final Map<String, byte[]> answers = new HashMap<>();
    private @Nullable Set<String> missing;

    Survey(long number) {
        this.number = number;
    }

    long number() {
        return number;
    }

    CompletableFuture<Map<String, byte[]>> outcome() {
        return outcome;
    }

    /** These nodes are asked; others may answer, too. */
    void expect(Collection<String> nodes) {
        missing = new HashSet<>(nodes);
        endWhenComplete();
    }

    void answer(String node, byte[] answer) {
        answers.put(node, answer);
        endWhenComplete();
    }

    /** The time is over, or nothing more will come. */
    void end() {
        outcome.complete(Map.copyOf(answers));
    }

    void fail(Throwable why) {
        outcome.completeExceptionally(why);
    }

    private void endWhenComplete() {
        if (missing != null && answers.keySet().containsAll(missing)) {
            end();
        }
    }
}
