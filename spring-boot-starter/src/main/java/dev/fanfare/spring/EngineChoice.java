package dev.fanfare.spring;

/** The values of {@code fanfare.engine}. */
public enum EngineChoice {
    /** Redis if the Redis engine is on the class path and {@code spring.data.redis} names a server, otherwise memory. */
    AUTO,
    /** One node, in memory. */
    MEMORY,
    /** Many nodes on Redis. */
    REDIS
}
