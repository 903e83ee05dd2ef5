package dev.fanfare.core.session;

import static dev.fanfare.core.session.QueueClient.join;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.protocol.FrameKey;
import dev.fanfare.core.protocol.PushEncoder;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.Push;
import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.model.client.DisconnectReason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts that wait for a slow client are joined; the result has the position of the last one. */
class AppendingTest {
    private static final int AMPLE = 1_000_000;
    private static final int SEEDS = 100;
    private static final int STEPS = 200;

    private final VirtualLoop loop = new VirtualLoop();
    private final SubscriptionQueue answer = queue(true);

    /** Encodes a publication as its data and offset. */
    private record Positions(boolean joinsTexts) implements PushEncoder {
        @Override
        public FrameKey key() {
            return new FrameKey("positions", "", "");
        }

        @Override
        public @Nullable Frame encode(String channel, Push push) {
            if (!(push instanceof Publication publication)) {
                return null;
            }
            var position = publication.position();
            return PlainFraming.PLAIN.message(
                    Payload.text(publication.payload().text() + "@" + (position == null ? 0 : position.offset())));
        }
    }

    private static SubscriptionQueue queue(boolean joinsTexts) {
        return SubscriptionQueue.of(SlowClientPolicy.append(), "answer", new Positions(joinsTexts));
    }

    private static Publication piece(String text, int offset) {
        return new Publication(Payload.text(text), new StreamPosition("e", offset), Map.of(), null);
    }

    private QueueClient stalled(int maxBytes) {
        var client = new QueueClient(loop, maxBytes);
        client.connection().stall();
        return client;
    }

    @Test
    void deliver_fastClient_joinsNothing() {
        var client = new QueueClient(loop, AMPLE);

        client.deliver(answer, "a", "b");
        client.deliver(answer, "c");

        assertThat(client.texts()).containsExactly("a", "b", "c");
    }

    @Test
    void deliver_stalledClient_joinsTextsUpToTheLastPosition() {
        var client = stalled(AMPLE);

        client.deliver(answer, piece("a", 1), piece("b", 2));
        client.deliver(answer, piece("c", 3));
        assertThat(client.session().outboxBytes()).isEqualTo(3 + Outbox.OVERHEAD_BYTES);
        client.connection().resume();
        client.connection().stall();
        client.deliver(answer, piece("d", 4));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("abc@3", "d@4");
        assertThat(client.session().outboxBytes()).isZero();
        assertThat(client.metrics().dropped()).isEmpty();
    }

    @Test
    void deliver_otherKindsTagsAndJoins_separateTexts() {
        var client = stalled(AMPLE);
        var json = new Publication(
                Payload.validatedJson("{}".getBytes(StandardCharsets.UTF_8)),
                new StreamPosition("e", 3),
                Map.of(),
                null);

        client.deliver(answer, piece("a", 1), piece("b", 2), json, piece("c", 4), piece("d", 5));
        client.deliver(answer, join("ann"), piece("e", 6), piece("f", 7).withTags(Map.of("k", "v")));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("ab@2", "{}", "cd@5", "+ann", "e@6", "f@7");
    }

    @Test
    void deliver_otherChannels_keepTheirOrder() {
        var client = stalled(AMPLE);
        var news = SubscriptionQueue.of(SlowClientPolicy.DISCONNECT);
        var other = queue(true);

        client.deliver(answer, piece("a", 1));
        client.deliver(news, "news 1");
        client.deliver(other, piece("x", 1));
        client.deliver(answer, piece("b", 2));
        client.deliver(news, "news 2");
        client.deliver(other, piece("y", 2));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("ab@2", "news 1", "xy@2", "news 2");
    }

    @Test
    void deliver_encoderThatJoinsNothing_sendsEach() {
        var client = stalled(AMPLE);
        var plain = queue(false);

        client.deliver(plain, piece("a", 1), piece("b", 2));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("a", "b");
    }

    @Test
    void joinedTexts_areBounded() {
        var client = stalled(AMPLE);
        var half = "h".repeat(JoinedTexts.MAX_BYTES / 2);
        var large = "l".repeat(JoinedTexts.MAX_BYTES + 1);

        client.deliver(answer, piece(half, 1), piece(half, 2), piece("a", 3), piece(large, 4), piece("b", 5));
        client.connection().resume();

        assertThat(client.texts()).containsExactly(half + half + "@2", "a@3", large, "b@5");
    }

    @Test
    void outbox_holdsManySmallTexts_andIsBounded() {
        int limit = 1_000;
        var client = stalled(limit);
        int room = limit - Outbox.OVERHEAD_BYTES;

        for (int offset = 1; offset <= room; offset++) {
            client.deliver(answer, piece("x", offset));
        }
        assertThat(client.session().isOpen()).isTrue();
        assertThat(client.session().outboxBytes()).isEqualTo(limit);
        client.deliver(answer, piece("x", room + 1));

        assertThat(client.connection().closeReason()).contains(DisconnectReason.SLOW.reason());
        assertThat(client.session().outboxBytes()).isZero();
    }

    @Test
    void forget_removesTexts_andLaterOnesBeginAnew() {
        var client = stalled(AMPLE);

        client.deliver(answer, piece("a", 1), piece("b", 2));
        client.session().forget(answer);
        client.deliver(answer, piece("c", 3));
        client.connection().resume();

        assertThat(client.texts()).containsExactly("c@3");
    }

    static IntStream seeds() {
        return IntStream.range(0, SEEDS);
    }

    /** Whatever arrives, each position stands for exactly the texts before it, in order and without repeats. */
    @ParameterizedTest
    @MethodSource("seeds")
    void randomTraffic_everyPosition_isAPrefix(int seed) {
        var random = new Random(seed);
        var client = stalled(AMPLE);
        var news = SubscriptionQueue.of(SlowClientPolicy.DISCONNECT);
        client.connection().onWrite(() -> {
            if (random.nextInt(3) == 0) {
                client.connection().stall();
            }
        });
        var published = new ArrayList<String>();
        for (int step = 0; step < STEPS; step++) {
            switch (random.nextInt(6)) {
                case 0 -> client.connection().resume();
                case 1 -> client.deliver(news, "news");
                case 2 -> client.reply("reply");
                default -> {
                    var pieces = new ArrayList<Push>();
                    for (int i = random.nextInt(4); i >= 0; i--) {
                        published.add(published.size() + 1 + ",");
                        pieces.add(piece(published.getLast(), published.size()));
                    }
                    client.deliver(answer, pieces.toArray(Push[]::new));
                }
            }
            assertPrefix(client.texts(), published);
        }
        client.connection().onWrite(() -> {});
        client.connection().resume();

        assertThat(assertPrefix(client.texts(), published)).isEqualTo(String.join("", published));
    }

    /** Returns the received texts. */
    private static String assertPrefix(List<String> received, List<String> published) {
        var text = new StringBuilder();
        for (var message : received) {
            if (message.contains(",")) {
                text.append(message, 0, message.lastIndexOf(',') + 1);
                int at = message.indexOf('@');
                if (at >= 0) {
                    int position = Integer.parseInt(message.substring(at + 1));
                    assertThat(text).hasToString(String.join("", published.subList(0, position)));
                }
            }
        }
        assertThat(String.join("", published)).startsWith(text.toString());
        return text.toString();
    }
}
