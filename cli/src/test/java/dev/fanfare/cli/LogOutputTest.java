package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.read.ListAppender;
import dev.fanfare.server.config.ServerConfig.LogLevel;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/** The initial logging. */
class LogOutputTest {
    private static final String FILE = "logback.configurationFile";

    @Test
    void logbackFindsIt() {
        assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(LogOutput.class);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void writesTextFromInfoOn() {
        var text = new StringBuilder();
        var status = withFile(null, context -> {
            var result = new LogOutput().configure(context);
            var events = new ListAppender<ILoggingEvent>();
            events.start();
            context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(events);
            var logger = context.getLogger("a.b.Server");
            logger.atInfo().addKeyValue("user", "ann").log("hello");
            logger.debug("hidden");
            var output = (ConsoleAppender<ILoggingEvent>)
                    context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(LogOutput.APPENDER);
            assertThat(output.getTarget()).isEqualTo("System.err");
            events.list.forEach(
                    event -> text.append(new String(output.getEncoder().encode(event), StandardCharsets.UTF_8)));
            return result;
        });

        assertThat(status).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        assertThat(text).matches("[\\d:.]{12} INFO  Server: hello user=\"ann\"\\R");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void aConfigurationFileReplacesIt() {
        assertThat(withFile("other.xml", context -> new LogOutput().configure(context)))
                .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
    }

    @ParameterizedTest
    @CsvSource({"ERROR, true", "TRACE, true", "NONE, false"})
    void auditLog_dependsOnNoLevel_exceptNone(LogLevel level, boolean logged) {
        var context = new LoggerContext();

        Logging.level(context, level);

        assertThat(context.getLogger("fanfare.audit").isInfoEnabled()).isEqualTo(logged);
    }

    private static ExecutionStatus withFile(
            @Nullable String file, Function<LoggerContext, ExecutionStatus> configuration) {
        var before = System.getProperty(FILE);
        try {
            set(file);
            var context = new LoggerContext();
            context.setMDCAdapter(new LogbackMDCAdapter());
            return configuration.apply(context);
        } finally {
            set(before);
        }
    }

    private static void set(@Nullable String file) {
        if (file == null) {
            System.clearProperty(FILE);
        } else {
            System.setProperty(FILE, file);
        }
    }
}
