package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.model.channel.Payload;
import dev.fanfare.model.channel.Publication;
import dev.fanfare.model.channel.StreamPosition;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeliveryTest {
    @Test
    void isSame_liveAndFromHistory_isTrue() {
        assertThat(Delivery.isSame(at("a", 1, "x"), at("a", 1, "x"))).isTrue();
        assertThat(Delivery.isSame(null, null)).isTrue();
    }

    @Test
    void isSame_sameOffsetOfAnotherEpoch_isFalse() {
        assertThat(Delivery.isSame(at("a", 1, "x"), at("b", 1, "x"))).isFalse();
    }

    /** The history went back within an epoch, and the offset was assigned again. */
    @Test
    void isSame_samePositionWithOtherData_isFalse() {
        assertThat(Delivery.isSame(at("a", 1, "x"), at("a", 1, "y"))).isFalse();
    }

    private static Publication at(String epoch, long offset, String text) {
        return new Publication(Payload.text(text), new StreamPosition(epoch, offset), Map.of(), null);
    }
}
