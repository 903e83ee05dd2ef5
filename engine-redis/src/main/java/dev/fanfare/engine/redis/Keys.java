package dev.fanfare.engine.redis;

import org.jspecify.annotations.Nullable;

/**
 * Names of keys and of Pub/Sub channels. All keys of a channel share a slot, by what is in braces: the channel's name or,
 * in a cluster, the tag of the channel's partition. Immutable.
 *
 * @param prefix what all begin with
 * @param tag of the partition; null without a cluster
 */
record Keys(String prefix, @Nullable String tag) {
    /** Pub/Sub: what is published into the channel. */
    String push(String channel) {
        return key("push", channel);
    }

    /** Hash: epoch {@code e}, top offset {@code s}, version {@code v} and its epoch {@code ve}. */
    String meta(String channel) {
        return key("meta", channel);
    }

    /** Stream: the publications; the id of an entry is its offset. */
    String stream(String channel) {
        return key("stream", channel);
    }

    /** Hash: how the publish with this idempotency key was answered, epoch {@code e} and offset {@code s}. */
    String answer(String channel, String key) {
        return key("answer", channel) + ':' + key;
    }

    /** Sorted set: clients of the channel, by the time in milliseconds at which they expire. */
    String clients(String channel) {
        return key("clients", channel);
    }

    /** Hash: the user of each client. */
    String userOf(String channel) {
        return key("user-of", channel);
    }

    /** Hash: what is told of each client beside its user, where that is anything. */
    String told(String channel) {
        return key("told", channel);
    }

    /** Hash: the number of clients of each user. */
    String users(String channel) {
        return key("users", channel);
    }

    /** Sorted set: nodes that say which channels they have clients in, by the time in milliseconds at which they expire. */
    String occupants() {
        return occupancy("occupants");
    }

    /** Set: the channels that a node has clients in. */
    String occupiedBy(String node) {
        return occupancy("occupied-by") + ':' + node;
    }

    /** Hash: the number of nodes that have clients in a channel. */
    String occupied() {
        return occupancy("occupied");
    }

    /** Set: the channels that were told as occupied last. */
    String toldOccupied() {
        return occupancy("told-occupied");
    }

    /** Sorted set: channels with a change, by the time in milliseconds at which it is to be looked at. */
    String due() {
        return occupancy("due");
    }

    /** Hash: of each change that is being told its id, 1 for occupied, the time in milliseconds, and the node that tells. */
    String claims() {
        return occupancy("claims");
    }

    /** Sorted set: nodes, by the time in milliseconds at which they expire. */
    String nodes() {
        return tag == null ? prefix + ":{nodes}" : prefix + ":nodes:{" + tag + "}";
    }

    /** Pub/Sub: messages to one node. */
    String node(String node) {
        return tagged("node") + node;
    }

    /** Pub/Sub: messages to all nodes. */
    String allNodes() {
        return tagged("node") + "*all*";
    }

    /** Pub/Sub: messages of a node to itself, which prove that Pub/Sub delivers. */
    String probe(String node) {
        return tagged("probe") + node;
    }

    private String key(String type, String channel) {
        return tag == null
                ? prefix + ':' + type + ":{" + channel + '}'
                : prefix + ':' + type + ":{" + tag + "}:" + channel;
    }

    /** All of this in one slot, for the changes of all channels are looked through together. */
    private String occupancy(String type) {
        return prefix + ':' + type + ":{" + (tag == null ? "occupancy" : tag) + '}';
    }

    private String tagged(String type) {
        return tag == null ? prefix + ':' + type + ':' : prefix + ':' + type + ":{" + tag + "}:";
    }
}
