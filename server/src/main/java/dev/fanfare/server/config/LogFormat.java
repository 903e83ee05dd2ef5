package dev.fanfare.server.config;

/** How a log is written. */
public enum LogFormat {
    /** Lines for people. */
    TEXT,
    /** An object a line. */
    JSON
}
