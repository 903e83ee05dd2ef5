package dev.fanfare.engine.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.model.channel.Join;
import dev.fanfare.model.channel.Leave;
import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    private static final ClientInfo ALICE =
            new ClientInfo("c1", "älice", Payload.text("Älice"), Payload.binary(new byte[] {0, 1}));
    private static final StreamPosition POSITION = new StreamPosition("epoch", 7);

    @Test
    void publication_roundTrip_keepsEverything() {
        for (var payload :
                List.of(Payload.text("€"), Payload.validatedJson(new byte[] {'1'}), Payload.binary(new byte[300]))) {
            var publication = new Publication(payload, null, Map.of("a", "b", "", "€"), ALICE, "client");

            var read = Envelope.publication(Envelope.body(publication), POSITION);

            assertThat(read.payload().kind()).isEqualTo(payload.kind());
            assertThat(read.payload().bytes()).isEqualTo(payload.bytes());
            assertThat(read.tags()).isEqualTo(publication.tags());
            assertThat(read.publisher()).isEqualTo(ALICE);
            assertThat(read.position()).isEqualTo(POSITION);
        }
    }

    @Test
    void publication_plain_addsFourBytes() {
        var message = Envelope.message(Publication.of(Payload.text("x".repeat(100))));

        assertThat(message).hasSize(104);
    }

    @Test
    void joinAndLeave_roundTrip_keepTheClient() {
        assertThat(Envelope.push(Envelope.join(ALICE))).isEqualTo(new Join(ALICE));
        assertThat(Envelope.push(Envelope.leave(ALICE))).isEqualTo(new Leave(ALICE));
    }

    @Test
    void push_unknownVersionTypeKindOrFlag_isRejected() {
        assertThatThrownBy(() -> Envelope.push(new byte[] {9, 1, 0, 0}))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("version 9");
        assertThatThrownBy(() -> Envelope.push(new byte[] {1, 9})).hasMessageContaining("type 9");
        assertThatThrownBy(() -> Envelope.push(new byte[] {1, 1, 9, 0})).hasMessageContaining("kind 9");
        assertThatThrownBy(() -> Envelope.push(new byte[] {1, 1, 0, 8, 0})).hasMessageContaining("flags 8");
    }

    @Test
    void push_truncated_isRejected() {
        var join = Envelope.join(ALICE);
        for (int length = 0; length < join.length; length++) {
            var cut = Arrays.copyOf(join, length);
            assertThatThrownBy(() -> Envelope.push(cut)).isInstanceOf(EngineException.class);
        }
    }
}
