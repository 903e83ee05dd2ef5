package dev.fanfare.engine.redis.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.engine.redis.connection.LinkSettings;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GenerationTest {
    /** The messages whose estimated overhead fills the limit of 64 MiB. */
    private static final int MAX_EMPTY = (64 << 20) / 128;

    private final LinkLoop loop = new LinkLoop(LinkSettings.DEFAULTS);
    private final Events events = new Events();
    private final Generation generation = new Generation(loop, "probe", events);

    @AfterEach
    void stop() {
        loop.shutdown();
    }

    @Test
    void message_emptyOnesBeforeDelivery_areLimited() {
        var empty = new byte[0];
        for (int i = 0; i < MAX_EMPTY; i++) {
            generation.message("c", empty);
        }
        assertThat(events.reasons).isEmpty();

        generation.message("c", empty);

        assertThat(events.reasons).singleElement().asString().contains("arrived before delivery could start");
    }

    private static final class Events implements Generation.Owner {
        private final List<String> reasons = new ArrayList<>();

        @Override
        public void onSubscribed(String channel) {}

        @Override
        public void onUnsubscribed(Generation from, String channel) {}

        @Override
        public void onMessage(String channel, byte[] message) {}

        @Override
        public void onMessage(String pattern, String channel, byte[] message) {}

        @Override
        public void onProbe(byte[] message) {}

        @Override
        public void onBroken(Generation broken, String reason) {
            reasons.add(reason);
        }
    }
}
