package dev.fanfare.server.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.centrifuge.message.CentrifugeDisconnect;
import dev.fanfare.protocol.centrifuge.message.CentrifugeError;
import dev.fanfare.protocol.centrifuge.message.DisconnectCode;
import dev.fanfare.protocol.centrifuge.message.ErrorCode;
import java.util.stream.Stream;

/** What backends answer: a result, an error or a disconnect. Stateless. */
final class Answers {
    private static final int MAX_REASON_BYTES = 123;

    private Answers() {}

    /**
     * The result.
     *
     * @throws CentrifugeError when it is an error
     * @throws CentrifugeDisconnect when it is a disconnect
     * @throws BackendFailure when it is none of these
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
            throw BackendFailure.unreadable("its answer has neither result nor error nor disconnect");
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
            return new CentrifugeError(known.get());
        }
        try {
            return CentrifugeError.custom(Math.toIntExact(code), said.text("message"), said.flag("temporary"));
        } catch (IllegalArgumentException | ArithmeticException outside) {
            return BackendFailure.unreadable("error.code is 400 to 1999, or one of the protocol's own, not " + code);
        }
    }

    private static RuntimeException disconnect(JsonObject said) {
        long code = said.number("code");
        var reason = said.text("reason");
        var known = Stream.of(DisconnectCode.values())
                .filter(disconnect -> disconnect.reason().code() == code)
                .findFirst();
        if (known.isPresent()) {
            return new CentrifugeDisconnect(known.get());
        }
        if (reason.getBytes(UTF_8).length > MAX_REASON_BYTES) {
            return BackendFailure.unreadable("disconnect.reason has more than " + MAX_REASON_BYTES + " bytes");
        }
        try {
            return CentrifugeDisconnect.custom(Math.toIntExact(code), reason);
        } catch (IllegalArgumentException | ArithmeticException outside) {
            return BackendFailure.unreadable(
                    "disconnect.code is 4000 to 4999, or one of the protocol's own, not " + code);
        }
    }
}
