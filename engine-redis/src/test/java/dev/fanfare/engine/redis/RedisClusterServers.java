package dev.fanfare.engine.redis;

import static org.awaitility.Awaitility.await;

import dev.fanfare.engine.redis.server.RedisProcess;
import io.lettuce.core.cluster.models.partitions.ClusterPartitionParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Redis Cluster of three primaries with one replica each, created with the installed tools. Confined to the test's thread. */
final class RedisClusterServers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MEMBERS = 6;

    private final List<RedisProcess> members =
            Stream.generate(RedisProcess::startClusterMember).limit(MEMBERS).toList();

    RedisClusterServers() {
        var command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
        members.forEach(member -> command.add("127.0.0.1:" + member.port() + "@" + member.busPort()));
        command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
        run(command);
        await().atMost(PATIENCE).until(() -> members.stream().allMatch(RedisClusterServers::isWhole));
        await().atMost(PATIENCE).until(() -> primaries().stream().allMatch(RedisClusterServers::hasReplica));
    }

    String url() {
        return members.stream()
                .map(member -> "127.0.0.1:" + member.port())
                .collect(Collectors.joining(",", "redis-cluster://", ""));
    }

    List<RedisProcess> primaries() {
        return members.stream()
                .filter(member -> member.info("replication").contains("role:master"))
                .toList();
    }

    /** Moves a slot, key by key, to another primary. Returns the previous one. */
    RedisProcess moveSlot(int slot) {
        var from = ownerOf(slot);
        moveSlot(slot, otherThan(from));
        return from;
    }

    /** Runs an action while a slot moves to another primary. Moves no key, and cancels the move afterwards. */
    void whileSlotMoves(int slot, Runnable action) {
        var from = ownerOf(slot);
        var to = otherThan(from);
        beginMove(slot, from, to);
        try {
            action.run();
        } finally {
            List.of(from, to)
                    .forEach(member -> RedisProcess.command(member.port(), redis -> redis.clusterSetSlotStable(slot)));
        }
    }

    /** Moves a slot, key by key, to this primary. */
    void moveSlot(int slot, RedisProcess to) {
        moveSlot(slot, to, List.of(), () -> {});
    }

    /** Moves a slot to another primary. Runs an action when only these keys have moved. */
    void moveSlot(int slot, List<String> first, Runnable action) {
        moveSlot(slot, otherThan(ownerOf(slot)), first, action);
    }

    private void moveSlot(int slot, RedisProcess to, List<String> first, Runnable action) {
        var from = ownerOf(slot);
        beginMove(slot, from, to);
        RedisProcess.command(
                from.port(),
                source -> first.forEach(key -> source.migrate("127.0.0.1", to.port(), key, 0, PATIENCE.toMillis())));
        action.run();
        RedisProcess.command(from.port(), source -> {
            for (var keys = source.clusterGetKeysInSlot(slot, 10);
                    !keys.isEmpty();
                    keys = source.clusterGetKeysInSlot(slot, 10)) {
                keys.forEach(key -> source.migrate("127.0.0.1", to.port(), key, 0, PATIENCE.toMillis()));
            }
        });
        for (var member : List.of(to, from)) {
            RedisProcess.command(member.port(), redis -> redis.clusterSetSlotNode(slot, id(to)));
        }
        await().atMost(PATIENCE).until(() -> owns(to, slot) && !owns(from, slot));
    }

    @Override
    public void close() {
        members.forEach(RedisProcess::close);
    }

    private RedisProcess otherThan(RedisProcess primary) {
        return primaries().stream().filter(each -> each != primary).findFirst().orElseThrow();
    }

    private static void beginMove(int slot, RedisProcess from, RedisProcess to) {
        RedisProcess.command(to.port(), target -> target.clusterSetSlotImporting(slot, id(from)));
        RedisProcess.command(from.port(), source -> source.clusterSetSlotMigrating(slot, id(to)));
    }

    private RedisProcess ownerOf(int slot) {
        return primaries().stream()
                .filter(primary -> owns(primary, slot))
                .findFirst()
                .orElseThrow();
    }

    private static String id(RedisProcess member) {
        var found = new String[1];
        RedisProcess.command(member.port(), redis -> found[0] = redis.clusterMyId());
        return found[0];
    }

    private static boolean owns(RedisProcess primary, int slot) {
        var found = new boolean[1];
        var id = id(primary);
        RedisProcess.command(
                primary.port(),
                redis -> found[0] = ClusterPartitionParser.parse(redis.clusterNodes()).stream()
                        .anyMatch(node -> node.getNodeId().equals(id) && node.hasSlot(slot)));
        return found[0];
    }

    private static boolean isWhole(RedisProcess member) {
        var found = new String[1];
        RedisProcess.command(member.port(), redis -> found[0] = redis.clusterInfo());
        return found[0].contains("cluster_state:ok") && found[0].contains("cluster_known_nodes:" + MEMBERS);
    }

    private static boolean hasReplica(RedisProcess primary) {
        return primary.info("replication").contains("state=online");
    }

    private static void run(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("this failed: " + String.join(" ", command));
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a cluster is made", interrupted);
        }
    }
}
