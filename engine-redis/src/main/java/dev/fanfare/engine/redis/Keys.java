package dev.fanfare.engine.redis;

/**
 * Names of keys and of Pub/Sub channels. All keys of a channel carry its name in braces, so that they share a slot.
 * Immutable.
 *
 * @param prefix what all begin with
 */
record Keys(String prefix) {
    /** Pub/Sub: what is published into the channel. */
    String push(String channel) {
        return prefix + ":push:{" + channel + "}";
    }

    /** Hash: epoch {@code e}, top offset {@code s}, version {@code v} and its epoch {@code ve}. */
    String meta(String channel) {
        return prefix + ":meta:{" + channel + "}";
    }

    /** Stream: the publications; the id of an entry is its offset. */
    String stream(String channel) {
        return prefix + ":stream:{" + channel + "}";
    }

    /** Hash: how the publish with this idempotency key was answered, epoch {@code e} and offset {@code s}. */
    String answer(String channel, String key) {
        return prefix + ":answer:{" + channel + "}:" + key;
    }

    /** Sorted set: clients of the channel, by the time in milliseconds at which they expire. */
    String clients(String channel) {
        return prefix + ":clients:{" + channel + "}";
    }

    /** Hash: the user of each client. */
    String userOf(String channel) {
        return prefix + ":user-of:{" + channel + "}";
    }

    /** Hash: the number of clients of each user. */
    String users(String channel) {
        return prefix + ":users:{" + channel + "}";
    }

    /** Sorted set: nodes, by the time in milliseconds at which they expire. */
    String nodes() {
        return prefix + ":{nodes}";
    }

    /** Pub/Sub: messages to one node. */
    String node(String node) {
        return prefix + ":node:" + node;
    }

    /** Pub/Sub: messages to all nodes. */
    String allNodes() {
        return prefix + ":node:*all*";
    }

    /** Pub/Sub: messages of a node to itself, which prove that Pub/Sub delivers. */
    String probe(String node) {
        return prefix + ":probe:" + node;
    }
}
