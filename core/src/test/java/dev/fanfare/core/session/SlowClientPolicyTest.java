package dev.fanfare.core.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.model.channel.SlowClientPolicy;
import dev.fanfare.model.channel.SlowClientPolicy.Mode;
import org.junit.jupiter.api.Test;

/** The properties of slow-client policies. */
class SlowClientPolicyTest {
    @Test
    void mayDrop_disconnect_isFalse() {
        assertThat(SlowClientPolicy.DISCONNECT.mayDrop()).isFalse();
        assertThat(SlowClientPolicy.DROP_OLDEST.mayDrop()).isTrue();
        assertThat(SlowClientPolicy.conflate().mayDrop()).isTrue();
        assertThat(SlowClientPolicy.conflateBy("symbol").mayDrop()).isTrue();
    }

    @Test
    void tag_withoutConflation_isRejected() {
        assertThatThrownBy(() -> new SlowClientPolicy(Mode.DROP_OLDEST, "symbol"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'symbol' with DROP_OLDEST");
    }

    @Test
    void tag_empty_isRejected() {
        assertThatThrownBy(() -> SlowClientPolicy.conflateBy("")).isInstanceOf(IllegalArgumentException.class);
    }
}
