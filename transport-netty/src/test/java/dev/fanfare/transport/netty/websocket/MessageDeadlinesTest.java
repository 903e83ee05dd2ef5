package dev.fanfare.transport.netty.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.MessageRecorder;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.http.Headers;
import dev.fanfare.testkit.client.ClientFrame;
import dev.fanfare.transport.netty.loop.EmbeddedLoops;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The time limit of incomplete messages, in virtual time. */
class MessageDeadlinesTest {
    private static final long TIMEOUT_SECONDS =
            MessageLimits.DEFAULTS.messageTimeout().toSeconds();
    private static final ClientFrame BEGIN = ClientFrame.text("begin").notFinal();
    private static final ClientFrame END = ClientFrame.of(ClientFrame.CONTINUATION, new byte[0]);

    private final WebSockets webSockets = new WebSockets(WebSocketSettings.DEFAULTS, MemoryGovernor.unlimited());
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final MessageRecorder listener = new MessageRecorder();
    private final Connection connection;

    MessageDeadlinesTest() {
        channel.freezeTime();
        var opened = new ArrayList<Connection>();
        var acceptance = webSockets.accept(Headers.empty());
        channel.pipeline().addLast(acceptance.handler(channel, EmbeddedLoops.of(channel), connection -> {
            opened.add(connection);
            return listener;
        }));
        connection = opened.getFirst();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        webSockets.close();
    }

    @Test
    void message_notCompletedInTime_closesWith1008() {
        receive(BEGIN);
        advance(TIMEOUT_SECONDS);
        assertThat(listener.closed()).isEmpty();

        advance(TIMEOUT_SECONDS + 2);

        assertThat(listener.closed()).containsExactly(new CloseReason(1008, "the message was not completed in time"));
    }

    @Test
    void message_completedInTime_isDelivered() {
        for (int i = 0; i < 10; i++) {
            receive(BEGIN);
            advance(TIMEOUT_SECONDS - 1);
            receive(END);
        }
        advance(3 * TIMEOUT_SECONDS);

        assertThat(listener.messages()).hasSize(10);
        assertThat(listener.closed()).isEmpty();
    }

    @Test
    void messages_inOneReadAfterAnother_haveTheirOwnTime() {
        receive(BEGIN);
        for (int i = 0; i < 10; i++) {
            advance(TIMEOUT_SECONDS - 1);
            receive(END, BEGIN);
        }

        assertThat(listener.messages()).hasSize(10);
        assertThat(listener.closed()).isEmpty();
    }

    @Test
    void message_whileReadingIsPaused_mayTakeLonger() {
        receive(BEGIN);
        connection.pauseReading();
        advance(10 * TIMEOUT_SECONDS);
        connection.resumeReading();
        advance(TIMEOUT_SECONDS);
        receive(END);

        assertThat(listener.messages()).containsExactly("begin");
        assertThat(listener.closed()).isEmpty();
    }

    @Test
    void message_decodedInSlices_keepsItsTimeLimit() {
        receive(BEGIN);
        for (int i = 0; i < 4; i++) {
            advance(TIMEOUT_SECONDS - 1);
            channel.pipeline().fireUserEventTriggered(WebSocketConnection.Event.DECODE);
        }

        assertThat(listener.closed()).hasSize(1);
    }

    @Test
    void message_continuedAfterAPause_hasATimeLimitAgain() {
        receive(BEGIN);
        connection.pauseReading();
        advance(10 * TIMEOUT_SECONDS);
        connection.resumeReading();
        advance(2 * TIMEOUT_SECONDS + 2);

        assertThat(listener.closed()).hasSize(1);
    }

    private void receive(ClientFrame... frames) {
        for (var frame : frames) {
            channel.writeInbound(Unpooled.wrappedBuffer(frame.bytes()));
        }
    }

    private void advance(long seconds) {
        channel.runPendingTasks();
        // In steps, because a timer starts the next one.
        for (int i = 0; i < seconds * 2; i++) {
            channel.advanceTimeBy(500, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            channel.runPendingTasks();
        }
    }
}
