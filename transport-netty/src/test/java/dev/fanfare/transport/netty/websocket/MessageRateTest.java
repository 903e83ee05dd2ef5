package dev.fanfare.transport.netty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class MessageRateTest {
    private static final long START = -5;

    private final MessageRate rate = new MessageRate(4, START);

    @Test
    void accept_burst_takesOneSecondOfMessages() {
        assertThat(taken(START)).isEqualTo(4);
        assertThat(taken(START)).isZero();
    }

    @Test
    void accept_later_takesMessagesOfElapsedTime() {
        taken(START);

        assertThat(taken(at(249))).isZero();
        assertThat(taken(at(250))).isEqualTo(1);
        assertThat(taken(at(1_000))).isEqualTo(3);
        assertThat(taken(at(60_000))).isEqualTo(4);
    }

    @Test
    void accept_rateZero_isUnlimited() {
        assertThat(new MessageRate(0, START).isUnlimited()).isTrue();
        assertThat(rate.isUnlimited()).isFalse();
    }

    private int taken(long time) {
        int taken = 0;
        while (rate.accept(time)) {
            taken++;
        }
        return taken;
    }

    private static long at(long millis) {
        return START + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
