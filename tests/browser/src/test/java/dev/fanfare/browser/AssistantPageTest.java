package dev.fanfare.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.fanfare.app.Channel;
import dev.fanfare.app.Fanfare;
import dev.fanfare.engine.redis.server.RedisProcess;
import dev.fanfare.examples.Assistant;
import dev.fanfare.examples.Examples;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The page of the assistant. The test is the backend, except where the page asks. */
@Tag("full")
class AssistantPageTest {
    private static final Duration AFTER_THE_TEST = Duration.ofHours(1);
    private static final int PIECES = 200;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static Chromium chromium;

    @BeforeAll
    static void startBrowser() {
        chromium = new Chromium();
    }

    @AfterAll
    static void stopBrowser() {
        chromium.close();
    }

    /** A node that serves the example. */
    static final class AssistantNode {
        private AssistantNode() {}

        public static void main(String[] arguments) {
            NodeProcess.serve(arguments[0], AssistantNode::addRoutes);
        }

        static void addRoutes(Fanfare app) {
            Examples.addTo(app, List.of(new Assistant(AFTER_THE_TEST)));
        }
    }

    @Test
    void reloadMidway_showsTheAnswerSoFar_andBothPagesEndEqual() {
        try (var app = Fanfare.create()) {
            AssistantNode.addRoutes(app);
            int port = app.listen("127.0.0.1", 0).getPort();
            var answer = app.channel("assistant:demo");
            try (var page = open(port);
                    var other = open(port)) {
                answer.publishJson(Map.of("question", "why <b>?"));
                publish(answer, 0, 100);
                assertThat(answer(page)).hasText(text(100));
                assertThat(page.locator(".own")).hasText("why <b>?");

                page.reload();
                assertThat(answer(page)).hasText(text(100));
                publish(answer, 100, PIECES);
                assertThat(answer(page)).hasText(text(PIECES));
                assertThat(page.locator("#stop")).isEnabled();
                answer.publishJson(Map.of("end", "complete"));

                assertThat(page.locator("#stop")).isDisabled();
                assertThat(other.locator("#stop")).isDisabled();
                assertThat(page.locator("#log").innerText())
                        .isEqualTo(other.locator("#log").innerText());
                assertThat(answer(page)).hasCount(1);
            }
        }
    }

    @Test
    void ask_andStop_areRequestsOfTheirOwn() {
        try (var app = Fanfare.create()) {
            AssistantNode.addRoutes(app);
            int port = app.listen("127.0.0.1", 0).getPort();
            try (var page = open(port);
                    var other = open(port)) {
                page.locator("#message").fill("why?");
                page.locator("#send").click();
                assertThat(answer(other)).hasText("This");
                page.locator("#message").fill("again?");
                page.locator("#send").click();
                assertThat(page.locator("#note")).containsText("stop it first");

                other.locator("#stop").click();

                assertThat(page.locator("#log")).containsText("Stopped");
                assertThat(page.locator("#stop")).isDisabled();
            }
        }
    }

    @Test
    void nodeIsKilledDuringAnAnswer_pageContinuesOnTheOther() {
        try (var redis = RedisProcess.start();
                var backend = NodeProcess.connect(redis.url());
                var first = NodeProcess.start(AssistantNode.class, redis.url());
                var second = NodeProcess.start(AssistantNode.class, redis.url())) {
            AssistantNode.addRoutes(backend);
            backend.listen("127.0.0.1", 0);
            var answer = backend.channel("assistant:demo");
            try (var balancer = new LoadBalancer(first.port());
                    var page = open(balancer.port())) {
                answer.publishJson(Map.of("question", "why?"));
                publish(answer, 0, 100);
                assertThat(answer(page)).hasText(text(100));

                first.kill();
                publish(answer, 100, 150);
                balancer.switchTo(second.port());
                assertThat(answer(page)).hasText(text(150));
                publish(answer, 150, PIECES);
                answer.publishJson(Map.of("end", "complete"));

                assertThat(page.locator("#stop")).isDisabled();
                assertThat(answer(page)).hasText(text(PIECES));
                assertThat(answer(page)).hasCount(1);
                assertThat(page.locator("#state")).hasText("connected");
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(Path.of("target", "screenshots", "assistant-continued.png")));
            }
        }
    }

    private static Page open(int port) {
        var page = chromium.newPage();
        page.navigate("http://localhost:" + port + "/assistant");
        assertThat(page.locator("#state")).hasText("connected");
        return page;
    }

    private static Locator answer(Page page) {
        return page.locator(".answer > .text");
    }

    private static void publish(Channel answer, int from, int to) {
        IntStream.range(from, to).forEach(number -> answer.publish(number + " "));
    }

    private static String text(int pieces) {
        return IntStream.range(0, pieces).mapToObj(Integer::toString).collect(Collectors.joining(" "));
    }
}
