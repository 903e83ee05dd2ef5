package dev.fanfare.engine.redis.link;

/** What hears the messages of one subscribed channel, on the link's loop. Returns soon. */
@FunctionalInterface
public interface MessageHandler {
    void onMessage(byte[] message);
}
