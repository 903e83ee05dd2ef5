package dev.fanfare.protocol.centrifuge.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.protocol.centrifuge.binary.ProtobufEncoding;
import dev.fanfare.protocol.centrifuge.json.JsonEncoding;
import dev.fanfare.protocol.centrifuge.message.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Replies with the clients of a channel, which are encoded once per encoding. */
class PresenceRepliesTest {
    private final PresenceReplies replies = new PresenceReplies();
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
        var kept = replies.of("news", clients);
        for (int id = 1; id <= 10; id++) {
            assertThat(text(new JsonEncoding(), id))
                    .isEqualTo("{\"id\":" + id
                            + ",\"presence\":{\"presence\":{\"c1\":{\"user\":\"ann\",\"client\":\"c1\"}}}}");
            text(new ProtobufEncoding(), id);
        }
        assertThat(clients.reads).isEqualTo(2);
        assertThat(replies.of("news", clients)).isSameAs(kept);
    }

    @Test
    void otherClients_areAnotherReply() {
        var kept = replies.of("news", clients);

        assertThat(replies.of("news", Map.copyOf(clients))).isNotSameAs(kept);
        assertThat(replies.of("games", clients).clients()).isSameAs(clients);
    }

    private String text(Encoding encoding, int id) {
        return new String(encoding.reply(id, replies.of("news", clients)).bytes(), StandardCharsets.ISO_8859_1);
    }
}
