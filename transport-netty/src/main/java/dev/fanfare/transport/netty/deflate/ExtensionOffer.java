package dev.fanfare.transport.netty.deflate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a client's Sec-WebSocket-Extensions (RFC 6455, 9.1). Immutable.
 *
 * @param name the extension's token
 * @param parameters its parameters in their order; names may repeat
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {
    /**
     * A parameter.
     *
     * @param name its token
     * @param value a token, unquoted; null when there is none
     */
    public record Parameter(String name, @Nullable String value) {}

    /**
     * The offers of all fields of that name, in their order; null when they break the grammar. Fields without any offer
     * offer nothing: some proxies blank them out.
     */
    public static @Nullable List<ExtensionOffer> parse(List<String> fields) {
        return new ExtensionParser(String.join(",", fields)).parse();
    }
}
