package dev.fanfare.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.core.port.Broker;
import dev.fanfare.core.port.Cluster;
import dev.fanfare.core.port.Engine;
import dev.fanfare.core.port.PresenceStore;
import dev.fanfare.model.channel.EngineException;
import dev.fanfare.transport.netty.NettySettings;
import dev.fanfare.transport.netty.NettyTransport;
import dev.fanfare.transport.netty.tls.InvalidTlsFileException;
import dev.fanfare.transport.netty.tls.TlsSettings;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** What becomes of an engine and a transport when no application can be made of them. */
class HandedOverTest {
    /** Has no ports, and knows whether it was closed. */
    private static final class BrokenEngine implements Engine {
        private boolean closed;

        @Override
        public Broker broker() {
            throw new EngineException("broken");
        }

        @Override
        public PresenceStore presence() {
            throw new EngineException("broken");
        }

        @Override
        public Cluster cluster() {
            throw new EngineException("broken");
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private final BrokenEngine engine = new BrokenEngine();

    @Test
    void create_whenTheTransportCantBeMade_closesTheEngine() {
        var tls = TlsSettings.pem(Path.of("no-chain.pem"), Path.of("no-key.pem"));
        var settings = FanfareSettings.DEFAULTS.withTransport(NettySettings.DEFAULTS.withTls(tls));

        assertThatThrownBy(() -> Fanfare.create(settings, engine)).isInstanceOf(InvalidTlsFileException.class);

        assertThat(engine.closed).isTrue();
    }

    @Test
    void create_whenTheNodeCantBeMade_closesTheEngineAndTheTransport() {
        var transport = new NettyTransport(NettySettings.DEFAULTS);

        assertThatThrownBy(() -> Fanfare.create(FanfareSettings.DEFAULTS, transport, engine))
                .isInstanceOf(EngineException.class);

        assertThat(engine.closed).isTrue();
        assertThatThrownBy(() -> transport.loops().getFirst().execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void failureOfAClose_isToldBesideTheFirst() {
        var first = new IllegalStateException("first");
        var second = new IllegalStateException("second");

        assertThatThrownBy(() -> HandedOver.to(
                        () -> {
                            throw first;
                        },
                        () -> {
                            throw second;
                        },
                        engine::close))
                .isSameAs(first)
                .hasSuppressedException(second);
        assertThat(engine.closed).isTrue();
    }
}
