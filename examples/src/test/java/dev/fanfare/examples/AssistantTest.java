package dev.fanfare.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.app.Fanfare;
import dev.fanfare.app.FanfareSettings;
import dev.fanfare.testkit.app.TestClient;
import dev.fanfare.testkit.app.TestResponse;
import dev.fanfare.testkit.memory.MemoryTransport;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The assistant, as its pages see it. */
class AssistantTest {
    private static final Duration AFTER_THE_TEST = Duration.ofHours(1);

    private final MemoryTransport server = new MemoryTransport();
    private final Fanfare app = Fanfare.create(FanfareSettings.DEFAULTS, server);

    private void start(Duration pace) {
        new Assistant(pace).addTo(app);
        app.listen(8000);
    }

    @AfterEach
    void stop() {
        app.close();
    }

    private TestClient open(String conversation) {
        return server.connect("/ws/assistant/" + conversation);
    }

    private TestResponse post(String action, String form) {
        return server.post("/assistant/a/" + action, form, "content-type: application/x-www-form-urlencoded");
    }

    /** The next message with data. */
    private static JsonNode receive(TestClient client) {
        var message = client.receiveJson();
        return message.has("data") ? message.get("data") : receive(client);
    }

    /** The text of an answer that ends in this way. */
    private static String answer(TestClient client, String end) {
        assertThat(receive(client).get("question").asString()).isEqualTo("why?");
        var text = new StringBuilder();
        for (var data = receive(client); ; data = receive(client)) {
            if (!data.isString()) {
                assertThat(data.get("end").asString()).isEqualTo(end);
                return text.toString();
            }
            text.append(data.asString());
        }
    }

    @Test
    void answer_reachesAllClientsOfTheConversation_alsoLaterOnes() {
        start(Duration.ZERO);
        var ann = open("a");
        var bob = open("a");
        var other = open("b");
        other.receiveJson();

        assertThat(post("question", "question=+why%3F").status()).isEqualTo(202);

        var text = answer(ann, "complete");
        assertThat(text).startsWith("This text ").contains("answer.\n\nReload").endsWith(" can receive.");
        assertThat(answer(bob, "complete")).isEqualTo(text);
        assertThat(answer(open("a"), "complete")).isEqualTo(text);
        other.receiveNothing();
    }

    @Test
    void reload_midway_showsTheAnswerSoFar_andStopEndsIt() {
        start(AFTER_THE_TEST);
        var ann = open("a");
        post("question", "question=why?");
        assertThat(receive(ann).get("question").asString()).isEqualTo("why?");
        assertThat(receive(ann).asString()).isEqualTo("This ");

        var reloaded = open("a");
        assertThat(receive(reloaded).get("question").asString()).isEqualTo("why?");
        assertThat(receive(reloaded).asString()).isEqualTo("This ");
        assertThat(post("stop", "").status()).isEqualTo(202);

        assertThat(receive(ann).get("end").asString()).isEqualTo("stopped");
        assertThat(receive(reloaded).get("end").asString()).isEqualTo("stopped");
    }

    @Test
    void serverStops_endsTheAnswer() {
        start(AFTER_THE_TEST);
        var ann = open("a");
        post("question", "question=why?");
        receive(ann);
        receive(ann);

        app.close();

        assertThat(receive(ann).get("end").asString()).isEqualTo("stopped");
    }

    @Test
    void question_duringAnAnswer_isRefused() {
        start(AFTER_THE_TEST);

        assertThat(post("question", "question=why?").status()).isEqualTo(202);
        var second = post("question", "question=why?");

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text()).contains("stop it first");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "question=", "question=+", "other=why?"})
    void question_empty_isRefused(String form) {
        start(Duration.ZERO);

        assertThat(post("question", form).status()).isEqualTo(400);
    }
}
