package dev.fanfare.engine.redis;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A survey in progress with its answers. Confined to the link's loop, except for the outcome. */
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

    /** Sets the nodes to wait for; others may answer as well. */
    void expect(Collection<String> nodes) {
        missing = new HashSet<>(nodes);
        endWhenComplete();
    }

    void answer(String node, byte[] answer) {
        answers.put(node, answer);
        endWhenComplete();
    }

    /** Ends the survey on timeout or close. */
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
