package dev.fanfare.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Isolated, because the guard of a class that ends at the same time would find the lost buffer and fail that class. */
@Isolated
class LeakGuardTest {
    @Test
    void verify_bufferLost_failsOnce() {
        loseABuffer();

        assertThatThrownBy(LeakGuard::verify)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("LEAK:")
                .hasMessageContaining("loseABuffer");
        assertThatCode(LeakGuard::verify).doesNotThrowAnyException();
    }

    @Test
    void verify_allReleased_passes() {
        ByteBufAllocator.DEFAULT.buffer().release();

        assertThatCode(LeakGuard::verify).doesNotThrowAnyException();
    }

    private static void loseABuffer() {
        ByteBufAllocator.DEFAULT.buffer().writeByte(1);
    }
}
