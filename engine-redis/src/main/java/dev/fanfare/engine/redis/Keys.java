package dev.fanfare.engine.redis;

import org.jspecify.annotations.Nullable;

/**
 * Names of keys and Pub/Sub channels. Immutable. All keys of a channel share a slot by their part in braces: the
 * channel's name or, in a cluster, the tag of the channel's partition.
 *
 * @param prefix prefix of all names
 * @param tag tag of the partition; null without a cluster
 */
record Keys(String prefix, @Nullable String tag) {
    /** Pub/Sub: the publications of a channel. */
    String push(String channel) {
        return key("push", channel);
    }

    /**
     * Hash: epoch {@code e}, top offset {@code s}, replication id of the last writer {@code r}, earlier epochs {@code l},
     * version {@code v} and its epoch {@code ve}.
     */
    String meta(String channel) {
        return key("meta", channel);
    }

    /** Stream: the publications; the id of an entry is its offset. */
    String stream(String channel) {
        return key("stream", channel);
    }

    /** Hash: the result of the publish with this idempotency key, epoch {@code e} and offset {@code s}. */
    String answer(String channel, String key) {
        return key("answer", channel) + ':' + key;
    }

    /** Sorted set: the clients of the channel by expiry in milliseconds. */
    String clients(String channel) {
        return key("clients", channel);
    }

    /** Hash: the user of each client. */
    String userOf(String channel) {
        return key("user-of", channel);
    }

    /** Hash: the data of each client other than its user, if there is any. */
    String clientData(String channel) {
        return key("told", channel);
    }

    /** Hash: the number of clients of each user. */
    String users(String channel) {
        return key("users", channel);
    }

    /** The keys of the presence scripts. */
    String[] presence(String channel) {
        return new String[] {clients(channel), userOf(channel), users(channel), clientData(channel)};
    }

    /** Sorted set: the nodes that report their channels, by expiry in milliseconds. */
    String occupants() {
        return occupancy("occupants");
    }

    /** Set: the channels in which a node has clients. */
    String occupiedBy(String node) {
        return occupancy("occupied-by") + ':' + node;
    }

    /** Hash: the number of nodes with clients in a channel. */
    String occupied() {
        return occupancy("occupied");
    }

    /** Set: the channels that were last reported as occupied. */
    String reportedOccupied() {
        return occupancy("told-occupied");
    }

    /** Sorted set: the channels with a change, by the time in milliseconds at which it is due. */
    String due() {
        return occupancy("due");
    }

    /**
     * Hash: the id of each change in progress, with 1 for occupied, the time in milliseconds, and the reporting node.
     */
    String claims() {
        return occupancy("claims");
    }

    /** Sorted set: the nodes by expiry in milliseconds. */
    String nodes() {
        return tag == null ? prefix + ":{nodes}" : prefix + ":nodes:{" + tag + "}";
    }

    /** Sorted set: the nodes that support earlier epochs, by expiry in milliseconds. */
    String lineageNodes() {
        return tag == null ? prefix + ":lineage-nodes:{nodes}" : prefix + ":lineage-nodes:{" + tag + "}";
    }

    /** Pub/Sub: messages to one node. */
    String node(String node) {
        return tagged("node") + node;
    }

    /** Pub/Sub: messages to all nodes. */
    String allNodes() {
        return tagged("node") + "*all*";
    }

    /** Pub/Sub: messages of a node to itself, which verify that Pub/Sub delivers. */
    String probe(String node) {
        return tagged("probe") + node;
    }

    private String key(String type, String channel) {
        return tag == null
                ? prefix + ':' + type + ":{" + channel + '}'
                : prefix + ':' + type + ":{" + tag + "}:" + channel;
    }

    /** Keeps all occupancy keys in one slot, because scripts process the changes of all channels together. */
    private String occupancy(String type) {
        return prefix + ':' + type + ":{" + (tag == null ? "occupancy" : tag) + '}';
    }

    private String tagged(String type) {
        return tag == null ? prefix + ':' + type + ':' : prefix + ':' + type + ":{" + tag + "}:";
    }
}
