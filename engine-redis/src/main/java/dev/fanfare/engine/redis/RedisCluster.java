package dev.fanfare.engine.redis;

import dev.fanfare.core.concurrent.FailureCause;
import dev.fanfare.core.concurrent.Stages;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.engine.redis.link.Link;
import dev.fanfare.engine.redis.link.MessageFaults;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.EngineUnavailableException;
import dev.fanfare.model.channel.OverloadedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that share a Redis server, each with an expiring entry and its own Pub/Sub channel. Thread-safe. The
 * listener is called on the single loop of the connections.
 */
final class RedisCluster implements Cluster {
    private static final Logger LOG = LoggerFactory.getLogger(RedisCluster.class);
    private static final int SMALL = 64;

    private final String self;
    private final Link link;
    private final Keys keys;
    private final RedisSettings settings;
    private final ScheduledExecutorService executor;
    private final Surveys surveys;
    private final MessageFaults faults = new MessageFaults();
    private volatile @Nullable ClusterListener listener;
    private volatile boolean olderNodes = true;
    private volatile boolean closed;

    RedisCluster(String self, Shard shard, RedisSettings settings, ScheduledExecutorService executor) {
        this.self = self;
        this.link = shard.link();
        this.keys = shard.keys();
        this.settings = settings;
        this.executor = executor;
        this.surveys = new Surveys(executor);
        link.keep(keys.node(self), this::onMessage);
        link.keep(keys.allNodes(), this::onMessage);
    }

    @Override
    public void start(ClusterListener newListener) {
        listener = newListener;
        join();
    }

    @Override
    public String self() {
        return self;
    }

    /** Returns true if a node of the cluster does not support earlier epochs, and before the first refresh. */
    boolean hasOlderNodes() {
        return olderNodes;
    }

    @Override
    public CompletionStage<List<String>> nodes() {
        if (closed || listener == null) {
            return CompletableFuture.failedStage(notOpen());
        }
        return link.submit(SMALL, connection -> Scripts.NODE_LIST.run(connection, new String[] {keys.nodes()}))
                .thenApply(this::withSelf);
    }

    @Override
    public CompletionStage<Void> send(String node, byte[] message) {
        if (closed || listener == null) {
            return CompletableFuture.failedStage(notOpen());
        }
        var envelope = new NodeEnvelope(NodeEnvelope.Type.MESSAGE, self, 0, message);
        return node.equals(self) ? publish(keys.node(self), envelope) : send(node, envelope);
    }

    @Override
    public CompletionStage<Void> sendAll(byte[] message) {
        if (closed || listener == null) {
            return CompletableFuture.failedStage(notOpen());
        }
        return publish(keys.allNodes(), new NodeEnvelope(NodeEnvelope.Type.MESSAGE, self, 0, message));
    }

    @Override
    public CompletionStage<Map<String, byte[]>> survey(byte[] question, Duration timeout) {
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("the timeout of a survey must be positive, got " + timeout);
        }
        if (closed || listener == null) {
            return CompletableFuture.failedStage(notOpen());
        }
        var survey = surveys.begin(timeout);
        var asking =
                publish(keys.allNodes(), new NodeEnvelope(NodeEnvelope.Type.QUESTION, self, survey.number(), question));
        nodes().thenCombine(asking, (nodes, done) -> nodes).whenComplete((nodes, failure) -> {
            if (failure == null) {
                survey.expect(nodes);
            } else {
                survey.fail(failure);
            }
        });
        if (closed) {
            survey.fail(notOpen());
        }
        return survey.outcome();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        surveys.failAll(notOpen());
        if (listener != null) {
            link.submit(SMALL, connection -> {
                connection.async().zrem(keys.lineageNodes(), Replies.bytes(self));
                return connection.async().zrem(keys.nodes(), Replies.bytes(self));
            });
        }
    }

    /** Registers this node; a failure is repaired by the next refresh. */
    private void join() {
        if (closed) {
            return;
        }
        refresh()
                .thenAccept(answer -> olderNodes = Replies.number(answer, 0) == 0)
                .whenComplete((done, failure) -> {
                    if (failure != null && !closed) {
                        refreshFailed(FailureCause.of(failure));
                    }
                    schedule();
                });
    }

    private void refreshFailed(Throwable failure) {
        if (failure instanceof EngineUnavailableException || failure instanceof OverloadedException) {
            LOG.debug("node {} failed to refresh its registration", self, failure);
        } else {
            faults.report("registration of node " + self, failure);
        }
    }

    private void schedule() {
        if (!closed) {
            executor.schedule(this::join, settings.nodeRefreshInterval().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private CompletionStage<List<Object>> refresh() {
        return link.submit(
                SMALL,
                connection -> closed
                        ? CompletableFuture.failedStage(notOpen())
                        : Scripts.NODE_REFRESH.run(
                                connection,
                                new String[] {keys.nodes(), keys.lineageNodes()},
                                Replies.bytes(self),
                                Replies.millis(settings.nodeExpiry())));
    }

    private CompletionStage<Void> send(String node, NodeEnvelope envelope) {
        var message = envelope.toBytes();
        return link.submit(
                        message.length,
                        connection -> Scripts.NODE_SEND.run(
                                connection,
                                new String[] {keys.nodes()},
                                Replies.bytes(node),
                                Replies.bytes(keys.node(node)),
                                message,
                                Replies.bytes(link.pubSub().command())))
                .thenAccept(answer -> {
                    if (Replies.number(answer, 0) == 0) {
                        throw new EngineException("unknown node " + node);
                    }
                });
    }

    private CompletionStage<Void> publish(String channel, NodeEnvelope envelope) {
        var message = envelope.toBytes();
        return link.submit(message.length, connection -> link.pubSub().publish(connection, channel, message))
                .thenAccept(receivers -> {});
    }

    private List<String> withSelf(List<Object> answer) {
        var nodes = new ArrayList<String>(answer.size() + 1);
        answer.forEach(id -> nodes.add(Replies.text(id)));
        if (!nodes.contains(self)) {
            nodes.add(self);
        }
        return List.copyOf(nodes);
    }

    private void onMessage(byte[] message) {
        var to = listener;
        if (closed || to == null) {
            return;
        }
        var envelope = NodeEnvelope.read(message);
        switch (envelope.type()) {
            case MESSAGE -> deliver(to, envelope);
            case QUESTION -> answer(to, envelope);
            case ANSWER -> surveys.answer(envelope.survey(), envelope.from(), envelope.content());
        }
    }

    private void deliver(ClusterListener to, NodeEnvelope envelope) {
        try {
            to.onMessage(envelope.from(), envelope.content());
        } catch (RuntimeException failure) {
            faults.report("node " + envelope.from(), failure);
        }
    }

    private void answer(ClusterListener to, NodeEnvelope question) {
        Stages.call(() -> to.onSurvey(question.from(), question.content())).whenComplete((answer, failure) -> {
            if (failure == null) {
                var envelope = new NodeEnvelope(NodeEnvelope.Type.ANSWER, self, question.survey(), answer);
                publish(keys.node(question.from()), envelope);
            } else if (FailureCause.of(failure) instanceof EngineUnavailableException unreachable) {
                LOG.debug("failed to answer a survey: {}", unreachable.getMessage());
            } else {
                faults.report("node " + question.from(), FailureCause.of(failure));
            }
        });
    }

    private static EngineException notOpen() {
        return new EngineException("the Redis cluster is closed or not started");
    }
}
