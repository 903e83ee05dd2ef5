package dev.fanfare.sdk;

import dev.fanfare.engine.redis.server.RedisProcess;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.opentest4j.TestAbortedException;

/** Each transport and encoding of the SDK once. Skipped if Node.js is missing or npm fails; {@link SdkFullTest} fails then. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class SdkTest {
    static final List<SdkClient> CLIENTS = List.of(
            new SdkClient("websocket", "json"), new SdkClient("http_stream", "protobuf"), new SdkClient("sse", "json"));
    static final List<SdkClient> CLIENTS_OF_NODES =
            List.of(new SdkClient("websocket", "protobuf"), new SdkClient("http_stream", "json"));

    @BeforeAll
    static void install() {
        try {
            NodeJs.install();
        } catch (UncheckedIOException | AssertionError missing) {
            throw new TestAbortedException("the SDK cannot be installed: " + missing.getMessage(), missing);
        }
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void sdk_onOneNode_passesScenarios(SdkClient client) {
        try (var application = SdkApplication.inMemory();
                var impatient = SdkApplication.impatient()) {
            client.runScenariosAlone(application.url(), impatient.url());
        }
    }

    @ParameterizedTest
    @FieldSource("CLIENTS_OF_NODES")
    void sdk_onTwoRedisNodes_passesScenarios(SdkClient client) {
        try (var redis = RedisProcess.start();
                var here = SdkApplication.on(redis);
                var there = SdkApplication.on(redis)) {
            client.runScenarios(here.url(), there.url());
        }
    }
}
