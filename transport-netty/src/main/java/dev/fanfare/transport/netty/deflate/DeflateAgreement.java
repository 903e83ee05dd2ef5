package dev.fanfare.transport.netty.deflate;

import dev.fanfare.transport.netty.deflate.ExtensionOffer.Parameter;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of permessage-deflate negotiated in a handshake (RFC 7692, 7.1). Immutable.
 *
 * @param serverWindowBits base-2 logarithm of the window of the server
 * @param clientContextTakeover whether messages of the client may refer to earlier ones
 * @param response the element for the Sec-WebSocket-Extensions field of the response
 */
public record DeflateAgreement(int serverWindowBits, boolean clientContextTakeover, String response) {
    static final int MAX_WINDOW_BITS = 15;
    static final int MIN_WINDOW_BITS = 8;

    private static final String NAME = "permessage-deflate";
    private static final String SERVER_NO_TAKEOVER = "server_no_context_takeover";
    private static final String CLIENT_NO_TAKEOVER = "client_no_context_takeover";
    private static final String SERVER_WINDOW = "server_max_window_bits";
    private static final String CLIENT_WINDOW = "client_max_window_bits";
    private static final int NO_BITS = -1;

    /** Accepts the first acceptable offer (RFC 7692, 5). Returns null if there is none. */
    static @Nullable DeflateAgreement negotiate(List<ExtensionOffer> offers, CompressionSettings settings) {
        if (!settings.enabled()) {
            return null;
        }
        return offers.stream()
                .filter(offer -> offer.name().equals(NAME) && isAcceptable(offer))
                .findFirst()
                .map(offer -> accept(offer, settings))
                .orElse(null);
    }

    /**
     * RFC 7692, 7.1: an offer with unknown or repeated parameters or with invalid values is declined. Every other offer is
     * acceptable, with any window size.
     */
    private static boolean isAcceptable(ExtensionOffer offer) {
        var seen = new HashSet<String>();
        return offer.parameters().stream().allMatch(parameter -> isKnown(parameter) && seen.add(parameter.name()));
    }

    private static boolean isKnown(Parameter parameter) {
        return switch (parameter.name()) {
            case SERVER_NO_TAKEOVER, CLIENT_NO_TAKEOVER -> parameter.value() == null;
            case SERVER_WINDOW -> bits(parameter.value()) != NO_BITS;
            case CLIENT_WINDOW -> parameter.value() == null || bits(parameter.value()) != NO_BITS;
            default -> false;
        };
    }

    private static DeflateAgreement accept(ExtensionOffer offer, CompressionSettings settings) {
        // RFC 7692, 7.1.1: the server may exclude context takeover even if the offer does not mention it.
        var response = new StringBuilder(NAME).append("; ").append(SERVER_NO_TAKEOVER);
        boolean takeover = settings.clientContextTakeover() && !has(offer, CLIENT_NO_TAKEOVER);
        if (!takeover) {
            response.append("; ").append(CLIENT_NO_TAKEOVER);
        }
        int window = MAX_WINDOW_BITS;
        for (var parameter : offer.parameters()) {
            if (parameter.name().equals(SERVER_WINDOW)) {
                // RFC 7692, 7.1.2.1: the response must contain the accepted window.
                window = bits(parameter.value());
                response.append("; ").append(SERVER_WINDOW).append('=').append(window);
            }
        }
        return new DeflateAgreement(window, takeover, response.toString());
    }

    private static boolean has(ExtensionOffer offer, String name) {
        return offer.parameters().stream()
                .anyMatch(parameter -> parameter.name().equals(name));
    }

    /** RFC 7692, 7.1.2: 8 to 15, without leading zeros. */
    private static int bits(@Nullable String value) {
        for (int bits = MIN_WINDOW_BITS; bits <= MAX_WINDOW_BITS; bits++) {
            if (Integer.toString(bits).equals(value)) {
                return bits;
            }
        }
        return NO_BITS;
    }
}
