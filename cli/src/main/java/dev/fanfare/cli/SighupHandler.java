package dev.fanfare.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles SIGHUP, which reloads the configuration. The JDK has no public API for signals; its internal one is looked up by name, so
 * that the program also runs on a JDK without it.
 */
final class SighupHandler {
    private static final Logger LOG = LoggerFactory.getLogger(SighupHandler.class);

    private SighupHandler() {}

    /** Runs the action on a thread of the JDK at each SIGHUP. Logs a warning if SIGHUP cannot be handled. */
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
            var listener =
                    Proxy.newProxyInstance(SighupHandler.class.getClassLoader(), new Class<?>[] {handler}, invocations);
            var before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), listener);
            if (before == handler.getField("SIG_IGN").get(null)) {
                LOG.warn("SIGHUP is ignored, for example because of nohup; configuration changes require a restart");
            }
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            LOG.warn("SIGHUP is not supported on this platform; configuration changes require a restart", unsupported);
        }
    }
}
