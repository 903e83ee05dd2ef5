package dev.fanfare.server.proxy;

import dev.fanfare.model.access.DisconnectException;
import dev.fanfare.model.access.ErrorReplyException;
import dev.fanfare.model.client.CloseReason;

/** What backends answer: a result, an error or a disconnect. Stateless. */
final class ProxyReplies {
    private ProxyReplies() {}

    /**
     * The result.
     *
     * @throws ErrorReplyException when it is an error
     * @throws DisconnectException when it is a disconnect
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

    private static RuntimeException error(JsonObject said) {
        try {
            return ErrorReplyException.of(
                    Math.toIntExact(said.number("code")), said.text("message"), said.flag("temporary"));
        } catch (IllegalArgumentException | ArithmeticException outside) {
            return BackendException.unreadable("error.code: " + outside.getMessage());
        }
    }

    private static RuntimeException disconnect(JsonObject said) {
        try {
            return new DisconnectException(
                    CloseReason.custom(Math.toIntExact(said.number("code")), said.text("reason")));
        } catch (IllegalArgumentException | ArithmeticException outside) {
            return BackendException.unreadable("disconnect: " + outside.getMessage());
        }
    }
}
