package dev.fanfare.transport.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.uring.IoUring;
import org.junit.jupiter.api.Test;

/** The choice of the I/O backend. {@code ForbiddenIoUringTest} covers a kernel that forbids io_uring. */
class IoBackendTest {
    @Test
    void best_ioUringOfARecentKernel_isIoUring() {
        assumeTrue(IoUring.isAvailable() && IoUring.isRecvMultishotEnabled(), "Linux 6.0 with io_uring");

        assertThat(IoBackend.best()).isEqualTo(IoBackend.IO_URING);
        assertThat(IoBackend.IO_URING.description()).isEqualTo("io_uring, which works here");
        assertThat(IoBackend.NIO.description()).isEqualTo("nio as configured");
    }
}
