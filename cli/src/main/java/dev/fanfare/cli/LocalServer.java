package dev.fanfare.cli;

import dev.fanfare.app.Fanfare;
import dev.fanfare.examples.Example;
import dev.fanfare.examples.Examples;
import dev.fanfare.server.admin.Admin;
import dev.fanfare.server.admin.AdminAccess;
import dev.fanfare.server.admin.AdminControls;
import dev.fanfare.server.admin.AdminSource;
import dev.fanfare.server.metrics.Monitoring;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Serves examples on the loopback interface until the process ends or the thread is interrupted. */
final class LocalServer {
    private static final String LOOPBACK = "127.0.0.1";

    private LocalServer() {}

    static void run(ServerOptions options, List<Example> examples, PrintWriter out) throws InterruptedException {
        try (var monitoring = Monitoring.withoutEndpoint()) {
            run(options, examples, monitoring, out);
        }
    }

    private static void run(ServerOptions options, List<Example> examples, Monitoring monitoring, PrintWriter out)
            throws InterruptedException {
        var app = options.createApp(monitoring.metrics()).closeOnShutdown();
        try {
            app.guard(new LoopbackGuard());
            Examples.addTo(app, examples);
            mountAdmin(app, options, monitoring);
            var address = app.listen(LOOPBACK, options.port());
            var url = options.scheme() + "://localhost:" + address.getPort() + "/";
            out.println("Fanfare is ready at " + url);
            examples.forEach(example -> out.println("  " + url + example.name() + "  " + example.summary()));
            out.println("  " + url + "admin  Admin page: connections, channels, load");
            out.println("Press Ctrl-C to stop.");
            out.flush();
            new CountDownLatch(1).await();
        } finally {
            app.close();
        }
    }

    /** The guard has checked the Host header, so the page needs no login. */
    private static void mountAdmin(Fanfare app, ServerOptions options, Monitoring monitoring) {
        var admin = Admin.of(
                AdminAccess.withoutLogin(options.scheme().equals("https")),
                new AdminSource(monitoring.registry(), Version.text(), Map::of, AdminControls.NONE));
        app.onStop(admin::close);
        app.mount(admin);
    }
}
