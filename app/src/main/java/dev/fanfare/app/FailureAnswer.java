package dev.fanfare.app;

import dev.fanfare.core.channel.InvalidChannelName;
import dev.fanfare.core.session.Disconnect;
import dev.fanfare.core.transport.CloseReason;
import dev.fanfare.core.transport.HttpResponse;

/**
 * What a client is told when application code threw: something of its own doing in plain words, anything else without
 * details. Stateless.
 */
final class FailureAnswer {
    private static final int BAD_REQUEST = 400;
    private static final int POLICY_VIOLATION = 1008;

    private FailureAnswer() {}

    /** True for what clients bring about, which is no failure of the program and not logged as one. */
    static boolean isOfTheClient(Throwable failure) {
        return failure instanceof Refusal
                || failure instanceof MalformedMessage
                || failure instanceof InvalidChannelName;
    }

    /** The answer to a request, or to a handshake. */
    static HttpResponse response(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.response();
            case InvalidChannelName name -> HttpResponse.text(BAD_REQUEST, words(name));
            default -> HttpResponse.text(500, "internal error");
        };
    }

    /** How a WebSocket is closed. */
    static CloseReason close(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> new CloseReason(POLICY_VIOLATION, refusal.body());
            case MalformedMessage malformed -> malformed.reason();
            case InvalidChannelName name -> new CloseReason(POLICY_VIOLATION, words(name));
            default -> Disconnect.HANDLER_FAILED.reason();
        };
    }

    private static String words(InvalidChannelName name) {
        return String.valueOf(name.getMessage());
    }
}
