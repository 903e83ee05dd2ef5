package dev.fanfare.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, by which an operator wants a configuration to be read again. The JDK has no public way to hear it: its own one is found by
 * name, so that a JDK without it still runs this program.
 */
final class Hangup {
    private static final Logger LOG = LoggerFactory.getLogger(Hangup.class);

    private Hangup() {}

    /** Runs this on a thread of the JDK at each SIGHUP; says so in the log when that can't be. */
    static void handle(Runnable action) {
        try {
            var signal = Class.forName("sun.misc.Signal");
            var handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocations = (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                    return null;
                }
                return method.invoke(action, arguments);
            };
            var listener = Proxy.newProxyInstance(Hangup.class.getClassLoader(), new Class<?>[] {handler}, invocations);
            var before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
            if (before == handler.getField("SIG_IGN").get(null)) {
                LOG.warn("SIGHUP is ignored, as nohup wants it: a changed configuration needs a restart");
            }
        } catch (ReflectiveOperationException | IllegalArgumentException unknown) {
            LOG.warn("SIGHUP is not heard here: a changed configuration needs a restart", unknown);
        }
    }
}
