package dev.fanfare.core.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.trace.TraceEvent.Step;
import dev.fanfare.model.channel.ClientInfo;
import dev.fanfare.model.channel.Payload;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TracesTest {
    private static final ClientInfo ANN = new ClientInfo("c1", "ann");

    private final long[] nanos = {0};
    private final Traces traces = new Traces(() -> nanos[0]);

    @Test
    void isOn_onlyWhileATraceRuns() {
        assertThat(traces.isOn()).isFalse();
        var trace = traces.start(user("ann"));
        assertThat(traces.isOn()).isTrue();
        traces.stop(trace);
        traces.stop(trace);
        assertThat(traces.isOn()).isFalse();
    }

    @Test
    void record_reachesMatchingTracesOnly() {
        var ofUser = traces.start(user("ann"));
        var ofClient = traces.start(new TraceTarget(TraceTarget.Scope.CLIENT, "c1"));
        var ofChannel = traces.start(new TraceTarget(TraceTarget.Scope.CHANNEL, "news"));
        var ofBob = traces.start(user("bob"));

        record("news", null);
        record("other", null);

        assertThat(ofUser.take().events()).hasSize(2);
        assertThat(ofClient.take().events()).hasSize(2);
        assertThat(ofChannel.take().events())
                .singleElement()
                .satisfies(event -> assertThat(event.channel()).isEqualTo("news"));
        assertThat(ofBob.take().isEmpty()).isTrue();
    }

    @Test
    void record_beyondTheRate_isCountedButNotTheEnd() {
        var trace = traces.start(user("ann"));

        IntStream.range(0, Trace.MAX_PER_SECOND + 50).forEach(i -> record("news", null));
        traces.record(ANN, Step.DISCONNECTED, "", "", 0, "3008 slow", null);

        var batch = trace.take();
        assertThat(batch.events()).hasSize(Trace.MAX_PER_SECOND + 1);
        assertThat(batch.events().getLast().detail()).isEqualTo("3008 slow");
        assertThat(batch.leftOut()).isEqualTo(50);
        assertThat(trace.take().isEmpty()).isTrue();
    }

    @Test
    void record_queueFull_leavesOut() {
        var trace = traces.start(user("ann"));

        for (int second = 0; second < 6; second++) {
            IntStream.range(0, Trace.MAX_PER_SECOND).forEach(i -> record("news", null));
            nanos[0] += 1_000_000_000L;
        }

        assertThat(trace.take().events()).hasSize(1_000);
    }

    @Test
    void data_isShownOnlyWherePermitted_andCut() {
        traces.showData("shown"::equals);
        var trace = traces.start(user("ann"));

        record("hidden", Payload.text("x"));
        record("", Payload.text("x"));
        record("shown", Payload.text("x".repeat(5_000)));
        record("shown", Payload.binary(new byte[] {1, 2}));

        assertThat(trace.take().events())
                .extracting(TraceEvent::data)
                .containsExactly(null, null, "x".repeat(1_024) + "...", "2 bytes");
    }

    @Test
    void start_tooMany_isRefused() {
        IntStream.range(0, Traces.MAX_TRACES).forEach(i -> traces.start(user("user" + i)));

        assertThatThrownBy(() -> traces.start(user("more")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("at most 8 traces");
    }

    private void record(String channel, @Nullable Payload data) {
        traces.record(ANN, Step.IN, "publish", channel, 10, "", data);
    }

    private static TraceTarget user(String name) {
        return new TraceTarget(TraceTarget.Scope.USER, name);
    }
}
