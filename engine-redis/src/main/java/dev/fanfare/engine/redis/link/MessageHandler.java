package dev.fanfare.engine.redis.link;

/** Receives the messages of one channel, on the link's loop. Must return promptly. */
@FunctionalInterface
public interface MessageHandler {
    void onMessage(byte[] message);
}
