package dev.fanfare.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.testkit.client.RawSocket;
import dev.fanfare.testkit.client.RawWebSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conflated channel and a reader that stalls. */
@Tag("full")
class StaleDataTest {
    private static final int RECEIVE_BUFFER_BYTES = 16 << 10;
    private static final long MAX_STALE_BYTES = 256 << 10;
    private static final Duration FLOWING = Duration.ofSeconds(2);
    private static final Duration STALL = Duration.ofSeconds(1);

    @Test
    void stalledReader_isCurrentAfterAFewBytes(@TempDir Path files) {
        AbuseBench.embedded("stale-data", files).withstands(attacker -> {
            try (var reader =
                    RawWebSocket.open(RawSocket.connect(attacker.address(), RECEIVE_BUFFER_BYTES), "/prices")) {
                var flowing = Deadline.after(FLOWING);
                while (!flowing.isOver()) {
                    reader.receive();
                }
                attacker.deadline().pause(STALL);
                long current = current(attacker);
                long stale = 0;
                while (true) {
                    var text = reader.receiveText();
                    if (number(text) >= current) {
                        break;
                    }
                    stale += text.length();
                }
                assertThat(stale).as("bytes of old prices").isLessThan(MAX_STALE_BYTES);
            }
        });
    }

    private static long current(Attacker attacker) {
        try (var reader = RawWebSocket.open(attacker.address(), "/prices")) {
            return number(reader.receiveText());
        }
    }

    private static long number(String text) {
        return Long.parseLong(text.substring(0, text.indexOf(' ')));
    }
}
