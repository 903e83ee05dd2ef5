package dev.fanfare.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.app.TestClient;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Random messages lead to valid replies or to a disconnect of the protocol. */
class JsonFuzzTest {
    private static final int MESSAGES = 5_000;
    private static final long SEED = 20_240_611;
    private static final String PROBE = "{\"id\":4294967295,\"presence_stats\":{\"channel\":\"plain probe\"}}";
    private static final Set<String> WORDS = Set.of(
            "id",
            "error",
            "push",
            "connect",
            "subscribe",
            "unsubscribe",
            "publish",
            "presence",
            "presence_stats",
            "history",
            "rpc",
            "refresh",
            "sub_refresh");
    private static final List<String> COMMANDS = List.of(
            "subscribe",
            "subscribe",
            "unsubscribe",
            "publish",
            "presence",
            "presence_stats",
            "history",
            "history",
            "rpc",
            "send",
            "refresh",
            "sub_refresh",
            "connect",
            "ping");
    private static final List<String> FIELDS = List.of(
            "channel",
            "channel",
            "channel",
            "data",
            "token",
            "recover",
            "epoch",
            "offset",
            "limit",
            "since",
            "reverse",
            "positioned",
            "recoverable",
            "join_leave",
            "delta",
            "tf",
            "flag",
            "type",
            "subs",
            "headers",
            "method",
            "unknown");
    private static final List<String> VALUES = List.of(
            "\"plain\"",
            "\"stream\"",
            "\"kept\"",
            "\"cache\"",
            "\"own\"",
            "\"\"",
            "\"fossil\"",
            "true",
            "false",
            "null",
            "0",
            "-1",
            "1",
            "9223372036854775807",
            "18446744073709551616",
            "1.5e300",
            "\"\\u0000\\ud800\"",
            "\"\u00e9\u4e2d\ud83d\ude00\"",
            "{}",
            "[]",
            "[[[{}]]]",
            "{\"offset\":1,\"epoch\":\"x\"}",
            "{\"plain\":{}}",
            "{\"key\":\"a\",\"cmp\":\"eq\",\"val\":\"1\"}",
            "{\"op\":\"not\",\"nodes\":[{\"op\":\"and\"}]}",
            "{\"a\": [1,\t2,\n3]}",
            "[".repeat(600),
            "\"" + "x".repeat(300) + "\"");

    private final Random random = new Random(SEED);
    private final CentrifugeServer server = new CentrifugeServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void randomMessages_getRepliesOrDisconnects() {
        var client = server.connect();
        int closed = 0;
        for (int i = 0; i < MESSAGES; i++) {
            var message = message();
            if (random.nextInt(50) == 0) {
                client.sendBytes(message.getBytes(UTF_8));
            } else {
                client.sendText(message);
            }
            client.sendText(PROBE);
            if (!answersProbe(client, message)) {
                closed++;
                client = server.connect();
            }
        }

        assertThat(closed).isBetween(MESSAGES / 10, MESSAGES * 9 / 10);
    }

    /** False if the client was disconnected. */
    private static boolean answersProbe(TestClient client, String message) {
        while (true) {
            String answer;
            try {
                answer = client.receiveText();
            } catch (AssertionError over) {
                assertThat(client.receiveClose().code())
                        .as("seed %d: %s", SEED, message)
                        .isBetween(3000, 3999);
                return false;
            }
            assertThat(answer).as("seed %d: %s", SEED, message).doesNotContain("\n", "\"code\":100");
            var names = JsonMapper.shared().readTree(answer).propertyNames();
            assertThat(WORDS).as("seed %d: %s", SEED, message).containsAll(names);
            if (answer.startsWith("{\"id\":4294967295,")) {
                return true;
            }
        }
    }

    private String message() {
        var text = new StringBuilder(command());
        while (random.nextInt(5) == 0) {
            text.append('\n').append(command());
        }
        while (random.nextInt(5) == 0) {
            mutate(text);
        }
        return text.toString();
    }

    private String command() {
        var text = new StringBuilder("{\"id\":").append(1 + random.nextInt(1_000));
        text.append(",\"").append(any(COMMANDS)).append("\":{\"channel\":\"plain\"");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(",\"").append(any(FIELDS)).append("\":").append(value());
        }
        return text.append("}}").toString();
    }

    private String value() {
        return any(VALUES);
    }

    private void mutate(StringBuilder text) {
        int at = random.nextInt(text.length());
        List<Runnable> ways = List.of(
                () -> text.deleteCharAt(at),
                () -> text.insert(at, any(VALUES)),
                () -> text.insert(at, any(List.of("{", "}", "[", "]", ",", ":", "\"", "\\", "\n", " ", "\u0001"))),
                () -> text.insert(at, text.substring(0, at)));
        any(ways).run();
        if (text.isEmpty()) {
            text.append(' ');
        }
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
