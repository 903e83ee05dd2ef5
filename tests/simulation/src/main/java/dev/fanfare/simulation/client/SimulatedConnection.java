package dev.fanfare.simulation.client;

import dev.fanfare.core.budget.MemoryAccount;
import dev.fanfare.core.budget.MemoryGovernor;
import dev.fanfare.core.fake.JoinedFrames;
import dev.fanfare.core.fake.PlainFraming;
import dev.fanfare.core.fake.VirtualLoop;
import dev.fanfare.core.session.Session;
import dev.fanfare.core.transport.Connection;
import dev.fanfare.core.transport.Frame;
import dev.fanfare.core.transport.FrameBatch;
import dev.fanfare.core.transport.Framing;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.simulation.fabric.Fabric;
import dev.fanfare.simulation.fabric.SimulatedLink;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A connection between a client and a node. Both directions are ordered and delayed. The connection can be lost on the
 * client's side without notice to the node. Confined to the thread that runs the simulation.
 */
final class SimulatedConnection implements Connection {
    private static final SocketAddress PEER = InetSocketAddress.createUnresolved("simulated.test", 1);

    /** The client's side. */
    interface Peer {
        void onFrame(Frame frame);

        /** Called when the server has closed the connection. */
        void onClosed(CloseReason reason);
    }

    private final VirtualLoop loop;
    private final MemoryAccount memory;
    private final Peer peer;
    private final SimulatedLink up;
    private final SimulatedLink down;
    private @Nullable Session session;
    private boolean stalled;
    private boolean deaf;
    private boolean over;

    SimulatedConnection(Fabric fabric, VirtualLoop loop, MemoryGovernor governor, Peer peer) {
        this.loop = loop;
        this.memory = governor.open(kind -> {});
        this.peer = peer;
        this.up = new SimulatedLink(fabric);
        this.down = new SimulatedLink(fabric);
    }

    /** Sets the session that receives events. */
    void listen(Session newSession) {
        session = newSession;
    }

    /** Runs a request of the client on the loop, unless the connection ends first. */
    void request(Consumer<Session> request) {
        up.send(() -> onLoop(request));
    }

    /** Stops reading on the client's side. */
    void stall() {
        stalled = true;
    }

    /** Resumes reading on the client's side. */
    void resume() {
        stalled = false;
        onLoop(Session::onWritable);
    }

    /** Ends the client's side without notice to the node. */
    void vanish() {
        deaf = true;
        up.cut();
        down.cut();
    }

    /** The node detects that the connection is lost. */
    void lose() {
        loop.execute(() -> end(CloseReason.lost()));
    }

    @Override
    public VirtualLoop loop() {
        return loop;
    }

    @Override
    public Framing framing() {
        return PlainFraming.PLAIN;
    }

    @Override
    public SocketAddress remoteAddress() {
        return PEER;
    }

    @Override
    public boolean isWritable() {
        return !stalled;
    }

    @Override
    public void write(FrameBatch batch) {
        if (!(batch instanceof JoinedFrames joined)) {
            throw new IllegalArgumentException("expected a batch of the test kit, got " + batch);
        }
        var frames = joined.frames();
        if (!over && !deaf) {
            down.send(() -> frames.forEach(this::arrive));
        }
    }

    @Override
    public MemoryAccount memory() {
        return memory;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public void close(CloseReason reason) {
        if (!over) {
            loop.execute(() -> end(reason));
        }
    }

    private void arrive(Frame frame) {
        if (deaf) {
            return;
        }
        if (PlainFraming.isPing(frame)) {
            request(session -> {
                session.onPong();
                session.onReadComplete();
            });
        } else {
            peer.onFrame(frame);
        }
    }

    private void onLoop(Consumer<Session> action) {
        loop.execute(() -> {
            if (session != null && !over) {
                action.accept(session);
            }
        });
    }

    private void end(CloseReason reason) {
        if (over) {
            return;
        }
        over = true;
        memory.close();
        if (session != null) {
            session.onClosed(reason);
        }
        if (!deaf) {
            down.send(() -> peer.onClosed(reason));
        }
    }
}
