package dev.fanfare.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** The initial logging. */
class LogOutputTest {
    private static final String FILE = "logback.configurationFile";

    @Test
    void logbackFindsIt() {
        assertThat(ServiceLoader.load(Configurator.class)).hasOnlyElementsOfType(LogOutput.class);
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    @ResourceLock(Resources.SYSTEM_ERR)
    void writesTextFromInfoOn() {
        var written = new ByteArrayOutputStream();
        var before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            var status = withFile(null, context -> {
                var result = new LogOutput().configure(context);
                context.getLogger("a.b.Server")
                        .atInfo()
                        .addKeyValue("user", "ann")
                        .log("hello");
                context.getLogger("a.b.Server").debug("hidden");
                return result;
            });
            assertThat(status).isEqualTo(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY);
        } finally {
            System.setErr(before);
        }

        assertThat(written.toString(StandardCharsets.UTF_8)).matches("[\\d:.]{12} INFO  Server: hello user=\"ann\"\\R");
    }

    @Test
    @ResourceLock(Resources.SYSTEM_PROPERTIES)
    void aConfigurationFileReplacesIt() {
        assertThat(withFile("other.xml", context -> new LogOutput().configure(context)))
                .isEqualTo(ExecutionStatus.INVOKE_NEXT_IF_ANY);
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
