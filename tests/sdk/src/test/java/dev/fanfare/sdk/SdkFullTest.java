package dev.fanfare.sdk;

import dev.fanfare.engine.redis.server.RedisProcess;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * All transports and encodings of the SDK with each engine. Fails without Node.js; the message names the packages to install.
 */
@Tag("full")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
@Execution(ExecutionMode.CONCURRENT)
class SdkFullTest {
    static final List<SdkClient> CLIENTS = SdkClient.ALL;

    @BeforeAll
    static void install() {
        NodeJs.install();
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
    @FieldSource("CLIENTS")
    void sdk_historyContinuesInAnotherEpoch_recoversOrIsNotified(SdkClient client) {
        try (var redis = RedisProcess.start();
                var application = SdkApplication.losing(redis)) {
            client.runLosses(application.url());
        }
    }

    @ParameterizedTest
    @FieldSource("CLIENTS")
    void sdk_onTwoRedisNodes_passesScenarios(SdkClient client) {
        try (var redis = RedisProcess.start();
                var here = SdkApplication.on(redis);
                var there = SdkApplication.on(redis)) {
            client.runScenarios(here.url(), there.url());
        }
    }
}
