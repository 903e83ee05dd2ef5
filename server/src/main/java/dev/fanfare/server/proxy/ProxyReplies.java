package dev.fanfare.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnectException;
import dev.fanfare.protocol.centrifuge.message.CentrifugeErrorException;
import dev.fanfare.protocol.centrifuge.message.DisconnectCode;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import java.util.stream.Stream;

/** What backends answer: a result, an error or a disconnect. Stateless. */
final class ProxyReplies {
    private static final int MAX_REASON_BYTES = 123;

    private ProxyReplies() {}

    /**
     * The result.
     *
     * @throws CentrifugeErrorException when it is an error
     * @throws CentrifugeDisconnectException when it is a disconnect
     * @throws BackendException when it is none of these
     */
    static JsonObject result(byte[] body) {
        var answer = JsonObject.parse(body);
        if (answer.has("disconnect")) {
            throw disconnect(answer.object("disconnect"));
        }
        if (answer.has("error")) {
            throw error(answer.object("error"));
        }
        if (!answer.has("result")) {
            throw BackendException.unreadable("its answer has neither result nor error nor disconnect");
        }
        return answer.object("result");
    }

    /** A code of the table means what it does there. */
    private static RuntimeException error(JsonObject said) {
        long code = said.number("code");
        var known = Stream.of(ErrorCode.values())
                .filter(error -> error.code() == code)
                .findFirst();
        if (known.isPresent()) {
            return new CentrifugeErrorException(known.get());
        }
        try {
            return CentrifugeErrorException.custom(Math.toIntExact(code), said.text("message"), said.flag("temporary"));
        } catch (IllegalArgumentException | ArithmeticException outside) {
            return BackendException.unreadable("error.code is 400 to 1999, or one of the protocol's own, not " + code);
        }
    }

    private static RuntimeException disconnect(JsonObject said) {
        long code = said.number("code");
        var reason = said.text("reason");
        var known = Stream.of(DisconnectCode.values())
                .filter(disconnect -> disconnect.reason().code() == code)
                .findFirst();
        if (known.isPresent()) {
            return new CentrifugeDisconnectException(known.get());
        }
        if (reason.getBytes(UTF_8).length > MAX_REASON_BYTES) {
            return BackendException.unreadable("disconnect.reason has more than " + MAX_REASON_BYTES + " bytes");
        }
        try {
            return CentrifugeDisconnectException.custom(Math.toIntExact(code), reason);
        } catch (IllegalArgumentException | ArithmeticException outside) {
            return BackendException.unreadable(
                    "disconnect.code is 4000 to 4999, or one of the protocol's own, not " + code);
        }
    }
}
