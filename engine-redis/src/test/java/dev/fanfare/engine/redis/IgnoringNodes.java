package dev.fanfare.engine.redis;

import dev.fanfare.core.port.Cluster;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ignores the messages of other nodes. */
final class IgnoringNodes implements Cluster.ClusterListener {
    @Override
    public void onMessage(String fromNode, byte[] message) {}

    @Override
    public CompletionStage<byte[]> onSurvey(String fromNode, byte[] question) {
        return CompletableFuture.completedStage(question);
    }
}
