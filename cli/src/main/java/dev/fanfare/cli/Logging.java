package dev.fanfare.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.fanfare.server.config.ServerConfig.LogFormat;
import dev.fanfare.server.config.ServerConfig.LogLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configures logging. Thread-safe. */
final class Logging {
    private static final String DISCONNECTS = "dev.fanfare.disconnects";

    private Logging() {}

    /** Sets the level. From INFO on, each disconnect is logged too. */
    static void level(LogLevel level) {
        var context = context();
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level(level.name()));
        boolean disconnects = level.compareTo(LogLevel.INFO) >= 0;
        context.getLogger(DISCONNECTS).setLevel(disconnects ? Level.DEBUG : null);
    }

    /** Sets the format. The initial format is text. */
    static void format(LogFormat format) {
        if (format == LogFormat.JSON) {
            var context = context();
            var appender = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogOutput.APPENDER);
            if (appender instanceof OutputStreamAppender<ILoggingEvent> output) {
                var json = new JsonEncoder();
                json.setContext(context);
                json.start();
                output.setEncoder(json);
            }
        }
    }

    private static Level level(String name) {
        return name.equals("NONE") ? Level.OFF : Level.toLevel(name);
    }

    private static LoggerContext context() {
        return (LoggerContext) LoggerFactory.getILoggerFactory();
    }
}
