package dev.fanfare.engine.redis;

import java.util.concurrent.atomic.AtomicLong;

/** Makes epochs that no other node makes. Thread-safe. */
final class RedisEpochs {
    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    /** Epochs of the node with this id. */
    RedisEpochs(String node) {
        prefix = node + '-';
    }

    byte[] next() {
        return Replies.bytes(prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX));
    }
}
