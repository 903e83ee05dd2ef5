package dev.fanfare.cli;

import dev.fanfare.examples.Example;
import dev.fanfare.examples.Examples;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Serves examples on the loopback interface until the process ends or the thread is interrupted. */
final class LocalServer {
    private static final String LOOPBACK = "127.0.0.1";

    private LocalServer() {}

    static void run(ServerOptions options, List<Example> examples, PrintWriter out) throws InterruptedException {
        var app = options.createApp().closeOnShutdown();
        try {
            app.guard(new LoopbackGuard());
            Examples.addTo(app, examples);
            var address = app.listen(LOOPBACK, options.port());
            var url = options.scheme() + "://localhost:" + address.getPort() + "/";
            out.println("Fanfare is ready at " + url);
            examples.forEach(example -> out.println("  " + url + example.name() + "  " + example.summary()));
            out.println("Press Ctrl-C to stop.");
            out.flush();
            new CountDownLatch(1).await();
        } finally {
            app.close();
        }
    }
}
