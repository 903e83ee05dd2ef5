package dev.fanfare.engine.redis;

import dev.fanfare.engine.redis.link.LinkAddress;
import dev.fanfare.engine.redis.link.ServerAddress;
import dev.fanfare.engine.redis.link.SlotAddress;
import io.lettuce.core.cluster.SlotHash;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The location of a share of the channels: server and keys. Immutable.
 *
 * <p>In a cluster, a share is a partition with a tag, whose slot holds all keys of the partition's channels. The slots
 * of the partitions are evenly spaced, so that the partitions are distributed like the slots.
 */
record ShardLocation(LinkAddress address, Keys keys) {
    private static final String CLUSTER = "redis-cluster://";
    private static final String SECURE_CLUSTER = "rediss-cluster://";

    /** Returns the locations on all servers, in their order, or of all partitions of a cluster. */
    static List<ShardLocation> of(List<String> servers, String prefix, int partitions) {
        var first = servers.getFirst();
        if (servers.size() > 1 && servers.stream().anyMatch(ShardLocation::isCluster)) {
            throw new IllegalArgumentException("a cluster must be the only address, with its hosts separated by commas "
                    + "as in redis-cluster://host1:7001,host2:7002, got "
                    + ServerAddress.withoutPassword(servers.toString()));
        }
        if (!isCluster(first)) {
            return servers.stream()
                    .map(url -> new ShardLocation(new ServerAddress(url), new Keys(prefix, null)))
                    .toList();
        }
        var seeds = seeds(first);
        return IntStream.range(0, partitions)
                .mapToObj(number -> partition(number, partitions, seeds, prefix))
                .toList();
    }

    /** Returns the tag of a partition: its number with a suffix that maps to the partition's share of the slots. */
    static String tag(int number, int partitions) {
        int from = (int) ((long) number * SlotHash.SLOT_COUNT / partitions);
        int to = (int) ((number + 1L) * SlotHash.SLOT_COUNT / partitions);
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> number + "." + i)
                .filter(tag -> from <= SlotHash.getSlot(tag) && SlotHash.getSlot(tag) < to)
                .findFirst()
                .orElseThrow();
    }

    private static ShardLocation partition(int number, int partitions, List<String> seeds, String prefix) {
        var tag = tag(number, partitions);
        var address = new SlotAddress("cluster partition " + number, seeds, SlotHash.getSlot(tag));
        return new ShardLocation(address, new Keys(prefix, tag));
    }

    private static boolean isCluster(String url) {
        return url.startsWith(CLUSTER) || url.startsWith(SECURE_CLUSTER);
    }

    /** Returns each host of the address as the address of one server. */
    private static List<String> seeds(String url) {
        var scheme = url.startsWith(CLUSTER) ? "redis://" : "rediss://";
        var rest = url.substring(url.indexOf("://") + "://".length());
        int hostsFrom = rest.lastIndexOf('@') + 1;
        return Stream.of(rest.substring(hostsFrom).split(",", -1))
                .map(host -> scheme + rest.substring(0, hostsFrom) + host)
                .toList();
    }
}
