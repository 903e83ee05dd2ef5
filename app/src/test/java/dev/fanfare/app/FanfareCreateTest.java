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
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** A failed {@link Fanfare#create} closes the engine and the transport. */
class FanfareCreateTest {
    /** Fails for all ports. */
    private static class BrokenEngine implements Engine {
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

        boolean isClosed() {
            return closed;
        }
    }

    private final BrokenEngine engine = new BrokenEngine();

    @Test
    void create_withInvalidTlsFiles_closesTheEngine() {
        var settings = FanfareSettings.DEFAULTS.withTls(Path.of("no-chain.pem"), Path.of("no-key.pem"));

        assertThatThrownBy(() -> Fanfare.create(settings, engine)).isInstanceOf(InvalidTlsFileException.class);

        assertThat(engine.isClosed()).isTrue();
    }

    @Test
    void create_withBrokenEngine_closesEngineAndTransport() {
        var transport = new NettyTransport(NettySettings.DEFAULTS);

        assertThatThrownBy(() -> Fanfare.create(FanfareSettings.DEFAULTS, transport, engine))
                .isInstanceOf(EngineException.class);

        assertThat(engine.isClosed()).isTrue();
        assertThatThrownBy(() -> transport.loops().getFirst().execute(() -> {}))
                .isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void create_whenCloseFailsToo_suppressesTheSecondFailure() {
        var closeFailure = new IllegalStateException("close");
        var failing = new BrokenEngine() {
            @Override
            public void close() {
                super.close();
                throw closeFailure;
            }
        };

        assertThatThrownBy(() ->
                        Fanfare.create(FanfareSettings.DEFAULTS, new NettyTransport(NettySettings.DEFAULTS), failing))
                .isInstanceOf(EngineException.class)
                .hasSuppressedException(closeFailure);

        assertThat(failing.isClosed()).isTrue();
    }
}
