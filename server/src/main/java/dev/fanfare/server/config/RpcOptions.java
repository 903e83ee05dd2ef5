package dev.fanfare.server.config;

import dev.fanfare.config.Checked;
import dev.fanfare.config.Checks;
import dev.fanfare.config.Option;
import java.util.HashSet;
import java.util.List;

/** Remote procedure calls of clients. Immutable. */
public record RpcOptions(
        @Option("Default proxy of RPC calls. A namespace enables it.")
        ProxyTarget proxy,

        @Option("Options of methods without a namespace.") Methods withoutNamespace,

        @Option(
                "Namespaces of methods, whose names have the form namespace:method. Methods in an unknown namespace are not found.")
        List<MethodNamespace> namespaces)
        implements Checked {

    /** The proxy of a group of methods. */
    public record Methods(
            @Option("Calls the proxy for these methods; otherwise they are not found.")
            boolean proxyEnabled,

            @Option(value = "Name of the proxy: an entry of proxies, or default for rpc.proxy.", defaults = "default")
            String proxyName) {}

    /** A namespace of methods. */
    public record MethodNamespace(
            @Option("Name of the namespace: the part of a method name before the colon.")
            String name,

            @Option(inline = true) Methods methods)
            implements Checked {
        @Override
        public void check(Checks checks) {
            NamedNamespace.requireName(checks, name);
        }
    }

    public RpcOptions {
        namespaces = List.copyOf(namespaces);
    }

    @Override
    public void check(Checks checks) {
        var names = new HashSet<String>();
        for (var index = 0; index < namespaces.size(); index++) {
            var name = namespaces.get(index).name();
            checks.require(
                    names.add(name), "must be unique, got \"" + name + "\" twice", "namespaces[" + index + "].name");
        }
    }
}
