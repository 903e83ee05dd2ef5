package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Inline;
import dev.fanfare.config.Option;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;

/** Calls of clients that a backend answers. Immutable. */
public record RpcOptions(
        @Option("The backend, where a namespace does not name another.")
        ProxyTarget proxy,

        @Option("Methods whose names have no colon.") Methods withoutNamespace,

        @Option("Namespaces of methods; methods of any other are not found.")
        List<Namespace> namespaces)
        implements Checked {

    /** Whether methods have a backend, and which. */
    public record Methods(
            @Option("Whether a backend answers these methods.")
            boolean proxyEnabled,

            @Option(value = "Which one: default is rpc.proxy, others are in proxies.", defaults = "default")
            String proxyName) {}

    /** Methods whose names begin with the same word. */
    public record Namespace(
            @Option("The word before the colon.") String name,

            @Option("Their backend.") @Inline Methods methods) implements Checked {
        private static final Pattern NAME = Pattern.compile("[-a-zA-Z0-9_.]{2,}");

        @Override
        public void check(Checks checks) {
            checks.require(NAME.matcher(name).matches(), "must match ^[-a-zA-Z0-9_.]{2,}$", "name");
        }
    }

    public RpcOptions {
        namespaces = List.copyOf(namespaces);
    }

    @Override
    public void check(Checks checks) {
        var names = new HashSet<String>();
        for (var number = 0; number < namespaces.size(); number++) {
            checks.require(
                    names.add(namespaces.get(number).name()), "must be unique", "namespaces[" + number + "].name");
        }
    }
}
