package dev.fanfare.core.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.model.monitoring.MemoryKind;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A mailbox whose loop has ended. */
class MailboxRejectionTest {
    private final Backlog backlog = new Backlog(10, MemoryGovernor.unlimited().budget(MemoryKind.EVENTS));
    private final Mailbox mailbox = new Mailbox(
            task -> {
                throw new RejectedExecutionException("ended");
            },
            () -> {},
            backlog);

    @Test
    void post_loopHasEnded_failsEachTimeAndQueuesNothing() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> mailbox.post(new Delivery("news", null, 20)))
                    .isInstanceOf(RejectedExecutionException.class);
        }

        assertThat(backlog.isFull()).isFalse();
        assertThat(mailbox.take(100)).isEmpty();
    }
}
