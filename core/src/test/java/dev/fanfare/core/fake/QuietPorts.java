package dev.fanfare.core.fake;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that must be known before a server listens on them. The operating system does not assign them to other programs, because
 * they are below its range for automatic ports (Linux: 32768 to 60999). The Redis servers of tests use ports below
 * 30000. Stateless.
 */
public final class QuietPorts {
    private static final int FROM = 30_000;
    private static final int TO = 32_000;

    private QuietPorts() {}

    /** Returns a random port on which nothing listens. */
    public static int next() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FROM, TO);
            try (var probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                Thread.onSpinWait();
            }
        }
    }
}
