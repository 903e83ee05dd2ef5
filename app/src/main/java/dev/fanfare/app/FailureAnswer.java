package dev.fanfare.app;

import dev.fanfare.model.channel.InvalidChannelNameException;
import dev.fanfare.model.client.CloseReason;
import dev.fanfare.model.client.DisconnectReason;
import dev.fanfare.model.http.HttpResponse;

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
        return failure instanceof RequestRefusedException
                || failure instanceof MalformedMessageException
                || failure instanceof InvalidChannelNameException;
    }

    /** The answer to a request, or to a handshake. */
    static HttpResponse response(Throwable failure) {
        return switch (failure) {
            case RequestRefusedException refusal -> refusal.response();
            case InvalidChannelNameException name -> HttpResponse.text(BAD_REQUEST, words(name));
            default -> HttpResponse.text(500, "internal error");
        };
    }

    /** How a WebSocket is closed. */
    static CloseReason close(Throwable failure) {
        return switch (failure) {
            case RequestRefusedException refusal -> new CloseReason(POLICY_VIOLATION, refusal.body());
            case MalformedMessageException malformed -> malformed.reason();
            case InvalidChannelNameException name -> new CloseReason(POLICY_VIOLATION, words(name));
            default -> DisconnectReason.HANDLER_FAILED.reason();
        };
    }

    private static String words(InvalidChannelNameException name) {
        return String.valueOf(name.getMessage());
    }
}
