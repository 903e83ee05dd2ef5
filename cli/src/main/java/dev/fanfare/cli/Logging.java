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
    private static final String AUDIT = "fanfare.audit";

    private Logging() {}

    /** Sets the level. From INFO on, each disconnect is logged too. The audit log does not depend on the level, except for NONE. */
    static void level(LogLevel level) {
        level(context(), level);
    }

    static void level(LoggerContext context, LogLevel level) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(level(level.name()));
        boolean disconnects = level.compareTo(LogLevel.INFO) >= 0;
        context.getLogger(DISCONNECTS).setLevel(disconnects ? Level.DEBUG : null);
        context.getLogger(AUDIT).setLevel(level == LogLevel.NONE ? Level.OFF : Level.INFO);
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
