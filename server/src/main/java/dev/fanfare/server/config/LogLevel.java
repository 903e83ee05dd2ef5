package dev.fanfare.server.config;

/** How much is logged: each level contains those before it. */
public enum LogLevel {
    NONE,
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
}
