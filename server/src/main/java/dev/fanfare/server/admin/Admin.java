package dev.fanfare.server.admin;

import dev.fanfare.core.node.ClientChannels;
import dev.fanfare.core.node.Mount;
import dev.fanfare.core.node.Node;
import dev.fanfare.core.transport.HttpHandler;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The admin page at /admin and its API at /admin/api. Thread-safe. Mounted once. */
public final class Admin implements Mount, AutoCloseable {
    private final AdminAccess access;
    private final AdminSource source;
    private final InstantSource clock;
    private final AtomicReference<@Nullable Runnable> end = new AtomicReference<>();

    private Admin(AdminAccess access, AdminSource source, InstantSource clock) {
        this.access = access;
        this.source = source;
        this.clock = clock;
    }

    /** Creates the admin page of a node. */
    public static Admin of(AdminAccess access, AdminSource source) {
        return of(access, source, InstantSource.system());
    }

    /** Creates the admin page of a node with this clock. */
    static Admin of(AdminAccess access, AdminSource source, InstantSource clock) {
        return new Admin(access, source, clock);
    }

    /** What the page needs to know before a login. */
    private record Start(boolean open) {}

    @Override
    public Map<String, HttpHandler> mount(Node node, ClientChannels channels) {
        var gate = new AdminGate(access, clock);
        var audit = new AdminAudit();
        var routes = new AdminRoutes(gate, audit);
        var survey = new NodeSurvey(node);
        var load = new LoadMonitor(node, source, survey, clock);
        var traces = new LiveTraces(node, clock);
        if (!end.compareAndSet(null, () -> {
            load.close();
            traces.close();
            routes.close();
        })) {
            throw new IllegalStateException("already mounted: create another Admin for another application");
        }
        routes.get("session", request -> new Start(gate.isOpen()));
        routes.open("login", (exchange, body) -> gate.logIn(exchange, body, audit));
        routes.open("logout", (exchange, body) -> gate.logOut(exchange));
        load.start(routes);
        new ChannelCalls(node, channels, survey).addTo(routes);
        new ClientCalls(node, survey, source.controls()).addTo(routes);
        new NodeCalls(node, survey, source.controls()).addTo(routes);
        traces.start(routes);
        var handlers = new LinkedHashMap<String, HttpHandler>(AdminPage.handlers(gate));
        handlers.putAll(routes.handlers());
        return handlers;
    }

    /** Stops to read the counters and ends all streams. */
    @Override
    public void close() {
        var action = end.getAndSet(() -> {});
        if (action != null) {
            action.run();
        }
    }
}
