package dev.fanfare.core.contract;

import dev.fanfare.core.port.Cluster.ClusterListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Records the messages of a cluster, and answers its surveys as the test specifies. Thread-safe. */
final class HeardMessages implements ClusterListener {
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private volatile Function<String, CompletionStage<byte[]>> answer = question -> new CompletableFuture<>();

    @Override
    public void onMessage(String fromNode, byte[] message) {
        messages.add(fromNode + ": " + textOf(message));
    }

    @Override
    public CompletionStage<byte[]> onSurvey(String fromNode, byte[] question) {
        return answer.apply(fromNode + ": " + textOf(question));
    }

    /** Returns the messages so far, each with its sender: {@code node: text}. */
    List<String> messages() {
        return List.copyOf(messages);
    }

    /** Sets the answers to surveys, whose questions contain the sender: {@code node: text}. Without it, surveys are not answered. */
    void answerBy(Function<String, CompletionStage<byte[]>> newAnswer) {
        answer = newAnswer;
    }

    static byte[] bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String textOf(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
