package dev.fanfare.transport.netty.deflate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One element of a Sec-WebSocket-Extensions field (RFC 6455, 9.1). Immutable.
 *
 * @param name the extension token
 * @param parameters the parameters in order; names may repeat
 */
public record ExtensionOffer(String name, List<Parameter> parameters) {
    /**
     * A parameter of an extension. Immutable.
     *
     * @param name a token
     * @param value a token without quotes; null if there is none
     */
    public record Parameter(String name, @Nullable String value) {}

    /**
     * Parses all fields of that name. Returns the offers in order; null if a field is malformed. Empty fields contain no offer:
     * some proxies blank them.
     */
    public static @Nullable List<ExtensionOffer> parse(List<String> fields) {
        return new ExtensionParser(String.join(",", fields)).parse();
    }
}
