package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import dev.fanfare.protocol.centrifuge.binary.ProtobufEncoding;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import dev.fanfare.protocol.centrifuge.message.DataPush;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import dev.fanfare.protocol.centrifuge.message.Reply;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Content that replies share, and which is encoded once per encoding. */
class SharedRepliesTest {
    private static final String LARGE = "x".repeat(20_000);

    private final SharedReplies replies = new SharedReplies();
    private final CountedMap clients = new CountedMap();

    /** Counts how often the clients are read. */
    private static final class CountedMap extends AbstractMap<String, ClientInfo> {
        private int reads;

        @Override
        public Set<Entry<String, ClientInfo>> entrySet() {
            reads++;
            return Map.of("c1", new ClientInfo("c1", "ann")).entrySet();
        }
    }

    @Test
    void sameClients_areEncodedOncePerEncoding() {
        var kept = replies.presence("news", clients);
        for (int id = 1; id <= 10; id++) {
            assertThat(text(new JsonEncoding(), id))
                    .isEqualTo("{\"id\":" + id
                            + ",\"presence\":{\"presence\":{\"c1\":{\"user\":\"ann\",\"client\":\"c1\"}}}}");
            text(new ProtobufEncoding(), id);
        }
        assertThat(clients.reads).as("for the size, and for each encoding").isEqualTo(3);
        assertThat(replies.presence("news", clients)).isSameAs(kept);
    }

    @Test
    void otherClients_areAnotherReply() {
        var kept = replies.presence("news", clients);

        assertThat(replies.presence("news", Map.copyOf(clients))).isNotSameAs(kept);
        assertThat(replies.presence("games", clients).clients()).isSameAs(clients);
    }

    @Test
    void equalPublications_areShared() {
        var kept = replies.pushes("news", publications("e", 1, 3));

        assertThat(replies.pushes("news", publications("e", 1, 3))).isSameAs(kept);
        assertThat(replies.pushes("games", publications("e", 1, 3))).isNotSameAs(kept);
    }

    @Test
    void otherPublications_areNotShared() {
        var shared = publications("e", 2, 3);
        replies.pushes("news", shared);

        for (var other : List.of(
                publications("f", 2, 3),
                publications("e", 1, 3),
                publications("e", 2, 4),
                publications("e", 3, 4),
                List.of(publications("e", 2, 2).getFirst(), publication("e", 3, "other")))) {
            assertThat(replies.pushes("news", other).all())
                    .extracting(DataPush::publication)
                    .isEqualTo(other);
            replies.pushes("news", shared);
        }
    }

    @Test
    void largePublications_areAPartThatRepliesShare() {
        for (var encoding : List.of(new JsonEncoding(), new ProtobufEncoding())) {
            var one = encoding.reply(2, subscribed());
            var other = encoding.reply(300, subscribed());

            var part = one.parts().get(1);
            assertThat(part.size()).isGreaterThan(LARGE.length());
            assertThat(part.isShared()).isTrue();
            assertThat(other.parts().get(1)).isSameAs(part);
            assertThat(one.size()).isEqualTo(one.joined().size());
        }
        assertThat(new JsonEncoding().reply(2, subscribed()).joined().text())
                .isEqualTo("{\"id\":2,\"subscribe\":{\"recoverable\":true,\"publications\":[{\"data\":\"" + LARGE
                        + "\",\"offset\":7}],\"recovered\":true,\"was_recovering\":true}}");
    }

    private Reply.Subscribed subscribed() {
        var pushes = replies.pushes("news", List.of(publication("e", 7, LARGE)));
        return new Reply.Subscribed(0, null, true, pushes, true, true, null, false);
    }

    private static List<Publication> publications(String epoch, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(offset -> publication(epoch, offset, "data " + offset))
                .toList();
    }

    private static Publication publication(String epoch, long offset, String data) {
        return new Publication(Payload.text(data), new StreamPosition(epoch, offset), Map.of(), null);
    }

    private String text(Encoding encoding, int id) {
        var reply = encoding.reply(id, replies.presence("news", clients)).joined();
        return new String(reply.bytes(), StandardCharsets.ISO_8859_1);
    }
}
