package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.session.OutboxPolicy.Mode;
import org.junit.jupiter.api.Test;

/** What can be said of a policy, and what a lane costs. */
class OutboxPolicyTest {
    @Test
    void mayDrop_isFalseOfDisconnectOnly() {
        assertThat(OutboxPolicy.DISCONNECT.mayDrop()).isFalse();
        assertThat(OutboxPolicy.DROP_OLDEST.mayDrop()).isTrue();
        assertThat(OutboxPolicy.conflate().mayDrop()).isTrue();
        assertThat(OutboxPolicy.conflateBy("symbol").mayDrop()).isTrue();
    }

    @Test
    void tag_withoutConflation_isRefused() {
        assertThatThrownBy(() -> new OutboxPolicy(Mode.DROP_OLDEST, "symbol"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'symbol' of DROP_OLDEST");
    }

    @Test
    void tag_thatIsEmpty_isRefused() {
        assertThatThrownBy(() -> OutboxPolicy.conflateBy("")).isInstanceOf(IllegalArgumentException.class);
    }
}
